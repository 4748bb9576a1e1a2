"""``jupyter autolog ship --from``, as a person calls it, with a real MLflow server."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.journal import NOBODY, OTHER_HOST, write_owner
from support.mlflow_server import MlflowServer, start_mlflow
from support.recorded import METRICS, START, record_training
from support.store_truth import everything_in

from jupyterlab_autolog.command.main import main
from jupyterlab_autolog.config import Autolog
from jupyterlab_autolog.home import Home


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MlflowServer]:
    if not Path(Autolog().shipper).is_file():
        pytest.skip("the shipper is not built: run `npm run build`")
    with start_mlflow(tmp_path_factory.mktemp("team")) as server:
        yield server


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """The AUTOLOG_HOME of another machine, copied here."""
    return tmp_path / "a disk" / "autolog"


@pytest.fixture
def experiment(request: pytest.FixtureRequest, team: MlflowServer) -> Iterator[None]:
    """Every test begins without the experiment `away`."""
    yield
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=team.uri)
    found = client.get_experiment_by_name("away")
    if found is not None:
        client.rename_experiment(found.experiment_id, request.node.name)


def ship(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = main(["ship", *map(str, arguments)])
    return code, capsys.readouterr().out


def ship_json(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    code, text = ship(capsys, *arguments, "--json")
    return code, json.loads(text)


def aim_at(folder: Path, uri: str) -> None:
    """Makes the journal one that its kernel recorded for that server, in the experiment `away`."""
    from mlflow import MlflowClient

    experiment = MlflowClient(tracking_uri=uri).get_experiment_by_name("away")
    assert experiment is not None
    journal = folder / "journal.jsonl"
    text = journal.read_text().replace("http://127.0.0.1:9", uri)
    journal.write_text(text.replace('"4711"', f'"{experiment.experiment_id}"'))


def digests(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.usefixtures("experiment")
class TestToATeamsServer:
    def test_all_of_it_arrives_and_a_second_time_makes_nothing_twice(
        self,
        team: MlflowServer,
        away: Path,
        home: Home,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        folder, done, left = record_training(away)
        before = digests(away)
        to = ("--tracking-uri", team.uri)
        code, text = ship(capsys, "--from", away, *to)
        assert (code, text) == (
            0,
            f"{folder}: 2 runs delivered.\n1 of 1 journals delivered to {team.uri}.\n",
        )
        first = everything_in(team.uri, "away")
        one, other = first["otter-1"], first["otter-2"]
        assert (one["status"], one["end"]) == ("FINISHED", START + 9000)
        assert len(one["metrics"]["loss"]) == METRICS
        assert one["params"] == {"lr": "0.01"}
        assert one["datasets"] == ["0123abc1"]
        assert one["tags"]["autolog.clientRunId"] == done
        assert one["tags"]["autolog.notebookId"] == "n", "its snapshot was carried along"
        assert {"notebook/snapshot.ipynb", "notes.txt"} <= set(one["artifacts"])
        assert first["models"] == [("model", "READY", one["id"])]
        assert first["files of models"] == ["MLmodel", "data"]
        # It ended when its kernel last recorded, not when somebody copied the journal.
        assert (other["status"], other["tags"]["autolog.clientRunId"]) == ("FAILED", left)
        assert other["end"] < START + 60_000

        assert ship(capsys, "--from", away, *to)[0] == 0
        copy = tmp_path / "another copy" / "of it"
        shutil.copytree(folder, copy)
        assert ship(capsys, "--from", copy, *to)[0] == 0
        assert everything_in(team.uri, "away") == first
        assert digests(away) == before
        assert not list((home.path / "carried").iterdir()), "a private copy was left behind"

    def test_models_that_an_interrupted_delivery_brought_there_stay_as_they_are(
        self, team: MlflowServer, away: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, _, _ = record_training(away)
        to = ("--from", folder, "--tracking-uri", team.uri)
        assert ship(capsys, *to)[0] == 0
        aim_at(folder, team.uri)
        first = everything_in(team.uri, "away")
        # What is delivered is removed from the spool at once.
        shutil.rmtree(folder / "spool")
        code, report = ship_json(capsys, *to)
        assert (code, report["journals"][0]["refused"]) == (0, 0)
        assert everything_in(team.uri, "away") == first

    def test_a_progress_of_another_server_is_of_no_account(
        self, team: MlflowServer, away: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, done, _ = record_training(away)
        size = (folder / "journal.jsonl").stat().st_size
        runs = {
            done: {"runId": "f" * 32, "experimentId": "7", "artifactUri": "mlflow-artifacts:/x"}
        }
        progress = {"version": 1, "offset": size, "runs": runs, "experiments": {"away": "7"}}
        (folder / "progress.json").write_text(json.dumps(progress))
        assert ship(capsys, "--from", folder, "--tracking-uri", team.uri)[0] == 0
        assert len(everything_in(team.uri, "away")["otter-1"]["metrics"]["loss"]) == METRICS

    def test_files_that_went_elsewhere_are_refused_with_that_reason(
        self, team: MlflowServer, away: Path, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, _, _ = record_training(away)
        shutil.rmtree(folder / "spool")
        code, report = ship_json(capsys, "--from", folder, "--tracking-uri", team.uri)
        (journal,) = report["journals"]
        rejects = home.path / "rejects" / f"{folder.name}.jsonl"
        assert (code, journal["refused"], journal["rejects"]) == (0, 3, str(rejects))
        assert "delivered to another tracking server" in rejects.read_text()
        assert rejects.read_text().count("kept for the delivery is gone") == 2

    def test_a_folder_of_journals_and_the_environments_address(
        self,
        team: MlflowServer,
        away: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        record_training(away)
        monkeypatch.setenv("MLFLOW_TRACKING_URI", team.uri)
        code, report = ship_json(capsys, "--from", away / "journals")
        assert (code, report["delivered"]) == (0, 1)
        assert report["target"] == {"kind": "uri", "uri": team.uri}


class TestToTheEmbeddedTracker:
    def test_without_an_address_it_goes_to_the_store_of_the_root(
        self, away: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = tmp_path / "root"
        root.mkdir()
        record_training(away, target={"kind": "embedded", "root": "/a/folder/of/another/machine"})
        for _ in range(2):
            code, text = ship(capsys, "--from", away, "--root", root)
            assert (code, text.splitlines()[-1]) == (0, f"1 of 1 journals delivered to {root}.")
        with sqlite3.connect(root / "mlflow.db") as store:
            assert store.execute("select name, status from runs order by name").fetchall() == [
                ("otter-1", "FINISHED"),
                ("otter-2", "FAILED"),
            ]
            assert store.execute("select count(*) from metrics").fetchone() == (2 * METRICS,)
            assert store.execute("select count(*) from logged_models").fetchone() == (1,)


class TestADryRun:
    def test_says_what_is_in_it_and_sends_nothing(
        self, away: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, _, _ = record_training(away)
        # Nobody listens there.
        code, text = ship(
            capsys, "--from", away, "--tracking-uri", "http://127.0.0.1:9", "--dry-run"
        )
        records = (folder / "journal.jsonl").read_text().count("\n")
        assert (code, text) == (
            0,
            f"{folder}: 2 runs, {records} records, recorded on {OTHER_HOST} for "
            "http://127.0.0.1:9.\nThey would go to http://127.0.0.1:9.\n",
        )

    def test_says_what_could_not_be_delivered(
        self, away: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record_training(away, version=2)
        code, report = ship_json(capsys, "--from", away, "--dry-run")
        assert code == 1
        assert "Update jupyterlab-autolog" in report["journals"][0]["fault"]


class TestRefusals:
    """Each is one sentence with what to do, and an exit code of its own."""

    def refused(self, capsys: pytest.CaptureFixture[str], source: Path) -> str:
        code, text = ship(capsys, "--from", source, "--tracking-uri", "http://127.0.0.1:9")
        assert code == 1
        return text.splitlines()[0]

    def test_a_folder_without_a_journal(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert "There is no journal in" in self.refused(capsys, tmp_path)
        assert "There is no journal in" in self.refused(capsys, tmp_path / "nowhere")

    def test_a_journal_of_a_newer_version(
        self, away: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record_training(away, version=2)
        assert "Update jupyterlab-autolog" in self.refused(capsys, away)

    def test_a_journal_without_its_first_line(
        self, away: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, _, _ = record_training(away)
        (folder / "journal.jsonl").write_text("{\n")
        assert "first line is damaged" in self.refused(capsys, away)

    def test_a_kernel_that_still_lives(
        self, away: Path, capsys: pytest.CaptureFixture[str], team: MlflowServer
    ) -> None:
        record_training(away, pid=os.getpid(), host=socket.gethostname(), time=time.time() * 1000)
        line = self.refused(capsys, away)
        assert f"still runs (process {os.getpid()}). Shut it down" in line

    def test_a_kernel_of_another_machine_that_was_at_work_just_now(
        self, away: Path, capsys: pytest.CaptureFixture[str], team: MlflowServer
    ) -> None:
        folder, _, _ = record_training(away)
        with (folder / "journal.jsonl").open("a") as journal:
            journal.write(json.dumps({"type": "flush", "time": int(time.time() * 1000)}) + "\n")
        assert "wait five minutes" in self.refused(capsys, away)
        with (folder / "journal.jsonl").open("a") as journal:
            journal.write(json.dumps({"type": "close", "time": int(time.time() * 1000)}) + "\n")
        assert "can't be reached" in self.refused(capsys, away), "it has ended in good order"

    def test_a_journal_that_its_own_shipper_delivers(
        self, away: Path, capsys: pytest.CaptureFixture[str], team: MlflowServer
    ) -> None:
        folder, _, _ = record_training(away)
        write_owner(folder, 1, pid=NOBODY, host=OTHER_HOST, heartbeat=int(time.time() * 1000))
        assert "just being delivered to its own tracking server" in self.refused(capsys, away)

    def test_a_server_that_is_not_there(
        self, away: Path, capsys: pytest.CaptureFixture[str], team: MlflowServer
    ) -> None:
        record_training(away)
        record_training(away)
        code, report = ship_json(capsys, "--from", away, "--tracking-uri", "http://127.0.0.1:9")
        assert code == 1
        one, other = report["journals"]
        assert "can't be reached" in one["fault"]
        assert "run the same command again" in one["fault"]
        assert other["fault"] == "not tried, for the same reason."

    def test_an_address_that_is_none(self, away: Path, capsys: pytest.CaptureFixture[str]) -> None:
        record_training(away)
        code, text = ship(capsys, "--from", away, "--tracking-uri", "file:///tmp/x")
        assert code == 1
        assert "Give --tracking-uri an address" in text

    def test_an_address_without_a_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["ship", "--tracking-uri", "http://a"])
        assert ended.value.code == 2
        assert "belong to --from DIR" in capsys.readouterr().err
