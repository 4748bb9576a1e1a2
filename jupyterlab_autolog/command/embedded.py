"""The embedded tracking server of a folder, for as long as a command needs it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ..config import Autolog
from ..headless.shared_tracker import TrackerLease
from ..home import Home


@asynccontextmanager
async def serving(
    config: Autolog, home: Home, root: Path, log: logging.Logger
) -> AsyncIterator[str | None]:
    """Starts it unless it runs. Gives why it can't be served and what to do, or None."""
    lease = TrackerLease(root, config, home, log)
    await asyncio.to_thread(lease.take)
    try:
        yield await asyncio.to_thread(_fault, lease, root, config.tracker_start_timeout)
    finally:
        await asyncio.to_thread(lease.release)


def _fault(lease: TrackerLease, root: Path, timeout: float) -> str | None:
    if lease.tracker is None:
        return None
    status = lease.tracker.wait_for("ready", "failed", timeout=timeout)
    if status.state == "ready":
        return None
    return " ".join(filter(None, (f"{root}:", status.reason, status.next)))
