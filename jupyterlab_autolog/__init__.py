"""Server extension, kernel provisioner and embedded tracking server of jupyterlab-autolog.

This module is imported by the tracking server's own process and by headless tools, so it
imports nothing heavy: the extension itself is loaded when Jupyter asks for it.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

try:
    __version__ = version("jupyterlab_autolog")
except PackageNotFoundError:  # a checkout on PYTHONPATH, not installed
    __version__ = "0.0.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-autolog"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "jupyterlab_autolog"}]


def _load_jupyter_server_extension(server_app: ServerApp) -> None:
    from .extension import load

    load(server_app)
