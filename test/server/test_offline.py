"""With offline switched on all is recorded as always, and nothing is started, sent or asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from support.fake_upstream import FakeUpstream, fake_upstream
from support.journal import write_journal
from test_headless import bench, nbconvert  # noqa: F401 - the first is a fixture
from test_provisioner import TSLAB, launched
from tornado.httpclient import HTTPClientError

from jupyterlab_autolog.command.main import main
from jupyterlab_autolog.config import Autolog, is_offline
from jupyterlab_autolog.home import Home
from jupyterlab_autolog.provisioner import AutologProvisioner
from jupyterlab_autolog.recovery import Recovery


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[Recovery]:
    """The recoveries that were started; to be noted from before Jupyter loads the extension."""
    found: list[Recovery] = []
    monkeypatch.setattr(Recovery, "start", lambda recovery: found.append(recovery))
    return found


@pytest.fixture
def upstream() -> Iterator[FakeUpstream]:
    with fake_upstream() as made:
        yield made


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("0", False)])
def test_the_environment_switches_it_on(
    value: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOLOG_OFFLINE", value)
    assert Autolog().offline is expected
    assert is_offline({"AUTOLOG_OFFLINE": value}) is expected
    assert Autolog(offline=not expected).offline is not expected, "the setting wins"


class TestAServerElsewhere:
    @pytest.fixture
    def autolog_settings(self, upstream: FakeUpstream, prelude: Path) -> dict[str, object]:
        return {"tracking_uri": upstream.uri, "prelude": str(prelude), "offline": True}

    async def test_is_not_asked_whoever_wants_something_of_it(
        self, jp_fetch: Any, home: Home, upstream: FakeUpstream, started: list[Recovery]
    ) -> None:
        write_journal(home, "left behind")
        tracker = json.loads((await jp_fetch("autolog", "status")).body)["tracker"]
        assert (tracker["kind"], tracker["state"]) == ("external", "offline")
        assert tracker["location"] == upstream.uri
        assert "jupyter autolog ship" in tracker["next"]
        with pytest.raises(HTTPClientError) as refused:
            await jp_fetch("autolog", "mlflow", "version")
        assert refused.value.code == 503
        assert started == []
        assert upstream.asked == []

    async def test_a_kernel_is_told(self, jp_serverapp: ServerApp) -> None:
        launch = await launched(AutologProvisioner, jp_serverapp, TSLAB)
        assert json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"])["offline"] is True


class TestTheEmbeddedTracker:
    @pytest.fixture
    def autolog_settings(self, prelude: Path) -> dict[str, object]:
        return {"prelude": str(prelude), "tracker_start": "background", "offline": True}

    async def test_is_not_started_also_when_a_kernel_is(
        self, jp_serverapp: ServerApp, jp_fetch: Any, root: Path, started: list[Recovery]
    ) -> None:
        await launched(AutologProvisioner, jp_serverapp, TSLAB)
        tracker = json.loads((await jp_fetch("autolog", "status")).body)["tracker"]
        assert (tracker["kind"], tracker["state"]) == ("embedded", "offline")
        assert jp_serverapp.web_app.settings["jupyterlab_autolog"].tracker is None
        assert started == []


async def test_without_it_what_was_left_behind_is_looked_for(
    jp_fetch: Any, started: list[Recovery]
) -> None:
    await jp_fetch("autolog", "status")
    assert len(started) == 1


async def test_a_kernel_specification_may_switch_it_on_for_its_kernels(
    jp_serverapp: ServerApp,
) -> None:
    launch = await launched(AutologProvisioner, jp_serverapp, TSLAB, env={"AUTOLOG_OFFLINE": "1"})
    assert json.loads(launch["env"]["AUTOLOG_KERNEL_CONFIG"])["offline"] is True
    assert not jp_serverapp.web_app.settings["jupyterlab_autolog"].kernels


def test_a_tool_does_not_wait_for_a_delivery_that_will_not_come(bench: Any) -> None:  # noqa: F811
    said = bench.run(
        *nbconvert(bench, "sub/n.ipynb"), cwd=bench.folder / "work", AUTOLOG_OFFLINE="1"
    )
    config, _ = bench.noted()
    assert config["offline"] is True
    assert "recorded and kept, and not delivered" in said
    assert [folder.name for folder in bench.home.journals.iterdir()] == ["j"]
    assert len(bench.snapshots) == 1, "it is needed when the journal is delivered"


class TestTheCommands:
    @pytest.fixture(autouse=True)
    def _offline(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AUTOLOG_OFFLINE", "1")

    def test_ship_sends_nothing_and_says_why(
        self, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = write_journal(home, "j")
        assert main(["ship"]) == 1
        assert "Remove AUTOLOG_OFFLINE from the environment" in capsys.readouterr().out
        assert folder.exists()
        assert main(["ship", "--from", str(folder), "--tracking-uri", "http://127.0.0.1:9"]) == 1
        assert "Remove AUTOLOG_OFFLINE" in capsys.readouterr().out

    def test_doctor_asks_no_server(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
        main(["doctor"])
        said = capsys.readouterr().out
        assert "autologging: on, offline: runs are kept in" in said
        assert "tracking server: not asked" in said
