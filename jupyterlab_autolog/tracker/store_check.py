"""What must be true of a store before a tracking server is started on it.

MLflow migrates an older store by itself when one of its newer tables is missing, and an older
MLflow can't read it afterwards. So the store's format is compared with the installed MLflow's
here, without importing MLflow, before MLflow sees the store.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from .fault import Fault

_REVISION = re.compile(r"^(down_)?revision(?:\s*:[^=]+)?\s*=\s*(.+)$", re.MULTILINE)
_QUOTED = re.compile(r"""["']([0-9a-zA-Z_]+)["']""")


def store_fault(root: Path, allow_migration: bool) -> Fault | None:
    """Why no tracking server can serve the store in ``root``, or None. Takes milliseconds."""
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
    return _format_fault(store, migrations, allow_migration)


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


def store_revision(store: Path) -> str | None:
    """The store's format, or None for an empty file.

    Raises ``sqlite3.Error`` where it can't be read.
    """
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True, timeout=5)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            return "unversioned"
        rows = database.execute("SELECT version_num FROM alembic_version").fetchall()
        return rows[0][0] if rows else "unversioned"


def _format_fault(store: Path, migrations: Path, allow_migration: bool) -> Fault | None:
    try:
        revision = store_revision(store)
    except sqlite3.Error as error:
        return Fault(
            f"{store} can't be read as an SQLite store: {error}.",
            "Move the file away to start with an empty store, or restore it from a copy.",
        )
    known, newest = known_revisions(migrations)
    if revision is None or revision in newest:
        return None
    if revision not in known and revision != "unversioned":
        return Fault(
            f"{store} was made by a newer MLflow than the one installed (format {revision}).",
            "Run `pip install --upgrade mlflow` in Jupyter's environment.",
        )
    if allow_migration:
        return None
    return Fault(
        f"{store} was made by an older MLflow (format {revision}), and is not migrated unasked, "
        "because an older MLflow can't read it afterwards.",
        f"Make a copy of it, then run `mlflow db upgrade sqlite:///{store.as_posix()}`, or start "
        "Jupyter with --Autolog.allow_store_migration=True.",
    )


def _not_writable(path: Path) -> Fault:
    return Fault(
        f"{path} is not writable.",
        "Start Jupyter in a folder that you may write to, or set MLFLOW_TRACKING_URI.",
    )
