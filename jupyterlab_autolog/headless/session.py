"""One headless execution of a notebook: where it logs, and how the tool waits for it."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from ..config import Autolog
from ..home import Home
from ..kernel_environment import KernelConfig
from ..target import resolve_target


class HeadlessSession:
    def __init__(self, config: Autolog, kernel: KernelConfig) -> None:
        self.config = config
        self._kernel = kernel

    def start(self) -> KernelConfig:
        return self._kernel

    async def close(self) -> None:
        return None


def open_session(
    manager: Any, kernel_id: str, environment: dict[str, str], log: logging.Logger
) -> HeadlessSession:
    config = Autolog(config=getattr(manager, "config", None))
    root = Path.cwd()
    target = resolve_target(config.tracking_uri, os.environ, root)
    return HeadlessSession(
        config,
        KernelConfig(
            kernel_id=kernel_id,
            target=target,
            notebook_path=None,
            root=root,
            home=Home(config.home).path,
            headless=True,
        ),
    )
