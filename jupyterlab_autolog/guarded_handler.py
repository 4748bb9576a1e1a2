"""The base of every handler of ours: nobody gets further than ``prepare`` without leave."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ensure_async
from tornado.web import HTTPError, authenticated

from .names import SETTINGS_KEY
from .services import Services

READING_METHODS = ("GET", "HEAD")


class GuardedHandler(APIHandler):
    """Authenticates and authorises before any part of a body is read.

    Jupyter checks host, origin and XSRF token in its own ``prepare``. The decorators that the
    verbs carry as well come too late for a body that is streamed.
    """

    auth_resource = "autolog"
    _track_activity = False  # a panel that polls must not keep an idle server from being culled
    services: Services

    # Tornado calls it without arguments; the one of Jupyter's is for its own subclasses.
    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        user = self.current_user
        if not user:
            raise HTTPError(403, "Log in to Jupyter first.")
        action = "read" if self.request.method in READING_METHODS else "write"
        if not await ensure_async(
            self.authorizer.is_authorized(self, user, action, self.auth_resource)
        ):
            raise HTTPError(403, f"You are not authorized to {action} {self.auth_resource}.")
        self.services = self.settings[SETTINGS_KEY]

    # The decorator may turn the answer into an awaitable, which tornado awaits.
    @authenticated
    def options(  # type: ignore[override]
        self, *_args: Any, **_kwargs: Any
    ) -> None:
        """No other site has anything to ask here."""
        raise HTTPError(405)
