"""What must be true of a store before a tracking server is started on it.

MLflow migrates an older store by itself when one of its newer tables is missing, and an older
MLflow can't read it afterwards. So the store's format is compared with the installed MLflow's
before MLflow sees the store.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from .fault import Fault
from .store_format import UNVERSIONED, StoreFormat, known_revisions, migrations_folder, read_format

BEING_MADE_SECONDS = 10.0


def store_fault(root: Path, allow_migration: bool, *, may_mend: bool = True) -> Fault | None:
    """Why no tracking server can serve the store in ``root``, or None. Takes milliseconds.

    A store that MLflow was killed in making is moved aside, if the caller ``may_mend`` it.
    """
    migrations = migrations_folder()
    if migrations is None:
        return Fault(
            "MLflow is not installed in the Python environment of Jupyter.",
            "Run `pip install mlflow` there, or set MLFLOW_TRACKING_URI to a server that runs "
            "elsewhere.",
        )
    store = root / "mlflow.db"
    if not store.exists():
        return None if os.access(root, os.W_OK) else _not_writable(root)
    if not os.access(store, os.R_OK | os.W_OK):
        return _not_writable(store)
    try:
        found = read_format(store)
    except sqlite3.Error as error:
        return _unreadable(store, error)
    if not may_mend and not found.has_experiments:
        return None  # being made, or moved aside by the next start
    return _format_fault(store, found, *known_revisions(migrations), allow_migration)


def unread_store(root: Path) -> str | None:
    """A word about runs in ``root`` that a tracking server of ours does not show, or None."""
    folder = root / "mlruns"
    if not any(folder.glob("[0-9]*/meta.yaml")):
        return None
    return (
        f"{folder} holds runs in MLflow's former file format. They are not shown, and `mlflow ui` "
        "in that folder shows only them: move them over with `mlflow migrate-filestore --source "
        "mlruns --target sqlite:///mlflow.db`, and move mlruns away."
    )


def _format_fault(
    store: Path, found: StoreFormat, known: set[str], newest: set[str], allow_migration: bool
) -> Fault | None:
    revision = found.revision
    if revision is None or revision in newest:
        return None
    if revision not in known and revision != UNVERSIONED:
        return Fault(
            f"{store} was made by a newer MLflow than the one installed (format {revision}).",
            "Run `pip install --upgrade mlflow` in Jupyter's environment.",
        )
    if not found.has_experiments:
        return _incomplete(store)
    if allow_migration:
        return None
    return Fault(
        f"{store} was made by an older MLflow (format {revision}), and is not migrated unasked, "
        "because an older MLflow can't read it afterwards.",
        f"Make a copy of it, then run `mlflow db upgrade sqlite:///{store.as_posix()}`, or start "
        "Jupyter with --Autolog.allow_store_migration=True.",
    )


def _incomplete(store: Path) -> Fault | None:
    """MLflow was killed while it made the store. It holds nothing yet, not even the experiment
    that every store has, and MLflow can't always go on from there: it is moved aside."""
    if time.time() - store.stat().st_mtime < BEING_MADE_SECONDS:
        return Fault(f"{store} is being made.", "It is looked at again in some seconds.")
    store.replace(store.with_name("mlflow.db.incomplete"))
    return None


def _unreadable(store: Path, error: sqlite3.Error) -> Fault:
    if isinstance(error, sqlite3.OperationalError):
        return Fault(
            f"{store} can't be opened at the moment: {error}.",
            "It is looked at again in some seconds. If it stays so, see which program uses it.",
        )
    return Fault(
        f"{store} can't be read as an SQLite store: {error}.",
        "Move the file away to start with an empty store, or restore it from a copy.",
    )


def _not_writable(path: Path) -> Fault:
    return Fault(
        f"{path} is not writable.",
        "Start Jupyter in a folder that you may write to, or set MLFLOW_TRACKING_URI.",
    )
