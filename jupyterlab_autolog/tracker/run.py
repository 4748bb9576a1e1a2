"""The process of the embedded tracking server: ``python -m jupyterlab_autolog.tracker.run``.

It serves MLflow's ASGI application directly, which starts in a third of the time and a fifth
of the memory of ``mlflow server`` with its job runners. It reports on standard output, one JSON
object a line: ``{"port": N}`` where it listens on TCP. It ends when its standard input does or
its parent has gone: the tracking server never outlives the Jupyter server that started it.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

SECONDS_TO_END = 5.0
MOST_REQUESTS = 8
"""Handled at the same time; the others wait. SQLite writes one after the other anyway."""
NEW_OBJECTS = 50_000
"""Between two looks for garbage. A batch of a thousand metrics makes many times Python's 700, and
frees them by itself: fewer looks save a tenth of its time, and cost 3 MB."""


def main() -> None:
    arguments = _arguments()
    # `-m` puts the working directory first on the path; a notebook folder may hold a
    # `random.py` of the user's, and nothing of theirs is to be imported here.
    sys.path[:] = [entry for entry in sys.path if entry not in ("", str(Path.cwd()))]
    report = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    _end_with_parent(arguments.parent, arguments.socket)
    os.chdir(arguments.root)
    listener = _unix_socket(arguments.socket) if arguments.socket else _loopback_socket(report)

    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            _with_few_threads(_application()),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=3,
        )
    )
    server.run(sockets=[listener])


def _application() -> Any:
    """MLflow's, loaded without looks for garbage: the import makes none, and they take long."""
    gc.disable()
    from mlflow.server.fastapi_app import app

    gc.freeze()
    gc.enable()
    gc.set_threshold(NEW_OBJECTS)
    return app


def _with_few_threads(application: Any) -> Any:
    """MLflow takes a second connection to its database while it holds one, of fifteen. With the
    usual forty threads a crowd of requests has them all, and each waits for one more until it
    times out: minutes of 400s. The measure: sixty clients that log at once."""

    async def limited(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            import anyio.to_thread

            anyio.to_thread.current_default_thread_limiter().total_tokens = MOST_REQUESTS
        await application(scope, receive, send)

    return limited


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True, help="folder of the store")
    parser.add_argument("--socket", help="path of the Unix socket; without it, a loopback port")
    parser.add_argument("--parent", type=int, required=True, help="process to end with")
    return parser.parse_args()


def _unix_socket(path: str) -> socket.socket:
    """Bound, not listening: until MLflow is loaded, callers are refused and not kept waiting."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    Path(path).unlink(missing_ok=True)
    listener.bind(path)
    Path(path).chmod(0o600)
    return listener


def _loopback_socket(report: IO[str]) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    print(json.dumps({"port": listener.getsockname()[1]}), file=report)
    return listener


def _end_with_parent(parent: int, address: str | None) -> None:
    threading.Thread(target=_wait_for_end_of_input, args=(address,), daemon=True).start()
    if os.name == "posix":
        watch = threading.Thread(target=_wait_for_other_parent, args=(parent, address), daemon=True)
        watch.start()


def _wait_for_end_of_input(address: str | None) -> None:
    while os.read(0, 4096):
        pass
    _end(address)


def _wait_for_other_parent(parent: int, address: str | None) -> None:
    """A process that the parent forked may hold the pipe open; the parent's id tells as well."""
    while os.getppid() == parent:
        time.sleep(1.0)
    _end(address)


def _end(address: str | None) -> None:
    if address is not None:  # nobody else is left to do it
        Path(address).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            Path(address).parent.rmdir()
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SECONDS_TO_END)
    os._exit(1)


if __name__ == "__main__":
    main()
