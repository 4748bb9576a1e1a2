"""Whether a tracking server that runs elsewhere answers, and if not, why."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace

import aiohttp

from ..proxy.errors import ProxyError
from ..proxy.upstream import Upstream
from .status import State, TrackerStatus

PROBE = "api/2.0/mlflow/experiments/search"
PROBE_TIMEOUT = aiohttp.ClientTimeout(total=5.0)
READY_SECONDS = 15.0
UNREADY_SECONDS = 3.0


class ExternalProbe:
    """Asks when it is asked, and not more often than every few seconds."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._status = TrackerStatus("external", "starting", upstream.location)
        self._good_until = 0.0
        self._lock = asyncio.Lock()

    async def status(self) -> TrackerStatus:
        async with self._lock:
            if time.monotonic() >= self._good_until:
                status = await self._ask()
                if status != self._status:
                    self._status = status
                seconds = READY_SECONDS if status.state == "ready" else UNREADY_SECONDS
                self._good_until = time.monotonic() + seconds
            return self._status

    async def _ask(self) -> TrackerStatus:
        try:
            response = await self._upstream.request(
                "GET", PROBE, "max_results=1", {"Accept": "application/json"}, None, PROBE_TIMEOUT
            )
            async with response:
                body = await response.read()
        except ProxyError as error:
            return self._not_ready("unreachable", error.message, _CHECK)
        except (aiohttp.ClientError, TimeoutError) as error:
            return self._not_ready("unreachable", f"It broke off its answer: {error}", _CHECK)
        return self._judge(response.status, body)

    def _judge(self, status: int, body: bytes) -> TrackerStatus:
        ready = TrackerStatus("external", "ready", self._upstream.location)
        match status:
            case 200 if _is_json(body):
                return ready
            case 200:
                return self._not_ready("unreachable", "It answers, but not as MLflow does.", _CHECK)
            case 401:
                return self._not_ready("unreachable", "It does not accept the credentials.", _LOGIN)
            case 403:
                return self._not_ready("unreachable", "It refuses access.", _LOGIN)
            case 404:
                return self._not_ready("unreachable", "There is no MLflow at that address.", _CHECK)
            case _:
                return self._not_ready("unreachable", f"It answers with the error {status}.", _WAIT)

    def _not_ready(self, state: State, reason: str, step: str) -> TrackerStatus:
        status = TrackerStatus("external", state, self._upstream.location)
        return replace(status, reason=reason, next=step)


def _is_json(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


_CHECK = (
    "Check MLFLOW_TRACKING_URI (or Autolog.tracking_uri) and that the server runs. Training goes "
    "on meanwhile."
)
_LOGIN = (
    "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, in the "
    "environment of Jupyter and start it again."
)
_WAIT = "It is asked again by itself. What kernels record meanwhile is kept and sent later."
