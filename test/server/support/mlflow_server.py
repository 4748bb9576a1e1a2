"""An MLflow server that runs elsewhere, as a team has one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# It ends with its standard input, so that it never outlives a test that is killed.
_SERVE = """
import os, sys, threading
def follow_parent():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=follow_parent, daemon=True).start()
import uvicorn
uvicorn.run("mlflow.server.fastapi_app:app", host="127.0.0.1", port=0, log_level="info")
"""


@dataclass(frozen=True)
class MlflowServer:
    uri: str
    root: Path
    """The folder of its store."""


@contextmanager
def start_mlflow(root: Path) -> Iterator[MlflowServer]:
    """It answers when this yields."""
    root.mkdir(parents=True, exist_ok=True)
    store = f"sqlite:///{root / 'mlflow.db'}"
    environment = {
        **os.environ,
        "_MLFLOW_SERVER_FILE_STORE": store,
        "_MLFLOW_SERVER_REGISTRY_STORE": store,
        "_MLFLOW_SERVER_ARTIFACT_ROOT": "mlflow-artifacts:/",
        "_MLFLOW_SERVER_SERVE_ARTIFACTS": "true",
        "_MLFLOW_SERVER_ARTIFACT_DESTINATION": str(root / "mlartifacts"),
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    log = root / "server.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stderr is not None
        try:
            yield MlflowServer(_address(process.stderr, said), root)
        finally:
            process.stdin.close()
            process.wait(20)
            process.stderr.close()


def _address(lines: IO[bytes], log: IO[bytes]) -> str:
    said = b""
    for line in lines:
        log.write(line)
        said += line
        match = re.search(rb"Uvicorn running on (http://[\d.:]+)", line)
        if match is not None:
            return match[1].decode()
    raise AssertionError(f"MLflow did not start:\n{said.decode(errors='replace')}")
