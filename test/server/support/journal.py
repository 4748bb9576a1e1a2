"""Journals as kernels and shippers leave them."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

from jupyterlab_autolog.home import Home

OTHER_HOST = "a-host-that-is-not-this-one"


def write_journal(
    home: Home,
    name: str,
    kernel_id: str = "k",
    target: dict[str, Any] | None = None,
    age: float = 0,
) -> Path:
    """A journal with its first record, ``age`` seconds old."""
    folder = home.journals / name
    folder.mkdir(parents=True)
    record = {
        "type": "open",
        "kernelId": kernel_id,
        "target": target or {"kind": "uri", "uri": "http://a"},
    }
    file = folder / "journal.jsonl"
    file.write_text(json.dumps(record) + "\n")
    then = file.stat().st_mtime - age
    os.utime(file, (then, then))
    return folder


def write_owner(
    folder: Path,
    number: int,
    pid: int,
    host: str | None = None,
    started: str | None = None,
    released: bool = False,
) -> None:
    owner = {
        "version": 1,
        "pid": pid,
        "started": started,
        "host": host or socket.gethostname(),
        "boot": None,
        "heartbeat": 0,
        "isReleased": released,
    }
    (folder / f"owner-{number}.json").write_text(json.dumps(owner))
