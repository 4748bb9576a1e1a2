"""Removes snapshots of headless executions that no shipper will ask for any more."""

from __future__ import annotations

import time

from .home import Home
from .journals import journals

KEPT_SECONDS = 24 * 3600.0


def sweep_snapshots(home: Home) -> None:
    """Removes those that are a day old and whose kernel has no journal. Raises ``OSError``."""
    if not home.snapshots.is_dir():
        return
    needed = {journal.kernel_id for journal in journals(home)}
    for snapshot in home.snapshots.glob("*.ipynb"):
        age = time.time() - snapshot.stat().st_mtime
        if snapshot.stem not in needed and age > KEPT_SECONDS:
            snapshot.unlink(missing_ok=True)
