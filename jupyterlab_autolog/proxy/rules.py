"""Which paths of the tracking server the browser may reach."""

from __future__ import annotations

import enum
import re
from urllib.parse import unquote


class Content(enum.Enum):
    """What a path answers with, which decides what a browser may do with the answer."""

    PAGE = "page"
    DATA = "data"
    ARTIFACT = "artifact"


_PAGES = re.compile(r"(index\.html)?|static-files/.+")
_ARTIFACTS = re.compile(
    r"(model-versions/)?get-artifact"
    r"|(ajax-)?api/[23]\.0/mlflow-artifacts/artifacts/.+"
    r"|ajax-api/[23]\.0/mlflow/get-trace-artifact"
    r"|(ajax-)?api/[23]\.0/mlflow/logged-models/[^/]+/artifacts/files"
)
_DATA = re.compile(
    r"(ajax-)?api/[23]\.0/(mlflow|mlflow-artifacts)/.+"
    r"|(ajax-)?api/[23]\.0/mlflow-artifacts/artifacts"
    r"|graphql|version|health"
)
# MLflow's assistant runs programs on the server's machine, for callers that it takes for local
# ones as it would take us; its gateway fetches what it is told to.
_NEVER = re.compile(r"(ajax-)?api/[23]\.0/mlflow/(assistant|gateway-proxy)(/.*)?")

_TRICKS = re.compile(r"//|\\|[\x00-\x1f\x7f]|(^|/)\.{1,2}(/|$)")
_ENCODED_SEPARATOR = re.compile(r"%(2f|5c)", re.IGNORECASE)
_DECODINGS = 3


def content_of(path: str) -> Content | None:
    """What the percent-encoded ``path`` (no leading slash) answers with; None: refused."""
    if path.startswith("/") or not is_plain(path):
        return None
    decoded = unquote(path)
    if _NEVER.fullmatch(decoded):
        return None
    for content, pattern in (
        (Content.ARTIFACT, _ARTIFACTS),
        (Content.DATA, _DATA),
        (Content.PAGE, _PAGES),
    ):
        if pattern.fullmatch(decoded):
            return content
    return None


def is_plain(path: str) -> bool:
    """Whether ``path`` means the same to everybody on the way.

    Servers decode more than once (MLflow's artifact store does), so a path that is a trick
    after any number of decodings is one from the start.
    """
    for _ in range(_DECODINGS):
        if _TRICKS.search(path) or _ENCODED_SEPARATOR.search(path):
            return False
        decoded = unquote(path)
        if decoded == path:
            return True
        path = decoded
    return False
