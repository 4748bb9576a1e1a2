"""Which MLflow tracking server the records go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit


@dataclass(frozen=True)
class Embedded:
    """The tracking server that is started for the store in the folder ``root``."""

    root: Path

    def to_json(self) -> dict[str, Any]:
        return {"kind": "embedded", "root": str(self.root)}


@dataclass(frozen=True)
class External:
    """A server that runs elsewhere. ``uri`` holds no credentials and no trailing slash."""

    uri: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        return {"kind": "uri", "uri": self.uri}


@dataclass(frozen=True)
class Unusable:
    """A tracking URI that can't be used, why, and what to do about it."""

    uri: str
    reason: str
    next: str

    def to_json(self) -> dict[str, Any]:
        """Records wait in the journal until the setting is right."""
        return {"kind": "uri", "uri": self.uri}


Target = Embedded | External | Unusable


def resolve_target(setting: str, environment: Mapping[str, str], root: Path) -> Target:
    """The extension's setting, else ``MLFLOW_TRACKING_URI``, else the store in ``root``."""
    uri = setting.strip() or environment.get("MLFLOW_TRACKING_URI", "").strip()
    if not uri:
        return Embedded(root.resolve())
    if uri == "databricks" or uri.startswith("databricks://"):
        return _databricks(uri, environment)
    return _http(uri, environment)


def credential_variables(environment: Mapping[str, str], target: Target) -> dict[str, str]:
    """MLflow's variables for a shipper, where the credentials stood elsewhere, as in the URI."""
    if not isinstance(target, External):
        return {}
    known = {
        "MLFLOW_TRACKING_USERNAME": target.username,
        "MLFLOW_TRACKING_PASSWORD": target.password,
        "MLFLOW_TRACKING_TOKEN": target.token,
    }
    return {name: value for name, value in known.items() if value and name not in environment}


def _http(uri: str, environment: Mapping[str, str]) -> Target:
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return Unusable(
            _without_credentials(uri), f"The tracking URI is malformed: {error}.", _NEXT
        )
    if parts.scheme not in ("http", "https") or not host:
        return Unusable(
            _without_credentials(uri),
            f"The tracking URI has the scheme “{parts.scheme or 'none'}”, not http or https.",
            _NEXT,
        )
    literal = f"[{host}]" if ":" in host else host
    address = literal if port is None else f"{literal}:{port}"
    return External(
        uri=urlunsplit((parts.scheme, address, parts.path.rstrip("/"), "", "")),
        username=environment.get("MLFLOW_TRACKING_USERNAME") or _decoded(parts.username),
        password=environment.get("MLFLOW_TRACKING_PASSWORD") or _decoded(parts.password),
        token=environment.get("MLFLOW_TRACKING_TOKEN") or None,
    )


def _databricks(uri: str, environment: Mapping[str, str]) -> Target:
    host = environment.get("DATABRICKS_HOST", "").strip()
    token = environment.get("DATABRICKS_TOKEN", "").strip()
    if not host or not token:
        return Unusable(
            uri,
            "The tracking URI names Databricks, but DATABRICKS_HOST and DATABRICKS_TOKEN are "
            "not both set.",
            "Set both in the environment of Jupyter and start it again.",
        )
    resolved = _http(host if "://" in host else f"https://{host}", {})
    if isinstance(resolved, External):
        return External(uri=resolved.uri, token=token)
    return resolved


def _decoded(text: str | None) -> str | None:
    return unquote(text) if text else None


def _without_credentials(uri: str) -> str:
    scheme, mark, rest = uri.partition("://")
    if not mark:
        return uri
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}"


_NEXT = (
    "Set MLFLOW_TRACKING_URI or Autolog.tracking_uri to an address that starts with http:// or "
    "https://, or remove it to use the store in the notebook folder; then start Jupyter again."
)
