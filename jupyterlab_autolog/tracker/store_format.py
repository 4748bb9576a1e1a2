"""The format of an MLflow store in SQLite, read without importing MLflow."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

UNVERSIONED = "unversioned"

_REVISION = re.compile(r"^(down_)?revision(?:\s*:[^=]+)?\s*=\s*(.+)$", re.MULTILINE)
_QUOTED = re.compile(r"""["']([0-9a-zA-Z_]+)["']""")


@dataclass(frozen=True)
class StoreFormat:
    revision: str | None
    """Alembic's; ``unversioned`` where tables have none, None where there are no tables."""
    has_experiments: bool
    """False only for a store that was not made to its end: MLflow ends with an experiment."""


def migrations_folder() -> Path | None:
    """Where the installed MLflow keeps its migrations, or None without MLflow."""
    spec = importlib.util.find_spec("mlflow")
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / "store" / "db_migrations" / "versions"
        if folder.is_dir():
            return folder
    return None


def known_revisions(migrations: Path) -> tuple[set[str], set[str]]:
    """All revisions that the installed MLflow knows, and the newest of them."""
    known: set[str] = set()
    followed: set[str] = set()
    for script in migrations.glob("*.py"):
        for is_down, value in _REVISION.findall(script.read_text(encoding="utf-8")):
            (followed if is_down else known).update(_QUOTED.findall(value))
    return known, known - followed


def read_format(store: Path) -> StoreFormat:
    """The format of the existing file ``store``. Raises ``sqlite3.Error``.

    It is opened for writing, because SQLite first takes back what a killed process left half
    done; nothing else is written.
    """
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=rw", uri=True, timeout=5)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        return StoreFormat(_revision(database, tables), _has_experiments(database, tables))


def _revision(database: sqlite3.Connection, tables: set[str]) -> str | None:
    if not tables:
        return None
    if "alembic_version" not in tables:
        return UNVERSIONED
    row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else UNVERSIONED


def _has_experiments(database: sqlite3.Connection, tables: set[str]) -> bool:
    if "experiments" not in tables:
        return False
    return database.execute("SELECT 1 FROM experiments LIMIT 1").fetchone() is not None
