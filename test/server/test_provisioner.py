from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_server.serverapp import ServerApp
from support.polling import until

from jupyterlab_autolog.provisioner import AutologProvisioner
from jupyterlab_autolog.services import services_of

TSLAB = ["/opt/bin/tslab", "kernel", "--config-path", "{connection_file}"]
OTHERS = [
    ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    ["/home/tslab/bin/deno", "jupyter", "--conn", "{connection_file}"],
]


async def launched(
    provisioner_class: type[LocalProvisioner], app: ServerApp, argv: list[str], **spec: Any
) -> dict[str, Any]:
    """What Jupyter would start the kernel with."""
    manager = AsyncKernelManager(parent=app, kernel_id="the-kernel", transport="ipc")
    manager.connection_file = "/tmp/the-connection.json"  # noqa: S108
    manager._kernel_spec = KernelSpec(argv=argv, **spec)
    manager.write_connection_file = lambda **_: None  # type: ignore[method-assign]
    provisioner = provisioner_class(
        kernel_id="the-kernel", kernel_spec=manager.kernel_spec, parent=manager
    )
    environment = {"NODE_OPTIONS": "--no-warnings", "JPY_SESSION_NAME": "sub/x.ipynb"}
    return await provisioner.pre_launch(env=environment, cwd="/", extra_arguments=["--x"])


def write_lab_settings(folder: Path, text: str) -> None:
    file = folder / "jupyterlab-autolog" / "autologging.jupyterlab-settings"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def options_in(launch: dict[str, Any]) -> Any:
    return json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"])["autologOptions"]


async def test_settings_of_jupyterlab_count_before_those_of_the_server(
    jp_serverapp: ServerApp, prelude: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / "settings"))
    write_lab_settings(
        tmp_path / "settings",
        '{ // as the editor writes them\n "everyNIter": 3, '
        '"registeredModelName": "", "extraTags": {} }',
    )
    services_of(jp_serverapp).config.options = {"everyNIter": 9, "logModels": False}
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB)
    assert options_in(launch) == {"everyNIter": 3, "logModels": False}


@pytest.mark.parametrize("text", ["{", "[1]"])
async def test_settings_that_nobody_can_read_are_told_and_do_not_count(
    jp_serverapp: ServerApp,
    prelude: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    text: str,
) -> None:
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / "settings"))
    write_lab_settings(tmp_path / "settings", text)
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB)
    assert options_in(launch) == {}
    assert "autologging.jupyterlab-settings are not used" in caplog.text


async def test_a_tslab_kernel_gets_prelude_and_configuration(
    jp_serverapp: ServerApp, prelude: Path, root: Path, tmp_path: Path
) -> None:
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB)
    options = launch["env"]["NODE_OPTIONS"]
    assert options.startswith('--no-warnings --require "')
    assert json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"]) == {
        "version": 1,
        "kernelId": "the-kernel",
        "tracking": {"kind": "embedded", "root": str(root.resolve())},
        "notebookPath": "sub/x.ipynb",
        "root": str(root.resolve()),
        "home": str(tmp_path / "autolog home"),
        "snapshotFile": None,
        "headless": False,
        "autologOptions": {},
        "offline": False,
        "fsync": False,
    }


async def test_a_kernel_is_told_the_defaults_of_autologging(
    jp_configurable_serverapp: Any, jp_server_config: dict[str, Any]
) -> None:
    jp_server_config["Autolog"]["options"] = {"logModels": False, "everyNIter": 10}
    app = jp_configurable_serverapp(config=jp_server_config)
    launch = await launched(AutologProvisioner, app, TSLAB)
    config = json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"])
    assert config["autologOptions"] == {"logModels": False, "everyNIter": 10}


async def test_nothing_else_of_a_tslab_kernel_changes(jp_serverapp: ServerApp) -> None:
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB)
    ours = await launched(AutologProvisioner, jp_serverapp, TSLAB)
    for name in ("NODE_OPTIONS", "AUTOLOG_KERNEL_CONFIG"):
        plain["env"].pop(name, None)
        ours["env"].pop(name)
    assert ours == plain


@pytest.mark.parametrize("argv", OTHERS)
async def test_every_other_kernel_is_started_exactly_as_without_us(
    jp_serverapp: ServerApp, argv: list[str]
) -> None:
    plain = await launched(LocalProvisioner, jp_serverapp, argv, env={"A": "b"})
    ours = await launched(AutologProvisioner, jp_serverapp, argv, env={"A": "b"})
    assert ours == plain


async def test_a_kernel_specifications_own_options_are_kept(jp_serverapp: ServerApp) -> None:
    specification = {"env": {"NODE_OPTIONS": "--inspect"}}
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB, **specification)
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB, **specification)
    assert launch["env"]["NODE_OPTIONS"].startswith(plain["env"]["NODE_OPTIONS"] + " --require ")


