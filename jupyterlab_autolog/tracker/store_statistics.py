"""Keeps the statistics of an SQLite store fresh, so that its queries are planned well.

Measured: a sort of 10,000 runs by a metric takes MLflow 5 to 7 seconds without them or with
those of a nearly empty store, and 0.1 to 0.2 seconds with fresh ones.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

TABLES = ("runs", "latest_metrics", "params", "tags")
GROWTH = 1.5
ROWS_WORTH_A_LOOK = 100
SAMPLED_ROWS = 1000
"""Rows of each index that are looked at: enough for a plan, and done in milliseconds."""


class StoreStatistics:
    """Of the store in the file ``store``, for one thread."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._analyzed: dict[str, int] = {}

    def refresh_if_stale(self) -> bool:
        """Whether the statistics were renewed. An absent or busy store is left alone.

        Raises ``sqlite3.Error`` where the store is damaged.
        """
        if not self._store.exists():
            return False
        uri = f"{self._store.as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=2, isolation_level=None)) as store:
            rows = _rows(store)
            if not rows or not self._is_stale(rows, _has_statistics(store)):
                return False
            try:
                _renew(store)
            except sqlite3.OperationalError as error:
                if "locked" in str(error) or "busy" in str(error):
                    return False  # the next look will do
                raise
            self._analyzed = rows
            return True

    def _is_stale(self, rows: dict[str, int], has_statistics: bool) -> bool:
        if not any(count >= ROWS_WORTH_A_LOOK for count in rows.values()):
            return False
        return not has_statistics or any(
            count > max(self._analyzed.get(table, 0) * GROWTH, ROWS_WORTH_A_LOOK)
            for table, count in rows.items()
        )


def _rows(store: sqlite3.Connection) -> dict[str, int]:
    """The highest row number of each table: known at once, and about the number of rows."""
    known = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
    if not known.issuperset(TABLES):
        return {}
    return {
        table: store.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0]  # noqa: S608
        for table in TABLES
    }


def _has_statistics(store: sqlite3.Connection) -> bool:
    found = store.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
    return found is not None


def _renew(store: sqlite3.Connection) -> None:
    """Makes the table of statistics anew, instead of changing its rows.

    Connections that are open, as MLflow's are, read statistics only when the schema changes.
    """
    store.execute(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
    store.execute("BEGIN IMMEDIATE")
    try:
        store.execute("DROP TABLE IF EXISTS sqlite_stat1")
        store.execute("ANALYZE")
        store.execute("COMMIT")
    except BaseException:
        if store.in_transaction:
            store.execute("ROLLBACK")
        raise
