"""``GET`` and ``POST autolog/waiting``: as ``src/protocol/waiting.ts`` has it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated

from ..guarded_handler import GuardedHandler
from ..home import Home
from ..target import Target
from .refused_records import RefusedReader
from .waiting_runs import WaitingReader

MOST_BYTES = 32 << 20
"""Read for one answer at most: some tenths of a second, off the event loop."""


class NotebookWaiting:
    """What waits and what was refused, one question after the other."""

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


class WaitingHandler(GuardedHandler):
    SUPPORTED_METHODS = ("GET", "POST")

    @authenticated
    @authorized(action="read")
    async def get(self) -> None:
        notebook = self.get_query_argument("notebook")
        answer = await self.services.waiting.of(notebook)
        self.set_header("Cache-Control", "no-store")
        self.finish(answer)

    @authenticated
    @authorized(action="write")
    async def post(self) -> None:
        """A person has seen what was refused."""
        notebook, files = _read_seen(self.request.body)
        try:
            await self.services.waiting.dismiss(notebook, files)
        except OSError as error:
            raise HTTPError(
                500,
                f"That it was seen can't be kept: {error}. Make room on the disk, or set "
                "AUTOLOG_HOME to a folder that you may write to.",
            ) from error
        self.set_status(204)
        self.finish()


def _read_seen(body: bytes) -> tuple[str, dict[str, int]]:
    try:
        seen = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPError(400, f"The body is no JSON: {error}.") from error
    match seen:
        case {"version": 1, "notebook": str(notebook), "files": list(files)}:
            return notebook, {
                one["path"]: one["records"]
                for one in files
                if isinstance(one, dict)
                and isinstance(one.get("path"), str)
                and type(one.get("records")) is int
            }
        case _:
            raise HTTPError(400, "The body is no note of version 1 of what was seen.")