async def test_a_kernel_specification_may_name_a_tracking_server_of_its_own(
    jp_serverapp: ServerApp,
) -> None:
    variables = {"env": {"MLFLOW_TRACKING_URI": "http://me:secret@a/"}}
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB, **variables)
    config = launch["env"]["AUTOLOG_KERNEL_CONFIG"]
    assert json.loads(config)["tracking"] == {"kind": "uri", "uri": "http://a"}
    assert launch["env"]["MLFLOW_TRACKING_PASSWORD"] == "secret"
    assert "secret" not in config


async def test_the_environment_of_jupyter_itself_stays_clean(jp_serverapp: ServerApp) -> None:
    await launched(AutologProvisioner, jp_serverapp, TSLAB)
    assert "AUTOLOG_KERNEL_CONFIG" not in os.environ
    assert "NODE_OPTIONS" not in os.environ


async def test_AUTOLOG_DISABLE_switches_it_off(  # noqa: N802
    jp_serverapp: ServerApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOLOG_DISABLE", "1")
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB)
    assert await launched(AutologProvisioner, jp_serverapp, TSLAB) == plain


async def test_a_kernel_specification_may_switch_it_off_for_its_kernels(
    jp_serverapp: ServerApp,
) -> None:
    specification = {"env": {"AUTOLOG_DISABLE": "1"}}
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB, **specification)
    assert await launched(AutologProvisioner, jp_serverapp, TSLAB, **specification) == plain


@pytest.mark.parametrize("autolog_settings", [{"enabled": False}])
async def test_the_setting_switches_it_off(jp_serverapp: ServerApp) -> None:
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB)
    assert await launched(AutologProvisioner, jp_serverapp, TSLAB) == plain
    factory = KernelProvisionerFactory.instance(parent=jp_serverapp)
    assert factory.default_provisioner_name == "local-provisioner"


@pytest.mark.parametrize("autolog_settings", [{"prelude": "/not/built.cjs"}])
async def test_without_the_built_prelude_nothing_changes_and_one_line_says_so(
    jp_serverapp: ServerApp, caplog: pytest.LogCaptureFixture
) -> None:
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB)
    with caplog.at_level(logging.WARNING):
        assert await launched(AutologProvisioner, jp_serverapp, TSLAB) == plain
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 1
    assert "/not/built.cjs is missing" in said[0]


async def test_a_fault_of_ours_never_keeps_a_kernel_from_starting(
    jp_serverapp: ServerApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("jupyterlab_autolog.provisioner.path_from_session", fail)
    plain = await launched(LocalProvisioner, jp_serverapp, TSLAB)
    assert await launched(AutologProvisioner, jp_serverapp, TSLAB) == plain
    assert "without autologging" in caplog.text


async def test_jupyter_tells_the_notebook_of_a_session_and_of_no_other_kernel(
    jp_serverapp: ServerApp, jp_fetch: Any, root: Path, stand_in_kernels: Path
) -> None:
    (root / "sub").mkdir()

    async def start(*parts: str, **body: Any) -> None:
        await jp_fetch(*parts, method="POST", body=json.dumps(body))

    kernel = {"kernel": {"name": "tslab"}}
    await start("api", "sessions", path="sub/a.ipynb", name="a.ipynb", type="notebook", **kernel)
    await start("api", "sessions", path="sub/b.ipynb", type="notebook", name=None, **kernel)
    await start("api", "sessions", path="sub/console-1", type="console", name="Console 1", **kernel)
    await start("api", "kernels", name="tslab")
    await start("api", "sessions", path="c.ipynb", type="notebook", name="c.ipynb",
                kernel={"name": "other"})  # fmt: skip
    notes = stand_in_kernels / "started.jsonl"
    until(lambda: notes.exists() and len(notes.read_text().splitlines()) == 5, what="the kernels")
    started = [json.loads(line)["env"] for line in notes.read_text().splitlines()]
    configurations = [
        json.loads(environment["AUTOLOG_KERNEL_CONFIG"])
        for environment in started
        if "AUTOLOG_KERNEL_CONFIG" in environment
    ]
    paths = {configuration["notebookPath"] for configuration in configurations}
    assert len(configurations) == 4
    assert paths == {"sub/a.ipynb", "sub/b.ipynb", None}
    untouched = [item for item in started if "AUTOLOG_KERNEL_CONFIG" not in item]
    assert ["NODE_OPTIONS" in item for item in untouched] == [False]
    await jp_serverapp.kernel_manager.shutdown_all(now=True)
