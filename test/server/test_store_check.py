from __future__ import annotations

import importlib.util
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jupyterlab_autolog.tracker.store_check import BEING_MADE_SECONDS, store_fault, unread_store
from jupyterlab_autolog.tracker.store_format import known_revisions, migrations_folder

OLDER = "451aebb31d03"


def store_of(folder: Path, revision: str | None, is_complete: bool = True) -> Path:
    """A store as MLflow makes it, as far as its format is concerned."""
    with closing(sqlite3.connect(folder / "mlflow.db")) as store:
        store.execute("CREATE TABLE experiments (experiment_id INTEGER)")
        if is_complete:
            store.execute("INSERT INTO experiments VALUES (0)")
        if revision is not None:
            store.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
            store.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        store.commit()
    return folder / "mlflow.db"


def newest() -> str:
    migrations = migrations_folder()
    assert migrations is not None
    (revision,) = known_revisions(migrations)[1]
    return revision


def test_an_absent_store_is_no_fault(tmp_path: Path) -> None:
    assert store_fault(tmp_path, False) is None


def test_an_empty_file_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    assert store_fault(tmp_path, False) is None


def test_a_store_of_the_installed_mlflow_is_no_fault(tmp_path: Path) -> None:
    store_of(tmp_path, newest())
    assert store_fault(tmp_path, False) is None


@pytest.mark.parametrize("revision", [OLDER, None])
def test_an_older_store_is_not_migrated_unasked(tmp_path: Path, revision: str | None) -> None:
    before = store_of(tmp_path, revision).read_bytes()
    fault = store_fault(tmp_path, False)
    assert fault is not None
    assert "older MLflow" in fault.reason
    assert "mlflow db upgrade" in fault.next
    assert "--Autolog.allow_store_migration=True" in fault.next
    assert (tmp_path / "mlflow.db").read_bytes() == before


def test_an_older_store_may_be_migrated_when_the_user_says_so(tmp_path: Path) -> None:
    store_of(tmp_path, OLDER)
    assert store_fault(tmp_path, True) is None


@pytest.mark.parametrize("allowed", [True, False])
def test_a_newer_store_asks_for_a_newer_mlflow(tmp_path: Path, allowed: bool) -> None:
    store_of(tmp_path, "ffffffffffff")
    fault = store_fault(tmp_path, allowed)
    assert fault is not None
    assert "newer MLflow" in fault.reason
    assert "pip install --upgrade mlflow" in fault.next


def test_a_file_that_is_no_store_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").write_text("this is no database, and long enough to be seen as none")
    fault = store_fault(tmp_path, False)
    assert fault is not None
    assert "can't be read" in fault.reason


@pytest.mark.parametrize("revision", [OLDER, None])
def test_a_store_that_was_not_made_to_its_end_is_moved_aside(
    tmp_path: Path, revision: str | None
) -> None:
    store = store_of(tmp_path, revision, is_complete=False)
    fault = store_fault(tmp_path, False)
    assert fault is not None, "somebody may be making it"
    assert "being made" in fault.reason
    then = store.stat().st_mtime - BEING_MADE_SECONDS - 1
    os.utime(store, (then, then))
    assert store_fault(tmp_path, False) is None
    assert not store.exists()
    assert (tmp_path / "mlflow.db.incomplete").exists()


def test_what_a_killed_process_left_half_done_is_taken_back(tmp_path: Path) -> None:
    store = store_of(tmp_path, newest())
    script = f"""
import os, sqlite3
store = sqlite3.connect({str(store)!r}, isolation_level=None)
store.execute("PRAGMA cache_size = 1")
store.execute("BEGIN")
store.execute("UPDATE alembic_version SET version_num = 'half done'")
store.execute("CREATE TABLE large (value)")
for _ in range(2000):
    store.execute("INSERT INTO large VALUES (randomblob(1000))")
os._exit(1)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    assert (tmp_path / "mlflow.db-journal").exists()
    assert store_fault(tmp_path, False) is None


def test_a_store_that_is_in_use_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_store: Path) -> None:
        raise sqlite3.OperationalError("database is locked")

    store_of(tmp_path, newest())
    monkeypatch.setattr("jupyterlab_autolog.tracker.store_check.read_format", busy)
    fault = store_fault(tmp_path, False)
    assert fault is not None
    assert "at the moment: database is locked" in fault.reason
    assert "Move the file away" not in fault.next


def test_without_mlflow_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    fault = store_fault(tmp_path, False)
    assert fault is not None
    assert "not installed" in fault.reason
    assert "pip install mlflow" in fault.next


def test_a_folder_that_may_not_be_written_to_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    fault = store_fault(tmp_path, False)
    assert fault is not None
    assert "not writable" in fault.reason


def test_runs_in_the_former_file_format_are_told_of(tmp_path: Path) -> None:
    assert unread_store(tmp_path) is None
    (tmp_path / "mlruns" / "0").mkdir(parents=True)
    assert unread_store(tmp_path) is None
    (tmp_path / "mlruns" / "0" / "meta.yaml").touch()
    assert "migrate-filestore" in (unread_store(tmp_path) or "")
