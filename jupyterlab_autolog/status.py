"""``GET autolog/status``: ``ServerStatus`` of ``src/protocol/server.ts``."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from .guarded_handler import GuardedHandler
from .home import Home
from .journals import journals
from .services import Services
from .target import Embedded, Unusable
from .tracker.status import TrackerStatus


async def server_status(services: Services) -> dict[str, Any]:
    tracker = await tracker_status(services)
    waiting = await asyncio.to_thread(waiting_journals, services.home)
    return {
        "version": 1,
        "tracker": tracker.to_json(),
        "waiting": waiting,
        "enabled": services.config.enabled,
    }


async def tracker_status(services: Services) -> TrackerStatus:
    since = services.loaded
    if services.config.offline and services.config.enabled:
        return _offline(services)
    match services.target:
        case Unusable(uri=uri, reason=reason, next=step):
            return TrackerStatus("external", "failed", uri, reason, step, since)
        case Embedded(root=root) if services.tracker is None:
            return TrackerStatus("embedded", "stopped", str(root), _OFF, _SWITCH_ON, since)
        case Embedded() if services.tracker is not None:
            return services.tracker.status
        case _:
            return await services.probe.status()


def _offline(services: Services) -> TrackerStatus:
    kind: Literal["embedded", "external"] = (
        "embedded" if isinstance(services.target, Embedded) else "external"
    )
    location = services.upstream.location
    return TrackerStatus(kind, "offline", location, _OFFLINE, _GO_ONLINE, services.loaded)


def waiting_journals(home: Home) -> dict[str, int]:
    sizes = [journal.waiting_bytes for journal in journals(home) if journal.waiting_bytes > 0]
    return {"journals": len(sizes), "bytes": sum(sizes)}


_OFF = "Autologging is switched off."
_SWITCH_ON = "Remove AUTOLOG_DISABLE, or set Autolog.enabled, and start Jupyter again."

_OFFLINE = "Offline is switched on."
_GO_ONLINE = (
    "To deliver them, remove AUTOLOG_OFFLINE from the environment or set Autolog.offline to False, "
    "and start Jupyter again; or run “jupyter autolog ship”."
)


class StatusHandler(GuardedHandler):
    SUPPORTED_METHODS = ("GET",)

    @authenticated
    @authorized(action="read")
    async def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(await server_status(self.services))
