"""The tool ends when everything is delivered: what its process started ends with it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable

from ..grace import unfinished
from ..home import Home
from ..journals import Journal
from ..names import ENV_SHIP_TIMEOUT

DEFAULT_SECONDS = 60.0
LOOK_SECONDS = 0.1
OWNERLESS_SECONDS = 1.0


def ship_timeout() -> float:
    """Seconds, from ``AUTOLOG_SHIP_TIMEOUT``; 60 where it is not set or no number."""
    try:
        return max(0.0, float(os.environ[ENV_SHIP_TIMEOUT]))
    except (KeyError, ValueError):
        return DEFAULT_SECONDS


async def await_delivery(
    home: Home, kernel_id: str, seconds: float, recover: Callable[[], Awaitable[int | None]]
) -> list[Journal]:
    """What of the kernel's journals is not delivered after ``seconds`` at most.

    ``recover`` delivers a journal whose shipper has died; its result 0 says that nothing waits.
    """
    deadline = time.monotonic() + seconds
    ownerless_since: float | None = None
    while True:
        found = await asyncio.to_thread(unfinished, home, {kernel_id})
        left = deadline - time.monotonic()
        if not found or left <= 0:
            return found
        if any(journal.has_live_owner for journal in found):
            ownerless_since = None
        else:
            ownerless_since = ownerless_since or time.monotonic()
            if time.monotonic() - ownerless_since >= OWNERLESS_SECONDS:
                if await _within(recover(), left) == 0:
                    return []
                ownerless_since = time.monotonic() + OWNERLESS_SECONDS
        await asyncio.sleep(min(LOOK_SECONDS, left))


async def _within(work: Awaitable[int | None], seconds: float) -> int | None:
    try:
        return await asyncio.wait_for(work, seconds)
    except asyncio.TimeoutError:
        return None
