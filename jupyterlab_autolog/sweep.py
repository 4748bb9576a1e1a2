"""Removes what processes that were killed left behind and nobody will ask for any more."""

from __future__ import annotations

import shutil
import time

from .home import Home
from .journals import has_live_owner, journals

KEPT_SECONDS = 24 * 3600.0
COPYING_SECONDS = 3600.0
"""Old enough not to be just in the making."""


def sweep_snapshots(home: Home) -> None:
    """Removes those that are a day old and whose kernel has no journal. Raises ``OSError``."""
    if not home.snapshots.is_dir():
        return
    needed = {journal.kernel_id for journal in journals(home)}
    for snapshot in home.snapshots.glob("*.ipynb"):
        age = time.time() - snapshot.stat().st_mtime
        if snapshot.stem not in needed and age > KEPT_SECONDS:
            snapshot.unlink(missing_ok=True)


def sweep_carried(home: Home) -> None:
    """Removes copies of journals from elsewhere that nobody delivers now. Raises ``OSError``."""
    for copy in (home.path / "carried").glob("*"):
        age = time.time() - copy.stat().st_mtime
        if age > COPYING_SECONDS and not has_live_owner(copy):
            shutil.rmtree(copy, ignore_errors=True)  # the next sweep tries again
