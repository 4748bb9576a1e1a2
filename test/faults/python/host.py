"""Runs MLflow servers and counts stores, each in a process forked from this one.

Loading MLflow takes seconds; a fork of a process that has it takes none, so that a server can be
killed and started again fifty times in a minute. One request a line comes in on standard input, a
JSON object with an ``id``; one answer a line goes out on standard output, with the same ``id``:

    {"id", "do": "prepare", "store"}        an empty store in that folder; {"id", "exit"}
    {"id", "do": "serve", "store", "port"}  a server; {"id", "pid"} at once
    {"id", "do": "count", "answer", ...}    counts, see ``count.py``, into the file ``answer``;
                                            {"id", "exit"}
    {"id", "do": "lock", "store", "seconds"}  keeps the database to itself; {"id", "exit"}
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.update(
    MLFLOW_DISABLE_TELEMETRY="true",
    DO_NOT_TRACK="true",
    MLFLOW_LOGGING_LEVEL="WARNING",
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION="false",
    MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR="false",
    _MLFLOW_SERVER_SERVE_ARTIFACTS="true",
    _MLFLOW_SERVER_ARTIFACT_ROOT="mlflow-artifacts:/",
)

import uvicorn
from count import count, database
from mlflow.server.fastapi_app import app
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

from jupyterlab_autolog.tracker.run import NEW_OBJECTS

LOOK_SECONDS = 0.05
PR_SET_PDEATHSIG = 1


def main() -> None:
    template = make_template()
    gc.freeze()
    awaited: dict[int, int] = {}
    print(json.dumps({"id": 0, "ready": True}), flush=True)
    for line in lines_of_standard_input(lambda: reap(awaited)):
        request = {**json.loads(line), "template": template}
        work = WORKS[request["do"]]
        pid = fork(lambda work=work, request=request: work(request))
        if request["do"] == "serve":
            print(json.dumps({"id": request["id"], "pid": pid}), flush=True)
        else:
            awaited[pid] = request["id"]


def make_template() -> Path:
    """An empty store to copy, as making one takes seconds; and all is loaded that a store needs."""
    folder = Path(tempfile.mkdtemp(prefix="autolog-store-"))
    store = SqlAlchemyStore(database(folder), "mlflow-artifacts:/")
    store.engine.dispose()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "mlflow.db"


def lines_of_standard_input(idle: Callable[[], None]) -> Any:
    """The lines, with a call of ``idle`` between and while none come. Ends with the input."""
    rest = b""
    while True:
        idle()
        if not select.select([0], [], [], LOOK_SECONDS)[0]:
            continue
        read = os.read(0, 65536)
        if not read:
            return
        *whole, rest = (rest + read).split(b"\n")
        yield from whole


def reap(awaited: dict[int, int]) -> None:
    """Tells the end of processes that somebody waits for."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if pid in awaited:
            code = os.waitstatus_to_exitcode(status)
            print(json.dumps({"id": awaited.pop(pid), "exit": code}), flush=True)


def fork(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid != 0:
        return pid
    # It ends with this process, however that ends.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        work()
        sys.stderr.flush()
        os._exit(0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(1)


def prepare(request: dict[str, Any]) -> None:
    shutil.copyfile(request["template"], Path(request["store"]) / "mlflow.db")


def serve(request: dict[str, Any]) -> None:
    store = Path(request["store"])
    os.environ["_MLFLOW_SERVER_FILE_STORE"] = database(store)
    os.environ["_MLFLOW_SERVER_REGISTRY_STORE"] = database(store)
    os.environ["_MLFLOW_SERVER_ARTIFACT_DESTINATION"] = (store / "mlartifacts").as_uri()
    os.chdir(store)
    # As the embedded server.
    gc.set_threshold(NEW_OBJECTS)
    log = os.open(store / "server.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    uvicorn.run(app, host="127.0.0.1", port=request["port"], log_level="warning", access_log=False)


def count_store(request: dict[str, Any]) -> None:
    # Of millions of points nothing is garbage before the end, and looking for some takes long.
    gc.disable()
    Path(request["answer"]).write_text(json.dumps(count(request)))


def lock(request: dict[str, Any]) -> None:
    """What another program does that works on the database and takes long."""
    file = Path(request["store"]) / "mlflow.db"
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    connection.execute("BEGIN EXCLUSIVE")
    time.sleep(request["seconds"])
    connection.execute("ROLLBACK")
    connection.close()


WORKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "prepare": prepare,
    "serve": serve,
    "count": count_store,
    "lock": lock,
}

if __name__ == "__main__":
    main()
