"""Journals as kernels and shippers leave them."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from jupyterlab_autolog.home import Home

OTHER_HOST = "a-host-that-is-not-this-one"
NOBODY = 2**22 + 1
"""No process has that number: Linux counts to 2**22."""


def this_host() -> str:
    return socket.gethostname()


def write_journal(
    home: Home,
    name: str,
    kernel_id: str = "k",
    target: dict[str, Any] | None = None,
    pid: int = NOBODY,
    time: float = 0,
    process: dict[str, str | None] | None = None,
) -> Path:
    """A journal with its first record, of a kernel that has ended if nothing else is said."""
    folder = home.journals / name
    folder.mkdir(parents=True)
    record = {
        "type": "open",
        "kernelId": kernel_id,
        "pid": pid,
        "host": socket.gethostname(),
        "time": time,
        "target": target or {"kind": "uri", "uri": "http://a"},
        **({} if process is None else {"process": process}),
    }
    (folder / "journal.jsonl").write_text(json.dumps(record) + "\n")
    return folder


def write_owner(
    folder: Path,
    number: int,
    pid: int,
    host: str | None = None,
    started: str | None = None,
    released: bool = False,
    heartbeat: int = 0,
) -> None:
    owner = {
        "version": 1,
        "pid": pid,
        "started": started,
        "host": host or socket.gethostname(),
        "boot": None,
        "heartbeat": heartbeat,
        "isReleased": released,
    }
    (folder / f"owner-{number}.json").write_text(json.dumps(owner))
