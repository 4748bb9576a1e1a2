"""What waits of a notebook and what was refused, as ``src/protocol/waiting.ts`` has it."""

from __future__ import annotations

import asyncio
from typing import Any

from ..home import Home
from ..target import Target
from .refused_records import RefusedReader
from .waiting_runs import WaitingReader

MOST_BYTES = 32 << 20
"""Read for one answer at most: some tenths of a second, off the event loop."""


class NotebookWaiting:
    """Answers one question after the other."""

    def __init__(self, home: Home, target: Target) -> None:
        self._runs = WaitingReader(home, target)
        self._refused = RefusedReader(home, target)
        self._turn = asyncio.Lock()

    async def of(self, notebook: str) -> dict[str, Any]:
        async with self._turn:
            return await asyncio.to_thread(self._look, notebook)

    async def dismiss(self, notebook: str, files: dict[str, int]) -> None:
        """Raises ``OSError``."""
        async with self._turn:
            await asyncio.to_thread(self._refused.dismiss, notebook, files)

    def _look(self, notebook: str) -> dict[str, Any]:
        waiting = self._runs.look(notebook, MOST_BYTES)
        return {
            "version": 1,
            "runs": waiting.runs,
            "totalRuns": waiting.total,
            "isComplete": waiting.is_complete,
            "refused": self._refused.look(notebook, MOST_BYTES),
        }
