"""``autolog/mlflow/...``: passes allowed requests on to the tracking server and answers back."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import aiohttp
from jupyter_server.auth.decorator import authorized
from jupyter_server.utils import url_path_join
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated, stream_request_body

from ..guarded_handler import READING_METHODS, GuardedHandler
from ..names import ROUTE_MLFLOW
from .body_pipe import BodyPipe
from .errors import ProxyError, refused
from .headers import passed_query, request_headers, response_headers
from .rules import Content, content_of

CHUNK_BYTES = 256 * 1024
UI_HEADER_COOKIE = "mlflow-request-header-X-XSRFToken"
"""MLflow's interface turns cookies of that prefix into request headers."""


@stream_request_body
class MlflowHandler(GuardedHandler):
    """Streams both ways: what it holds of a body is a few chunks, however long the body is."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

    _pipe: BodyPipe | None = None
    _answer: asyncio.Task[aiohttp.ClientResponse] | None = None
    _content: Content = Content.DATA

    # As in the base class.
    async def prepare(self) -> None:  # type: ignore[override]
        await super().prepare()
        self.services.need_tracker()
        path = self._path()
        content = content_of(path)
        if content is None:
            raise refused(path)
        self._content = content
        if self.request.method not in READING_METHODS:
            self._pipe = BodyPipe()
            # An artifact may be of any size, and is never held here as a whole.
            # Tornado types the connection by what all protocols have; this one is HTTP/1's.
            self.request.connection.set_max_body_size(sys.maxsize)  # type: ignore[union-attr]
        self._answer = asyncio.ensure_future(self._ask(path))
        self._answer.add_done_callback(self._drop_unread_body)

    async def data_received(self, chunk: bytes) -> None:
        if self._pipe is not None:
            await self._pipe.put(chunk)

    @authenticated
    @authorized(action="read")
    async def get(self, _path: str | None = None) -> None:
        await self._pass_answer()

    @authenticated
    @authorized(action="read")
    async def head(self, _path: str | None = None) -> None:
        await self._pass_answer()

    @authenticated
    @authorized(action="write")
    async def post(self, _path: str | None = None) -> None:
        await self._pass_answer()

    @authenticated
    @authorized(action="write")
    async def put(self, _path: str | None = None) -> None:
        await self._pass_answer()

    @authenticated
    @authorized(action="write")
    async def patch(self, _path: str | None = None) -> None:
        await self._pass_answer()

    @authenticated
    @authorized(action="write")
    async def delete(self, _path: str | None = None) -> None:
        await self._pass_answer()

    def on_connection_close(self) -> None:
        """The browser has gone: the tracking server need not go on, and keeps no half a file."""
        if self._answer is not None:
            self._answer.cancel()
        super().on_connection_close()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if isinstance(error, ProxyError):
            if error.retry_after is not None:
                self.set_header("Retry-After", str(error.retry_after))
            self.set_status(error.status)
            self.finish(error.body())
            return
        message = error.log_message if isinstance(error, HTTPError) else None
        code = "PERMISSION_DENIED" if status_code == 403 else "INTERNAL_ERROR"
        self.finish({"error_code": code, "message": message or self._reason})

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if isinstance(value, ProxyError):
            self.log.debug("%s: %s", self.request.path, value.message)
            return
        super().log_exception(typ, value, tb)

    def _path(self) -> str:
        """The path as the browser sent it, still percent-encoded, below our route."""
        route = url_path_join(self.base_url, ROUTE_MLFLOW) + "/"
        path = self.request.path
        if not path.startswith(route):
            raise refused(path)
        return path[len(route) :]

    async def _ask(self, path: str) -> aiohttp.ClientResponse:
        return await self.services.upstream.request(
            self.request.method or "GET",
            path,
            passed_query(self.request.query),
            request_headers(self.request.headers.get_all()),
            self._pipe,
        )

    def _drop_unread_body(self, answer: asyncio.Task[aiohttp.ClientResponse]) -> None:
        """A server that refuses, or is not there, reads no further: let the browser finish."""
        is_refusal = answer.cancelled() or answer.exception() or answer.result().status >= 400
        if self._pipe is not None and is_refusal:
            self._pipe.abandon()

    async def _pass_answer(self) -> None:
        if self._answer is None:
            raise HTTPError(500)
        if self._pipe is not None:
            self._pipe.finish()
        try:
            response = await self._answer
        except asyncio.CancelledError:
            return
        try:
            self._pass_head(response)
            await self.flush()
            if self.request.method != "HEAD":
                async for chunk in response.content.iter_chunked(CHUNK_BYTES):
                    self.write(chunk)
                    await self.flush()
        except StreamClosedError:
            response.close()  # the browser has gone
        except (aiohttp.ClientError, TimeoutError) as error:
            # The head is out: all that is left to say is that the answer is not whole.
            self.log.warning("The tracking server broke off its answer: %s", error)
            response.close()
            # HTTP/1's connection, as above.
            self.request.connection.stream.close()  # type: ignore[union-attr]
        else:
            response.release()
            if not self._finished:
                self.finish()

    def _pass_head(self, response: aiohttp.ClientResponse) -> None:
        self.set_status(response.status, response.reason)
        self.clear_header("Content-Type")
        for name, value in response_headers(response.headers.items(), self._content).items():
            self.set_header(name, value)
        if self._content is Content.PAGE and self._path() in ("", "index.html"):
            self._give_xsrf_token_to_ui()

    def _give_xsrf_token_to_ui(self) -> None:
        self.set_cookie(
            UI_HEADER_COOKIE,
            self.xsrf_token.decode(),
            path=url_path_join(self.base_url, ROUTE_MLFLOW) + "/",
            secure=self.request.protocol == "https",
            samesite="Strict",
        )
        self.set_header("Cache-Control", "no-store")


class MlflowFolderHandler(GuardedHandler):
    """``autolog/mlflow``: the interface's own paths are relative to the folder."""

    SUPPORTED_METHODS = ("GET",)

    @authenticated
    @authorized(action="read")
    def get(self) -> None:
        self.redirect(url_path_join(self.base_url, ROUTE_MLFLOW) + "/")
