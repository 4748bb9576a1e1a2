"""The folder of journals, snapshots and running trackers: only its owner can read it."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any


class Home:
    """The folders below ``AUTOLOG_HOME``. They are made when first needed, with mode 0700."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).expanduser().absolute()

    @property
    def journals(self) -> Path:
        return self.path / "journals"

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def trackers(self) -> Path:
        return self.path / "trackers"

    @property
    def snapshots(self) -> Path:
        return self.path / "snapshots"


def private_folder(path: Path) -> Path:
    """Makes ``path`` and what is missing above it, readable by its owner only.

    Raises ``OSError`` where that is not possible.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def write_private(path: Path, data: bytes) -> None:
    """Writes a whole file or none: a reader never sees a half of it. Mode 0600."""
    private_folder(path.parent)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> Any:
    """The JSON value in ``path``, or None where there is no file or no JSON in it."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
