"""Waiting for shippers to finish what kernels have recorded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection

from .home import Home
from .journals import Journal, journals

LOOK_SECONDS = 0.1


def unfinished(home: Home, kernels: Collection[str]) -> list[Journal]:
    """Journals of ``kernels``: one that is delivered and closed is deleted."""
    return [journal for journal in journals(home) if journal.kernel_id in kernels]


async def until_shippers_end(home: Home, kernels: Collection[str], seconds: float) -> bool:
    """Whether the shippers of ``kernels`` have ended before ``seconds`` are over."""
    deadline = time.monotonic() + seconds
    while True:
        found = await asyncio.to_thread(unfinished, home, kernels)
        if not any(journal.has_live_owner for journal in found):
            return True
        if time.monotonic() >= deadline:
            return False
        await asyncio.sleep(LOOK_SECONDS)
