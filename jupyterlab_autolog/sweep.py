"""Removes documents that no shipper will ask for any more."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from .home import Home
from .journals import journals

KEPT_SECONDS = 7 * 24 * 3600.0


def sweep(home: Home, live_kernels: set[str]) -> None:
    """Inboxes and snapshots of kernels that are gone, have no journal and are a week old."""
    needed = live_kernels | {journal.kernel_id or "" for journal in journals(home)}
    for folder in (home.inbox, home.snapshots):
        for entry in _entries(folder):
            if entry.stem not in needed and _age(entry) > KEPT_SECONDS:
                _remove(entry)


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _age(entry: Path) -> float:
    try:
        return time.time() - entry.stat().st_mtime
    except OSError:
        return 0.0  # somebody else has just removed it


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
