"""Puts the parts together when Jupyter Server loads the extension."""

from __future__ import annotations

import asyncio
import atexit
import os
from pathlib import Path

from jupyter_client.provisioning import KernelProvisionerFactory
from jupyter_server.serverapp import ServerApp

from .config import Autolog
from .home import Home
from .names import PROVISIONER, SETTINGS_KEY
from .services import Services
from .target import Embedded, resolve_target
from .tracker.supervisor import EmbeddedTracker


def load(server_app: ServerApp) -> None:
    """Loads the extension. Starts the tracking server in the background and returns at once."""
    services = create_services(server_app)
    server_app.web_app.settings[SETTINGS_KEY] = services
    if not services.config.enabled:
        server_app.log.info("jupyterlab-autolog is switched off")
        return
    use_provisioner(server_app)
    if services.config.tracker_start == "background":
        services.need_tracker()
    stop_after_kernels(server_app, services)


def create_services(server_app: ServerApp) -> Services:
    config = Autolog(parent=server_app)
    contents_root = getattr(server_app.contents_manager, "root_dir", None)
    root = Path(contents_root or server_app.root_dir).resolve()
    home = Home(config.home)
    target = resolve_target(config.tracking_uri, os.environ, root)
    tracker = None
    if isinstance(target, Embedded):
        tracker = EmbeddedTracker(
            target.root,
            home,
            log=server_app.log,
            allow_migration=config.allow_store_migration,
            start_timeout=config.tracker_start_timeout,
        )
    return Services(config, root, home, target, tracker, server_app.log)


def use_provisioner(server_app: ServerApp) -> None:
    """Makes ours the default provisioner, unless the user has configured another one."""
    factory = KernelProvisionerFactory.instance(parent=server_app)
    configured = factory.default_provisioner_name
    is_users_choice = (
        "default_provisioner_name" in server_app.config.get("KernelProvisionerFactory", {})
        or factory.default_provisioner_name_env in os.environ
    )
    if is_users_choice and configured != PROVISIONER:
        server_app.log.info(
            "Kernels are started by the configured provisioner “%s”; autologging is loaded "
            "into them by the browser instead",
            configured,
        )
        return
    factory.default_provisioner_name = PROVISIONER


def stop_after_kernels(server_app: ServerApp, services: Services) -> None:
    """Stops the tracking server when Jupyter has shut its kernels down.

    Jupyter tells extensions before it shuts kernels down, and their last records are still to
    come then; so the stop is chained to that step of this one server.
    """
    shut_down_kernels = server_app.cleanup_kernels

    async def cleanup_kernels() -> None:
        try:
            await shut_down_kernels()
        finally:
            await stop(services)

    server_app.cleanup_kernels = cleanup_kernels  # type: ignore[method-assign]
    if services.tracker is not None:
        atexit.register(services.tracker.stop)


async def stop(services: Services) -> None:
    if services.tracker is not None:
        await asyncio.to_thread(services.tracker.stop)
        atexit.unregister(services.tracker.stop)
