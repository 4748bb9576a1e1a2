"""What the extension keeps for one running Jupyter server."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .config import Autolog
from .home import Home
from .names import SETTINGS_KEY
from .proxy.upstream import Upstream
from .target import Target
from .tracker.external import ExternalProbe
from .tracker.status import now
from .tracker.supervisor import EmbeddedTracker
from .waiting.notebook_waiting import NotebookWaiting


@dataclass(frozen=True)
class Services:
    config: Autolog
    root: Path
    """Real path of the folder that notebook paths start from."""
    home: Home
    target: Target
    tracker: EmbeddedTracker | None
    """None where the target is a server that runs elsewhere, or autologging is switched off."""
    upstream: Upstream
    probe: ExternalProbe
    waiting: NotebookWaiting
    log: logging.Logger
    kernels: set[str] = field(default_factory=set)
    """Ids of the kernels that were instrumented."""
    loaded: int = field(default_factory=now)

    def need_tracker(self) -> None:
        """Starts the embedded tracking server where it has not been started yet."""
        if self.tracker is not None and self.config.enabled:
            self.tracker.start()


def services_of(parent: Any) -> Services | None:
    """The services of the Jupyter server that ``parent`` belongs to, or None outside of one."""
    while parent is not None:
        web_app = getattr(parent, "web_app", None)
        if web_app is not None:
            services = web_app.settings.get(SETTINGS_KEY)
            return services if isinstance(services, Services) else None
        parent = getattr(parent, "parent", None)
    return None
