"""With fsync switched on kernels are told to force each record through to the disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from test_provisioner import TSLAB, launched

from jupyterlab_autolog.command.checks import check_switch
from jupyterlab_autolog.config import Autolog, is_fsync
from jupyterlab_autolog.provisioner import AutologProvisioner


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("", False), ("0", False)])
def test_the_environment_switches_it_and_the_setting_wins(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("AUTOLOG_FSYNC", value)
    assert Autolog().fsync is expected
    assert is_fsync({"AUTOLOG_FSYNC": value}) is expected
    assert Autolog(fsync=not expected).fsync is not expected


async def test_the_setting_reaches_kernels(
    jp_configurable_serverapp: Any, jp_server_config: dict[str, Any]
) -> None:
    jp_server_config["Autolog"]["fsync"] = True
    app = jp_configurable_serverapp(config=jp_server_config)
    launch = await launched(AutologProvisioner, app, TSLAB)
    assert json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"])["fsync"] is True


async def test_a_kernel_specification_may_switch_it_on_for_its_kernels(
    jp_serverapp: ServerApp,
) -> None:
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB, env={"AUTOLOG_FSYNC": "1"})
    assert json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"])["fsync"] is True


@pytest.mark.parametrize("fsync", [True, False])
def test_doctor_says_whether_it_is_on(fsync: bool, tmp_path: Path) -> None:
    finding = check_switch(Autolog(fsync=fsync), tmp_path)
    assert ("forced through to the disk" in finding.words) is fsync
    assert finding.next is None
