"""Files that tell other processes of this user where the tracking server of a root listens.

``trackers/<first 16 hex digits of the SHA-256 of the root's real path>.json``
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..home import Home, read_json, write_private
from ..processes import is_alive


@dataclass(frozen=True)
class RunningTracker:
    pid: int
    root: Path
    socket: str | None
    url: str | None


def discovery_file(home: Home, root: Path) -> Path:
    real = os.path.realpath(root)
    return home.trackers / f"{hashlib.sha256(os.fsencode(real)).hexdigest()[:16]}.json"


def announce(home: Home, tracker: RunningTracker) -> None:
    """Writes the file of ``tracker``. Raises ``OSError``."""
    entry = {
        "version": 1,
        "pid": tracker.pid,
        "root": os.path.realpath(tracker.root),
        "socket": tracker.socket,
        "url": tracker.url,
        "started": int(time.time() * 1000),
    }
    write_private(discovery_file(home, tracker.root), json.dumps(entry).encode())


def withdraw(home: Home, tracker: RunningTracker) -> None:
    """Removes the file, unless another server of the same root has put its own there."""
    file = discovery_file(home, tracker.root)
    known = _parse(read_json(file))
    if known is not None and known.pid == tracker.pid:
        file.unlink(missing_ok=True)


def announced(home: Home, root: Path) -> RunningTracker | None:
    """The live tracking server of ``root``, or None."""
    known = _parse(read_json(discovery_file(home, root)))
    return known if known is not None and _is_there(known) else None


def running_trackers(home: Home) -> Iterator[RunningTracker]:
    """Every live tracking server of this user."""
    for file in sorted(home.trackers.glob("*.json")):
        known = _parse(read_json(file))
        if known is not None and _is_there(known):
            yield known


def _is_there(tracker: RunningTracker) -> bool:
    """A process may have got the number of one that was killed, but not its socket."""
    return is_alive(tracker.pid) and (tracker.socket is None or Path(tracker.socket).exists())


def _parse(entry: Any) -> RunningTracker | None:
    match entry:
        case {"version": 1, "pid": int(pid), "root": str(root), "socket": socket, "url": url}:
            return RunningTracker(pid, Path(root), _text(socket), _text(url))
        case _:
            return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
