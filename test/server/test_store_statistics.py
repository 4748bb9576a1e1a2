from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from jupyterlab_autolog.tracker.store_statistics import StoreStatistics

SKIP_SCAN = "ANY(key)"
"""How SQLite says that it uses an index of (key, run) for a run: it needs statistics for that."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The tables of an MLflow store that are searched, in the same shape."""
    with closing(sqlite3.connect(tmp_path / "mlflow.db", isolation_level=None)) as database:
        database.execute("CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, experiment_id INTEGER)")
        for table in ("latest_metrics", "params", "tags"):
            database.execute(
                f"CREATE TABLE {table} (key TEXT, run_uuid TEXT, value, "
                "PRIMARY KEY (key, run_uuid))"
            )
        yield database


def add_runs(store: sqlite3.Connection, count: int) -> None:
    first = store.execute("SELECT count(*) FROM runs").fetchone()[0]
    runs = [f"{number:032x}" for number in range(first, first + count)]
    store.execute("BEGIN")
    store.executemany("INSERT INTO runs VALUES (?, 0)", [(run,) for run in runs])
    for table in ("latest_metrics", "params", "tags"):
        rows = [(f"m{key}", run, 1.0) for run in runs for key in range(10)]
        store.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
    store.execute("COMMIT")


def plan(store: sqlite3.Connection, run: str) -> str:
    """To explain a query does not look at the file, and what was explained is cached."""
    store.execute("SELECT count(*) FROM params").fetchone()
    query = f"EXPLAIN QUERY PLAN SELECT value FROM params WHERE run_uuid = '{run}'"
    return " ".join(row[3] for row in store.execute(query))


def statistics_of(tmp_path: Path) -> StoreStatistics:
    return StoreStatistics(tmp_path / "mlflow.db")


def test_an_absent_store_is_not_made(tmp_path: Path) -> None:
    assert not statistics_of(tmp_path).refresh_if_stale()
    assert not (tmp_path / "mlflow.db").exists()


def test_a_file_without_mlflows_tables_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    assert not statistics_of(tmp_path).refresh_if_stale()
    assert (tmp_path / "mlflow.db").stat().st_size == 0


def test_a_small_store_needs_no_statistics(tmp_path: Path, store: sqlite3.Connection) -> None:
    add_runs(store, 5)
    assert not statistics_of(tmp_path).refresh_if_stale()


def test_a_connection_that_is_open_plans_with_the_new_statistics(
    tmp_path: Path, store: sqlite3.Connection
) -> None:
    add_runs(store, 3)
    store.execute("ANALYZE")
    add_runs(store, 2000)
    assert SKIP_SCAN not in plan(store, "a")
    assert statistics_of(tmp_path).refresh_if_stale()
    assert SKIP_SCAN in plan(store, "b")


def test_they_are_renewed_once_and_again_when_the_store_has_grown(
    tmp_path: Path, store: sqlite3.Connection
) -> None:
    add_runs(store, 200)
    statistics = statistics_of(tmp_path)
    assert statistics.refresh_if_stale()
    assert not statistics.refresh_if_stale()
    add_runs(store, 10)
    assert not statistics.refresh_if_stale()
    add_runs(store, 200)
    assert statistics.refresh_if_stale()


def test_a_store_that_somebody_writes_to_is_left_for_the_next_look(
    tmp_path: Path, store: sqlite3.Connection
) -> None:
    add_runs(store, 200)
    statistics = statistics_of(tmp_path)
    store.execute("BEGIN IMMEDIATE")
    assert not statistics.refresh_if_stale()
    store.execute("COMMIT")
    assert statistics.refresh_if_stale()


def test_nothing_of_ours_is_left_in_the_store(tmp_path: Path, store: sqlite3.Connection) -> None:
    before = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
    add_runs(store, 200)
    statistics_of(tmp_path).refresh_if_stale()
    after = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
    assert after - before <= {"sqlite_stat1", "sqlite_stat4"}
