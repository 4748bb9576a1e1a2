"""What passes the proxy in each direction. Everything not named stays out."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote_plus

from .rules import Content

_REQUEST = frozenset(
    {
        "accept",
        "accept-encoding",
        "accept-language",
        "content-encoding",
        "content-length",
        "content-type",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "range",
    }
)
_RESPONSE = frozenset(
    {
        "accept-ranges",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-range",
        "content-type",
        "etag",
        "expires",
        "last-modified",
        "retry-after",
        "vary",
    }
)
_OF_JUPYTER = frozenset({"token", "_xsrf", "no_track_activity"})

_POLICY = {
    # MLflow's interface makes styles and workers as it runs. It may talk to this server alone.
    Content.PAGE: (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "media-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    Content.DATA: "default-src 'none'; frame-ancestors 'none'; sandbox",
    Content.ARTIFACT: "default-src 'none'; frame-ancestors 'none'; sandbox",
}


def request_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The browser's headers that the tracking server gets: no cookie, no token, no origin."""
    return {name: value for name, value in headers if name.lower() in _REQUEST}


def response_headers(headers: Iterable[tuple[str, str]], content: Content) -> dict[str, str]:
    """The tracking server's headers that the browser gets, and ours for that content."""
    passed = {name.title(): value for name, value in headers if name.lower() in _RESPONSE}
    if content is Content.ARTIFACT:
        passed["Content-Disposition"] = as_attachment(passed.get("Content-Disposition", ""))
    passed["Content-Security-Policy"] = _POLICY[content]
    passed["X-Content-Type-Options"] = "nosniff"
    passed["Cross-Origin-Resource-Policy"] = "same-origin"
    passed["Referrer-Policy"] = "same-origin"
    return passed


def as_attachment(disposition: str) -> str:
    """``disposition`` with its file name, to be saved and never shown."""
    _, separator, parameters = disposition.partition(";")
    return f"attachment;{parameters}" if separator else "attachment"


def passed_query(query: str) -> str:
    """``query`` without what is Jupyter's: its token, above all. The rest stays as it is."""
    parts = [part for part in query.split("&") if part]
    return "&".join(part for part in parts if not _is_of_jupyter(part))


def _is_of_jupyter(part: str) -> bool:
    name = unquote_plus(part.partition("=")[0])
    return name in _OF_JUPYTER or any(key in _OF_JUPYTER for key, _ in parse_qsl(part))
