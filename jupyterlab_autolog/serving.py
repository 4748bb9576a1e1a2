"""Puts the parts of the extension together in a Jupyter server."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join

from .bindings import BindingsHandler
from .config import Autolog
from .hidden_files import hide_temporary_files
from .home import Home
from .names import ROUTE_BINDINGS, ROUTE_MLFLOW, ROUTE_STATUS, ROUTE_WAITING, SETTINGS_KEY
from .provisioner_choice import use_provisioner
from .proxy.handler import MlflowFolderHandler, MlflowHandler
from .proxy.upstream import Upstream
from .recovery import Recovery
from .services import Services
from .shutdown import stop_after_kernels
from .status import StatusHandler
from .target import Target
from .tracker.external import ExternalProbe
from .tracker.supervisor import EmbeddedTracker
from .waiting.handler import WaitingHandler
from .waiting.notebook_waiting import NotebookWaiting

HANDLERS = {
    ROUTE_MLFLOW: MlflowFolderHandler,
    f"{ROUTE_MLFLOW}/(.*)": MlflowHandler,
    ROUTE_STATUS: StatusHandler,
    ROUTE_BINDINGS: BindingsHandler,
    ROUTE_WAITING: WaitingHandler,
}


def serve(
    server_app: ServerApp,
    config: Autolog,
    root: Path,
    home: Home,
    target: Target,
    tracker: EmbeddedTracker | None,
) -> None:
    """Adds the routes, and, unless switched off, the provisioner and the recovery."""
    upstream = Upstream(target, tracker, offline=config.offline)
    probe = ExternalProbe(upstream)
    waiting = NotebookWaiting(home, target)
    services = Services(
        config, root, home, target, tracker, upstream, probe, waiting, server_app.log
    )
    web_app = server_app.web_app
    web_app.settings[SETTINGS_KEY] = services
    routes = [
        (url_path_join(server_app.base_url, pattern), handler)
        for pattern, handler in HANDLERS.items()
    ]
    # tornado has no types for its own `add_handlers`.
    web_app.add_handlers(".*$", routes)  # type: ignore[no-untyped-call]
    recovery = Recovery(services)
    stop_after_kernels(server_app, services, recovery)
    if not config.enabled:
        server_app.log.info("jupyterlab-autolog is switched off")
        return
    use_provisioner(server_app)
    if tracker is not None:
        hide_temporary_files(server_app)
    if config.offline:
        server_app.log.info("jupyterlab-autolog is offline: runs are kept in %s", home.journals)
        return
    server_app.io_loop.add_callback(recovery.start)
