"""What goes wrong between the browser and the tracking server, in MLflow's own error shape."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass


@dataclass
class ProxyError(Exception):
    status: int
    error_code: str
    message: str
    retry_after: int | None = None

    def body(self) -> bytes:
        return json.dumps({"error_code": self.error_code, "message": self.message}).encode()


def refused(path: str) -> ProxyError:
    return ProxyError(
        404,
        "ENDPOINT_NOT_FOUND",
        f"“{path}” is no path of the tracking server that may be reached.",
    )


def not_ready(reason: str, retry_after: int) -> ProxyError:
    return ProxyError(503, "TEMPORARILY_UNAVAILABLE", reason, retry_after)


def no_answer(location: str, error: BaseException) -> ProxyError:
    return ProxyError(
        502,
        "TEMPORARILY_UNAVAILABLE",
        f"The tracking server at {location} gives no answer: {_cause(error)}.",
        retry_after=5,
    )


def login_page(location: str) -> ProxyError:
    return ProxyError(
        502,
        "UNAUTHENTICATED",
        f"The tracking server at {location} sends to a log-in page instead of answering. Set "
        "MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, in the "
        "environment of Jupyter and start it again.",
    )


def _cause(error: BaseException) -> str:
    """The system's own words, where there are any, in place of the library's."""
    cause = getattr(error, "os_error", error)
    if isinstance(cause, OSError) and cause.errno is not None and cause.errno > 0:
        return os.strerror(cause.errno)
    words = getattr(cause, "strerror", None) or str(error)
    return str(words) or type(error).__name__
