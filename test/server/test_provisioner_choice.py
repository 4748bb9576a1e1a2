from __future__ import annotations

from typing import Any

import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_server.serverapp import ServerApp


def provisioner_of(app: ServerApp) -> str:
    return KernelProvisionerFactory.instance(parent=app).default_provisioner_name


def test_ours_becomes_the_default(jp_serverapp: ServerApp) -> None:
    assert provisioner_of(jp_serverapp) == "autolog-provisioner"


def test_the_users_configured_one_stays(
    jp_configurable_serverapp: Any, jp_server_config: dict[str, Any]
) -> None:
    other = {"KernelProvisionerFactory": {"default_provisioner_name": "of-the-user"}}
    app = jp_configurable_serverapp(config={**jp_server_config, **other})
    assert provisioner_of(app) == "of-the-user"


def test_the_one_of_the_environment_stays(
    jp_configurable_serverapp: Any,
    jp_server_config: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "of-the-environment")
    app = jp_configurable_serverapp(config=jp_server_config)
    assert provisioner_of(app) == "of-the-environment"
