"""Which files of the embedded store don't show in the file browser."""

from __future__ import annotations

from jupyter_server.serverapp import ServerApp

# SQLite makes and removes them with each change of the store. Jupyter Server's listing of a folder
# fails as a whole when a file goes between being found and being looked at, and JupyterLab then
# says in a dialog that the folder was not found.
TEMPORARY = ("mlflow.db-journal", "mlflow.db-wal", "mlflow.db-shm")


def hide_temporary_files(server_app: ServerApp) -> None:
    """Leaves SQLite's own files out of the contents manager's listings."""
    contents = server_app.contents_manager
    hidden = getattr(contents, "hide_globs", None)
    if hidden is not None:
        contents.hide_globs = [*hidden, *(name for name in TEMPORARY if name not in hidden)]
