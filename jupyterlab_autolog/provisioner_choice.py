"""Makes our provisioner the one that Jupyter Server starts kernels with."""

from __future__ import annotations

import os

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_server.serverapp import ServerApp

from .names import PROVISIONER


def use_provisioner(server_app: ServerApp) -> None:
    """Ours becomes the default, unless the user has configured another one."""
    factory = KernelProvisionerFactory.instance(parent=server_app)
    configured = factory.default_provisioner_name
    is_users_choice = (
        "default_provisioner_name" in server_app.config.get("KernelProvisionerFactory", {})
        or factory.default_provisioner_name_env in os.environ
    )
    if is_users_choice and configured != PROVISIONER:
        server_app.log.info(
            "Kernels are started by the configured provisioner “%s”, so TypeScript kernels are "
            "not recorded. To record them, let KernelProvisionerFactory.default_provisioner_name "
            "be “%s”.",
            configured,
            PROVISIONER,
        )
        return
    factory.default_provisioner_name = PROVISIONER
