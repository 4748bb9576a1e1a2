"""``jupyter autolog``, as a person calls it."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from support.journal import NOBODY, write_journal, write_owner

from jupyterlab_autolog.command.main import main
from jupyterlab_autolog.config import Autolog
from jupyterlab_autolog.home import Home


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


def ask_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code, text = ask(capsys, *arguments, "--json")
    return code, json.loads(text)


def record_run(home: Home, target: dict[str, Any]) -> Path:
    """The journal of a kernel that ended, with one finished run of the experiment `away`."""
    folder = home.journals / str(uuid.uuid4())
    folder.mkdir(parents=True)
    run = str(uuid.uuid4())
    opened = {
        "type": "open",
        "version": 1,
        "journalId": folder.name,
        "kernelId": "k",
        "pid": NOBODY,
        "host": socket.gethostname(),
        "time": 1000,
        "target": target,
        "snapshotFile": None,
    }
    made = {
        "type": "run",
        "run": run,
        "experiment": "away",
        "name": "otter",
        "time": 1000,
        "tags": {},
        "executionCount": None,
    }
    ended = {"type": "end", "run": run, "status": "FINISHED", "time": 2000, "reason": None}
    records = [opened, made, ended, {"type": "close", "time": 2000}]
    lines = "".join(f"{json.dumps(record)}\n" for record in records)
    (folder / "journal.jsonl").write_text(lines)
    return folder


def built_shipper() -> None:
    if not Path(Autolog().shipper).is_file():
        pytest.skip("the shipper is not built: run `npm run build`")


class TestStatus:
    def test_says_that_nothing_waits(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert ask(capsys, "status") == (
            0,
            "Nothing waits: all that was recorded is delivered.\n",
        )

    def test_says_what_waits_for_whom_and_why(
        self, home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        embedded = {"kind": "embedded", "root": str(tmp_path)}
        write_journal(home, "a", target=embedded)
        write_journal(home, "b")
        write_journal(home, "c", pid=os.getpid(), time=time.time() * 1000)
        write_owner(write_journal(home, "d"), 1, pid=os.getpid())
        code, report = ask_json(capsys, "status")
        assert code == 0
        assert {Path(one["journal"]).name: one["reason"] for one in report["waiting"]} == {
            "a": "no-tracker",
            "b": "left-behind",
            "c": "kernel",
            "d": "shipper",
        }
        _, text = ask(capsys, "status")
        first, second, *_ = text.splitlines()
        assert first.startswith(f"1 record waits for {tmp_path}: no tracking server runs")
        assert second == (
            "1 record waits for http://a: its kernel has ended: "
            "`jupyter autolog ship` delivers them."
        )

    def test_says_what_the_delivery_met_with(
        self, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        trouble = "The tracking server at http://a can't be reached: connect ECONNREFUSED."
        alive = write_journal(home, "a")
        write_owner(alive, 1, pid=os.getpid())
        dead = write_journal(home, "b")
        for folder in (alive, dead):
            (folder / "progress.json").write_text(json.dumps({"offset": 0, "trouble": trouble}))
        _, text = ask(capsys, "status")
        told = "The tracking server at http://a can't be reached: connect ECONNREFUSED"
        first, second = text.splitlines()
        assert first.endswith(f": {told}; it is tried again by itself.")
        assert second.endswith(f": {told}; `jupyter autolog ship` tries again.")
        _, report = ask_json(capsys, "status")
        assert [one["trouble"] for one in report["waiting"]] == [trouble, trouble]

    def test_counts_what_is_not_delivered(
        self, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = record_run(home, {"kind": "uri", "uri": "http://a"})
        first_line = (folder / "journal.jsonl").read_bytes().index(b"\n") + 1
        (folder / "progress.json").write_text(json.dumps({"offset": first_line}))
        _, report = ask_json(capsys, "status")
        assert report["waiting"][0]["records"] == 3

    def test_says_what_was_refused_and_where_it_is(
        self, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = home.path / "rejects" / "j.jsonl"
        file.parent.mkdir(parents=True)
        file.write_text("{}\n{}\n")
        _, text = ask(capsys, "status")
        assert (
            f"2 records were refused by a tracking server; they and the reasons are in {file}"
            in (text)
        )


class TestShip:
    def test_delivers_what_a_kernel_left_behind_with_no_jupyter_running(
        self, home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        built_shipper()
        root = tmp_path / "root"
        root.mkdir()
        folder = record_run(home, {"kind": "embedded", "root": str(root)})
        assert ask(capsys, "ship") == (0, "1 of 1 journals delivered.\n")
        assert not folder.exists()
        with sqlite3.connect(root / "mlflow.db") as store:
            assert store.execute("select name, status from runs").fetchall() == [
                ("otter", "FINISHED")
            ]
        assert ask(capsys, "ship")[0] == 0

    def test_ends_with_1_where_something_is_left(
        self, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        built_shipper()
        folder = record_run(home, {"kind": "uri", "uri": "http://127.0.0.1:9"})
        code, text = ask(capsys, "ship")
        assert code == 1
        assert "4 records wait for http://127.0.0.1:9" in text
        assert "0 of 1 journals delivered." in text
        assert folder.exists()

    def test_says_that_it_takes_longer_than_it_may(
        self,
        home: Home,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        built_shipper()
        monkeypatch.setattr("jupyterlab_autolog.recovery.RUN_LIMIT_SECONDS", 0.01)
        record_run(home, {"kind": "uri", "uri": "http://127.0.0.1:9"})
        code, report = ask_json(capsys, "ship")
        assert code == 1
        assert "was not over" in report["faults"][0]

    def test_says_why_a_store_can_not_be_served(
        self, home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        root = tmp_path / "root"
        root.mkdir()
        (root / "mlflow.db").write_text("no store at all, but a file of text" * 50)
        record_run(home, {"kind": "embedded", "root": str(root)})
        code, report = ask_json(capsys, "ship")
        assert code == 1
        assert "can't be read as an SQLite store" in report["faults"][0]
        assert len(report["left"]) == 1


class TestDoctor:
    def findings(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
        _, report = ask_json(capsys, "doctor", *arguments)
        return {finding["check"]: finding for finding in report["findings"]}

    def test_finds_the_folder_of_the_journals_and_the_store_in_order(
        self, home: Home, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        found = self.findings(capsys, "--root", str(tmp_path))
        assert found["journals"]["words"] == f"{home.path}."
        assert found["tracking server"]["ok"]
        assert f"embedded, for {tmp_path}" in found["tracking server"]["words"]
        assert found["provisioner"]["ok"]
        assert found["Node.js"]["ok"]

    def test_leaves_a_store_alone_that_is_not_complete(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        store = tmp_path / "mlflow.db"
        with sqlite3.connect(store) as connection:
            connection.execute("create table alembic_version (version_num text)")
            connection.execute("insert into alembic_version values ('451aebb31d03')")
        os.utime(store, (1000, 1000))
        self.findings(capsys, "--root", str(tmp_path))
        assert store.exists()

    def test_ends_with_1_and_says_what_to_do_where_something_is_wrong(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
        monkeypatch.setenv("AUTOLOG_DISABLE", "1")
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
        monkeypatch.setenv("AUTOLOG_HOME", str(tmp_path / "file" / "below"))
        (tmp_path / "file").write_text("")
        monkeypatch.setattr("shutil.which", lambda _name: None)
        code, text = ask(capsys, "doctor")
        assert code == 1
        lines = {line.split(":")[0].split(maxsplit=1)[1]: line for line in text.splitlines()}
        assert "Unset AUTOLOG_DISABLE" in lines["autologging"]
        assert "Set AUTOLOG_HOME" in lines["journals"]
        assert "Install Node.js" in lines["Node.js"]
        assert "http://127.0.0.1:9" in lines["tracking server"]
        assert "Check MLFLOW_TRACKING_URI" in lines["tracking server"]
        for check in ("autologging", "journals", "Node.js", "tracking server"):
            assert lines[check].startswith("problem")


def test_a_command_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sing"])
    assert ended.value.code == 2
    assert "status" in capsys.readouterr().err
