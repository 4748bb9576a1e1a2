"""What happens when Jupyter Server loads the extension: the tracking server, then the rest."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_server.serverapp import ServerApp

from .config import Autolog
from .home import Home
from .target import Embedded, resolve_target
from .tracker.supervisor import EmbeddedTracker


def load(server_app: ServerApp) -> None:
    """Loads the extension. Starts the tracking server in the background and returns at once."""
    config = Autolog(parent=server_app)
    contents_root = getattr(server_app.contents_manager, "root_dir", None)
    root = Path(contents_root or server_app.root_dir).resolve()
    home = Home(config.home)
    target = resolve_target(config.tracking_uri, os.environ, root)
    tracker = None
    if isinstance(target, Embedded) and config.enabled and not config.offline:
        tracker = EmbeddedTracker(
            target.root,
            home,
            log=server_app.log,
            allow_migration=config.allow_store_migration,
            start_timeout=config.tracker_start_timeout,
            statistics_interval=config.statistics_interval,
        )
        if config.tracker_start == "background":
            # It takes seconds, so the rest, with aiohttp in it, is loaded meanwhile.
            tracker.start()

    from .serving import serve

    serve(server_app, config, root, home, target, tracker)
