"""Command and environment of the embedded tracking server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

SOCKET_PATH_LIMIT = 100
"""Bytes. The system's own limits are 104 (macOS) and 108 (Linux)."""


@dataclass
class Launched:
    """A tracking server's process and the way to it; ``port`` is known once it reports it."""

    process: subprocess.Popen[bytes]
    folder: Path
    socket: Path | None
    port: int | None = field(default=None)

    @property
    def url(self) -> str | None:
        return None if self.port is None else f"http://127.0.0.1:{self.port}"

    def forget_folder(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def launch(root: Path) -> Launched:
    """Starts the tracking server for the store in ``root``.

    Raises ``OSError`` where no socket folder can be made or no process be started.
    """
    folder = socket_folder()
    address = folder / "mlflow.sock" if hasattr(socket, "AF_UNIX") and os.name == "posix" else None
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command, no shell
            command(root, address),
            cwd=folder,
            env=environment(os.environ, root),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Launched(process, folder, address)


def command(root: Path, address: Path | None) -> list[str]:
    where = ["--socket", str(address)] if address else []
    return [
        sys.executable,
        "-m",
        "jupyterlab_autolog.tracker.run",
        *("--root", str(root)),
        *("--parent", str(os.getpid())),
        *where,
    ]


def environment(inherited: Mapping[str, str], root: Path) -> dict[str, str]:
    """What ``mlflow server``, started in ``root``, sets for its workers; job runners off.

    A tracking URI, a registry URI or server settings of the user's belong to other programs:
    this server reads and writes the store in ``root`` and nothing else.
    """
    kept = {name: value for name, value in inherited.items() if not _is_foreign(name)}
    store = f"sqlite:///{(root / 'mlflow.db').as_posix()}"
    return {
        **kept,
        "_MLFLOW_SERVER_FILE_STORE": store,
        "_MLFLOW_SERVER_REGISTRY_STORE": store,
        "_MLFLOW_SERVER_ARTIFACT_ROOT": "mlflow-artifacts:/",
        "_MLFLOW_SERVER_SERVE_ARTIFACTS": "true",
        "_MLFLOW_SERVER_ARTIFACT_DESTINATION": str(root / "mlartifacts"),
        "_MLFLOW_SGI_NAME": "uvicorn",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }


def _is_foreign(name: str) -> bool:
    return name.startswith(("_MLFLOW_", "MLFLOW_SERVER_", "MLFLOW_TRACKING_")) or name in (
        "MLFLOW_REGISTRY_URI",
        "MLFLOW_BACKEND_STORE_URI",
        "MLFLOW_ARTIFACTS_DESTINATION",
        "MLFLOW_DEFAULT_ARTIFACT_ROOT",
        "MLFLOW_ENABLE_WORKSPACES",
        "MLFLOW_STATIC_PREFIX",
        "MLFLOW_RUN_ID",
        "MLFLOW_EXPERIMENT_ID",
        "MLFLOW_EXPERIMENT_NAME",
        "prometheus_multiproc_dir",
    )


def socket_folder() -> Path:
    """A fresh folder that only the user can read, with a path short enough for a socket."""
    for base in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes it private
        if len(os.fsencode(base)) + len("/autolog-12345678/mlflow.sock") <= SOCKET_PATH_LIMIT:
            return Path(tempfile.mkdtemp(prefix="autolog-", dir=base))
    return Path(tempfile.mkdtemp(prefix="autolog-"))
