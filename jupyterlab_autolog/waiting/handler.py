"""``GET`` and ``POST autolog/waiting``: as ``src/protocol/waiting.ts`` has it."""

from __future__ import annotations

import json

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated

from ..guarded_handler import GuardedHandler


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
