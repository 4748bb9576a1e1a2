"""The one tracking server that the proxy talks to, and its credentials."""

from __future__ import annotations

import base64
import os
from collections.abc import AsyncIterable
from pathlib import Path

import aiohttp
from yarl import URL

from ..target import Embedded, External, Target, Unusable
from ..tracker.supervisor import EmbeddedTracker
from .errors import ProxyError, login_page, no_answer, not_ready
from .tls import tls_setting

# uvicorn closes idle connections after 5 seconds without notice.
KEEP_ALIVE_SECONDS = 4.0
TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=10.0, sock_read=300.0)


class Upstream:
    """Fixed for the life of the server. Sessions are opened when first needed."""

    def __init__(
        self, target: Target, tracker: EmbeddedTracker | None, offline: bool = False
    ) -> None:
        self._offline = offline
        self._target = target
        self._tracker = tracker
        self._session: aiohttp.ClientSession | None = None
        self._session_socket: Path | None = None

    @property
    def location(self) -> str:
        match self._target:
            case Embedded(root=root):
                return str(root)
            case External(uri=uri) | Unusable(uri=uri):
                return uri

    async def request(
        self,
        method: str,
        path: str,
        query: str,
        headers: dict[str, str],
        body: AsyncIterable[bytes] | None = None,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> aiohttp.ClientResponse:
        """The tracking server's answer, body not read yet. Raises ``ProxyError``."""
        base = self._base()
        url = URL(f"{base}/{path}{'?' + query if query else ''}", encoded=True)
        try:
            session = await self._session_for_target()
            response = await session.request(
                method,
                url,
                headers={**headers, **self._credentials()},
                data=body,
                allow_redirects=False,
                timeout=timeout,
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise no_answer(self.location, error) from error
        if isinstance(self._target, External) and response.status in (301, 302, 303, 307, 308):
            response.release()
            raise login_page(self.location)
        return response

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _base(self) -> str:
        if self._offline:
            raise not_ready("Offline is switched on: no tracking server is asked.", 60)
        match self._target:
            case External(uri=uri):
                return uri
            case Unusable(reason=reason, next=step):
                raise ProxyError(503, "INVALID_PARAMETER_VALUE", f"{reason} {step}")
            case Embedded():
                return self._embedded_base()

    def _embedded_base(self) -> str:
        tracker = self._tracker
        if tracker is None:
            raise not_ready("The tracking server is switched off.", 60)
        process = tracker.process
        if process is not None:
            return process.url or "http://localhost"
        status = tracker.status
        match status.state:
            case "failed" | "unreachable":
                words = ("The tracking server does not run.", status.reason, status.next)
                raise not_ready(" ".join(filter(None, words)), 10)
            case "stopped" | "offline":
                raise not_ready("The tracking server is stopped, because Jupyter ends.", 10)
            case "starting" | "ready":
                raise not_ready("The tracking server is starting; it takes some seconds.", 1)

    async def _session_for_target(self) -> aiohttp.ClientSession:
        process = self._tracker.process if self._tracker is not None else None
        socket = process.socket if process is not None else None
        if self._session is not None and socket == self._session_socket:
            return self._session
        former = self._session
        self._session = session = aiohttp.ClientSession(
            connector=self._connector(socket),
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept-Encoding", "Content-Type"),
            trust_env=self._tracker is None,
            max_line_size=65536,
            max_field_size=65536,
        )
        self._session_socket = socket
        if former is not None:
            await former.close()
        return session

    def _connector(self, socket: Path | None) -> aiohttp.BaseConnector:
        if socket is not None:
            return aiohttp.UnixConnector(str(socket), keepalive_timeout=KEEP_ALIVE_SECONDS)
        return aiohttp.TCPConnector(
            ssl=tls_setting(os.environ), keepalive_timeout=KEEP_ALIVE_SECONDS
        )

    def _credentials(self) -> dict[str, str]:
        """As MLflow's own clients do it: user name and password win over the token."""
        target = self._target
        if not isinstance(target, External):
            return {}
        if target.username and target.password:
            pair = f"{target.username}:{target.password}".encode()
            return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        return {"Authorization": f"Bearer {target.token}"} if target.token else {}
