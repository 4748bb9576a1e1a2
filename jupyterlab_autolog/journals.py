"""What stands in the folders of journals, without reading the records."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .home import Home, read_json
from .processes import boot_id, is_alive, was_alive_at

OPEN_RECORD_LIMIT = 65536
_OWNER_FILE = re.compile(r"owner-(\d+)\.json")


@dataclass(frozen=True)
class Journal:
    path: Path
    kernel_id: str | None
    embedded_root: str | None
    """The root of the embedded store that it goes to, or None where it goes to a URI."""
    uri: str | None
    """Where it goes, or None for an embedded store."""
    waiting_bytes: int
    """Bytes of records that are not delivered yet."""
    delivered_bytes: int
    """Bytes of records before those."""
    trouble: str | None
    """Why the delivery did not go on when it was last heard of, in words."""
    has_live_owner: bool
    """Whether a shipper works on it."""
    has_live_kernel: bool
    """Whether the kernel that writes it lives; it starts its shipper itself."""


def journals(home: Home) -> Iterator[Journal]:
    """Every journal of this user. Journals that vanish meanwhile are left out."""
    try:
        entries = sorted(home.journals.iterdir())
    except OSError:
        return
    for folder in entries:
        if folder.name.startswith("."):
            continue  # delivered, and on its way out
        journal = _read(folder)
        if journal is not None:
            yield journal


def _read(folder: Path) -> Journal | None:
    file = folder / "journal.jsonl"
    try:
        size = file.stat().st_size
        with file.open("rb") as records:
            first = records.readline(OPEN_RECORD_LIMIT)
    except OSError:
        return None
    opened = _fields(first)
    target = opened.get("target")
    fields = target if isinstance(target, dict) else {}
    delivered, trouble = _progress(folder)
    return Journal(
        path=folder,
        kernel_id=opened.get("kernelId"),
        embedded_root=_text(fields.get("root")),
        uri=_text(fields.get("uri")),
        waiting_bytes=max(0, size - delivered),
        delivered_bytes=delivered,
        trouble=trouble,
        has_live_owner=has_live_owner(folder),
        has_live_kernel=_has_live_kernel(opened),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _fields(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _progress(folder: Path) -> tuple[int, str | None]:
    match read_json(folder / "progress.json"):
        case {"offset": int(offset), **others}:
            return offset, _text(others.get("trouble"))
        case _:
            return 0, None


def _has_live_kernel(opened: dict[str, Any]) -> bool:
    match opened:
        case {"host": str(host)} if host != socket.gethostname():
            return False
        # In words that no setting of the clock changes, where the journal has them.
        case {"pid": int(pid), "process": {"started": str(started), "boot": boot}}:
            return boot == boot_id() and is_alive(pid, started)
        case {"pid": int(pid), "time": int() | float() as time}:
            return was_alive_at(pid, time)
        case _:
            return False


def has_live_owner(folder: Path) -> bool:
    """Whether somebody ships the journal in ``folder``.

    The owner is the file ``owner-N.json`` with the highest N, as ``journal-owner.ts`` has it.
    """
    generations = [
        int(match[1])
        for entry in folder.glob("owner-*.json")
        if (match := _OWNER_FILE.fullmatch(entry.name))
    ]
    if not generations:
        return False
    match read_json(folder / f"owner-{max(generations)}.json"):
        case {"isReleased": True}:
            return False
        case {"pid": int(pid), "host": str(host), "started": str() | None as started}:
            return host != socket.gethostname() or is_alive(pid, started)
        case _:
            return False
