"""Puts the parts together when Jupyter Server loads the extension."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from .bindings import BindingsHandler
from .config import Autolog
from .home import Home
from .names import ROUTE_BINDINGS, ROUTE_MLFLOW, ROUTE_STATUS, SETTINGS_KEY
from .provisioner_choice import use_provisioner
from .proxy.handler import MlflowFolderHandler, MlflowHandler
from .proxy.upstream import Upstream
from .recovery import Recovery
from .services import Services
from .shutdown import stop_after_kernels
from .status import StatusHandler
from .target import Embedded, resolve_target
from .tracker.external import ExternalProbe
from .tracker.supervisor import EmbeddedTracker

HANDLERS = {
    ROUTE_MLFLOW: MlflowFolderHandler,
    f"{ROUTE_MLFLOW}/(.*)": MlflowHandler,
    ROUTE_STATUS: StatusHandler,
    ROUTE_BINDINGS: BindingsHandler,
}


def load(server_app: ServerApp) -> None:
    """Loads the extension. Starts the tracking server in the background and returns at once."""
    services = create_services(server_app)
    web_app = server_app.web_app
    web_app.settings[SETTINGS_KEY] = services
    routes = [
        (url_path_join(server_app.base_url, pattern), handler)
        for pattern, handler in HANDLERS.items()
    ]
    web_app.add_handlers(".*$", routes)  # type: ignore[no-untyped-call]
    recovery = Recovery(services)
    stop_after_kernels(server_app, services, recovery)
    if not services.config.enabled:
        server_app.log.info("jupyterlab-autolog is switched off")
        return
    use_provisioner(server_app)
    if services.config.tracker_start == "background":
        services.need_tracker()
    server_app.io_loop.add_callback(recovery.start)


def create_services(server_app: ServerApp) -> Services:
    """What the extension keeps for ``server_app``; nothing is started yet."""
    config = Autolog(parent=server_app)
    contents_root = getattr(server_app.contents_manager, "root_dir", None)
    root = Path(contents_root or server_app.root_dir).resolve()
    home = Home(config.home)
    target = resolve_target(config.tracking_uri, os.environ, root)
    tracker = None
    if isinstance(target, Embedded) and config.enabled:
        tracker = EmbeddedTracker(
            target.root,
            home,
            log=server_app.log,
            allow_migration=config.allow_store_migration,
            start_timeout=config.tracker_start_timeout,
            statistics_interval=config.statistics_interval,
        )
    upstream = Upstream(target, tracker)
    probe = ExternalProbe(upstream)
    return Services(config, root, home, target, tracker, upstream, probe, server_app.log)
