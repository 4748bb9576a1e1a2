"""What is read from journals for the panel."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from support.journal import OTHER_HOST
from support.waiting_journal import WaitingJournal

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.target import Embedded, External
from jupyterlab_autolog.waiting.waiting_runs import MOST_RUNS, WaitingReader, WaitingRuns

ALL = 1 << 30


@pytest.fixture
def reader(home: Home) -> WaitingReader:
    return WaitingReader(home, External("http://a"))


def names(found: WaitingRuns) -> list[str]:
    return [run["name"] for run in found.runs]


def only(reader: WaitingReader) -> dict[str, Any]:
    (run,) = reader.look("a.ipynb", ALL).runs
    return run


def test_without_journals_nothing_waits(reader: WaitingReader) -> None:
    assert reader.look("a.ipynb", ALL) == WaitingRuns([], 0, True)


def test_a_run_with_its_last_metrics_newest_first(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home)
    run = journal.add_run("otter", time=2000)
    for step, value in enumerate((1.0, 0.5, 0.25)):
        journal.add_metric(run, "loss", value, step)
    journal.add_metric(run, 'a "value": in its name', "NaN")
    journal.end(run, "FAILED", "ValueError: ü")
    journal.add_run("finch", time=5000)
    found = reader.look("a.ipynb", ALL)
    assert names(found) == ["finch", "otter"]
    assert found.runs[1] == {
        "clientRunId": run,
        "runId": None,
        "name": "otter",
        "experiment": "a",
        "status": "FAILED",
        "startTime": 2000,
        "endTime": 4000,
        "reason": "ValueError: ü",
        "metrics": [
            {"key": "loss", "value": 0.25},
            {"key": 'a "value": in its name', "value": "NaN"},
        ],
    }


def test_only_runs_of_the_notebook_whatever_their_experiment(
    home: Home, reader: WaitingReader
) -> None:
    WaitingJournal(home, notebook="b.ipynb").add_run("another's")
    WaitingJournal(home, notebook=None).add_run("nobody's")
    WaitingJournal(home).add_run("chosen", experiment="by hand")
    assert names(reader.look("a.ipynb", ALL)) == ["chosen"]


def test_of_embedded_stores_only_that_of_this_root(home: Home, tmp_path: Path) -> None:
    here = Embedded(tmp_path)
    WaitingJournal(home, target=here.to_json()).add_run("here")
    WaitingJournal(home, target={"kind": "embedded", "root": "/other"}).add_run("there")
    WaitingJournal(home).add_run("a team's")
    assert sorted(names(WaitingReader(home, here).look("a.ipynb", ALL))) == ["a team's", "here"]


def test_a_delivered_run_does_not_wait_and_one_record_later_it_does(
    home: Home, reader: WaitingReader
) -> None:
    journal = WaitingJournal(home)
    run = journal.add_run("otter")
    journal.add_metric(run, "loss", 1.0)
    journal.deliver(journal.size, **{run: "theirs"})
    assert names(reader.look("a.ipynb", ALL)) == []
    journal.add_metric(run, "loss", 0.5)
    assert only(reader)["runId"] == "theirs"
    assert only(reader)["metrics"] == [{"key": "loss", "value": 0.5}]


def test_a_run_that_the_death_of_its_kernel_left_open_has_failed(
    home: Home, reader: WaitingReader
) -> None:
    journal = WaitingJournal(home)
    journal.add_run("otter")
    os.utime(journal.file, (9, 9))
    found = only(reader)
    assert (found["status"], found["endTime"], found["reason"]) == (
        "FAILED",
        9000,
        "the kernel died",
    )
    journal.add(type="close", time=7000)
    assert (only(reader)["status"], only(reader)["endTime"]) == ("FINISHED", 7000)


def test_a_run_that_is_gone_on_with_has_not_ended(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home, pid=os.getpid(), time=time.time() * 1000)
    run = journal.add_run("otter")
    journal.end(run)
    assert only(reader)["status"] == "FINISHED"
    journal.add(type="resume", run=run, time=5000)
    assert only(reader)["status"] == "RUNNING"


def test_one_that_goes_on_with_a_run_of_the_server_is_that_run(
    home: Home, reader: WaitingReader
) -> None:
    WaitingJournal(home).add_run("", resumes="0123456789abcdef")
    assert (only(reader)["runId"], only(reader)["name"]) == ("0123456789abcdef", "01234567")


def test_a_run_of_a_kernel_that_lives_goes_on(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home, pid=os.getpid(), time=time.time() * 1000)
    journal.add_run("otter")
    assert only(reader)["status"] == "RUNNING"


def test_a_kernel_of_another_host_lives_as_long_as_it_writes(
    home: Home, reader: WaitingReader
) -> None:
    journal = WaitingJournal(home, host=OTHER_HOST)
    journal.add_run("otter")
    assert only(reader)["status"] == "RUNNING"
    os.utime(journal.file, (9, 9))
    assert only(reader)["status"] == "FAILED"


def test_torn_and_foreign_lines_are_passed_over(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home)
    run = journal.add_run("otter")
    with journal.file.open("a") as file:
        file.write('{"type":"metric","run":"' + run + '","key":"loss","val\nno record\n[]\n\n')
        file.write('{"type":"run","run":"x"}\n{"type":"metric","run":"')
    assert only(reader)["metrics"] == []
    with journal.file.open("a") as file:
        file.write(run + '","key":"loss","value":2,"step":0,"time":1}\n')
    assert only(reader)["metrics"] == [{"key": "loss", "value": 2}], "the torn line was ended"


def test_a_journal_of_a_newer_version_is_left_alone(home: Home, reader: WaitingReader) -> None:
    WaitingJournal(home, version=2).add_run("otter")
    assert names(reader.look("a.ipynb", ALL)) == []


def test_a_long_journal_is_read_piece_by_piece(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home)
    first = journal.add_run("otter")
    padding = "x" * 1000
    for number in range(3000):
        journal.add_metric(first, f"{padding}{number % 3}", float(number))
    journal.add_run("finch", time=9000)
    assert journal.size > 3 << 20
    looks = [reader.look("a.ipynb", 1 << 20)]
    while not looks[-1].is_complete:
        looks.append(reader.look("a.ipynb", 1 << 20))
    assert names(looks[0]) == ["otter"]
    assert names(looks[-1]) == ["finch", "otter"]
    assert len(looks) >= 3
    assert [metric["value"] for metric in looks[-1].runs[1]["metrics"]] == [2997, 2998, 2999]


def test_what_has_not_grown_is_not_read_again(
    home: Home, reader: WaitingReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = WaitingJournal(home)
    journal.add_run("otter")
    reader.look("a.ipynb", ALL)
    text = journal.file.read_bytes()
    # Another text of the same length: were it read again, the name would be another.
    journal.file.write_bytes(text.replace(b"otter", b"heron"))
    assert names(reader.look("a.ipynb", ALL)) == ["otter"]


def test_a_journal_that_was_cut_is_read_anew(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home)
    journal.add_run("otter")
    kept = journal.file.read_bytes()
    journal.add_run("finch")
    assert len(reader.look("a.ipynb", ALL).runs) == 2
    journal.file.write_bytes(kept)
    assert names(reader.look("a.ipynb", ALL)) == ["otter"]


def test_the_newest_of_very_many_and_how_many_there_are(home: Home, reader: WaitingReader) -> None:
    journal = WaitingJournal(home)
    for number in range(MOST_RUNS + 1):
        journal.add_run(f"run {number}", time=number)
    found = reader.look("a.ipynb", ALL)
    assert (len(found.runs), found.total) == (MOST_RUNS, MOST_RUNS + 1)
    assert found.runs[-1]["name"] == "run 1"
