"""MLflow's own settings of how a tracking server's certificate is checked."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path


def tls_setting(environment: Mapping[str, str]) -> ssl.SSLContext | bool:
    """For aiohttp: a context, True for the default, False for no check at all.

    Raises ``OSError`` where a certificate file can't be read.
    """
    insecure = environment.get("MLFLOW_TRACKING_INSECURE_TLS", "").strip().lower()
    if insecure in ("1", "true"):
        return False
    authority = environment.get("MLFLOW_TRACKING_SERVER_CERT_PATH")
    client = environment.get("MLFLOW_TRACKING_CLIENT_CERT_PATH")
    if not authority and not client:
        return True
    context = ssl.create_default_context()
    if authority:
        is_folder = Path(authority).is_dir()
        context.load_verify_locations(**{"capath" if is_folder else "cafile": authority})
    if client:
        context.load_cert_chain(client)
    return context
