"""A request body on its way: the sender waits while the receiver is slower."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator


class BodyPipe:
    """For one sender and one receiver; at most ``limit`` chunks wait in it."""

    def __init__(self, limit: int = 4) -> None:
        self._chunks: deque[bytes] = deque()
        self._limit = limit
        self._is_complete = False
        self._is_abandoned = False
        self._filled = asyncio.Event()
        self._drained = asyncio.Event()

    async def put(self, chunk: bytes) -> None:
        """Returns once there is room, or once nobody reads any more: then the chunk is dropped."""
        while len(self._chunks) >= self._limit and not self._is_abandoned:
            self._drained.clear()
            await self._drained.wait()
        if not self._is_abandoned:
            self._chunks.append(chunk)
            self._filled.set()

    def finish(self) -> None:
        """The body is complete: iterating ends with the chunks that are left."""
        self._is_complete = True
        self._filled.set()

    def abandon(self) -> None:
        """Nobody will read the rest."""
        self._is_abandoned = True
        self._chunks.clear()
        self._drained.set()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            while True:
                while not self._chunks and not self._is_complete:
                    self._filled.clear()
                    await self._filled.wait()
                if not self._chunks:
                    return
                chunk = self._chunks.popleft()
                self._drained.set()
                yield chunk
        finally:
            self.abandon()
