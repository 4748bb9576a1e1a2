"""What is read from the files of rejects for the panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.waiting_journal import line

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.target import External
from jupyterlab_autolog.waiting.refused_records import RefusedReader

ALL = 1 << 30
HERE = External("http://a")


@pytest.fixture
def reader(home: Home) -> RefusedReader:
    return RefusedReader(home, HERE)


def refuse(home: Home, journal: str = "j", count: int = 1, **fields: Any) -> Path:
    file = home.path / "rejects" / f"{journal}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "time": 5000,
        "reason": "Too long.",
        "start": 0,
        "notebook": "a.ipynb",
        "experiment": "a",
        "target": HERE.to_json(),
        "record": {"type": "metric"},
    }
    with file.open("a") as lines:
        lines.write(line(**{**record, **fields}) * count)
    return file


def test_nothing_was_refused(reader: RefusedReader) -> None:
    assert reader.look("a.ipynb", ALL) is None


def test_how_many_why_the_last_of_them_and_where_they_lie(
    home: Home, reader: RefusedReader
) -> None:
    one = refuse(home, "one", 2)
    other = refuse(home, "other", 1, reason="Too deep.", time=6000)
    assert reader.look("a.ipynb", ALL) == {
        "records": 3,
        "reason": "Too deep.",
        "time": 6000,
        "files": [{"path": str(one), "records": 2}, {"path": str(other), "records": 1}],
    }


@pytest.mark.parametrize(
    "fields",
    [{"notebook": "b.ipynb"}, {"notebook": None}, {"target": {"kind": "embedded", "root": "/x"}}],
)
def test_those_of_others_are_not_told(
    home: Home, reader: RefusedReader, fields: dict[str, Any]
) -> None:
    refuse(home, **fields)
    assert reader.look("a.ipynb", ALL) is None


def test_what_a_person_has_seen_is_told_no_more_and_what_comes_later_is(
    home: Home, reader: RefusedReader
) -> None:
    file = refuse(home, count=2)
    refuse(home, notebook="b.ipynb")
    found = reader.look("a.ipynb", ALL)
    assert found is not None
    refuse(home, reason="Too late.")
    reader.dismiss("a.ipynb", {one["path"]: one["records"] for one in found["files"]})
    later = reader.look("a.ipynb", ALL)
    assert later is not None
    assert (later["records"], later["reason"]) == (1, "Too late.")
    reader.dismiss("a.ipynb", {str(file): 3})
    assert reader.look("a.ipynb", ALL) is None
    assert RefusedReader(home, HERE).look("a.ipynb", ALL) is None, "also after a new start"
    assert reader.look("b.ipynb", ALL) is not None
    assert file.read_text().count("\n") == 4, "the records themselves stay"


def test_only_files_of_rejects_can_be_named(home: Home, reader: RefusedReader) -> None:
    refuse(home)
    reader.dismiss("a.ipynb", {"/etc/passwd": 5, "../x.jsonl": 1})
    assert (home.path / "rejects" / "dismissed.json").read_text() == "{}"


def test_lines_that_are_none_are_passed_over(home: Home, reader: RefusedReader) -> None:
    file = refuse(home)
    with file.open("a") as lines:
        lines.write('no record\n[]\n{"notebook":"a.ipynb"}\n{"time":50')
    found = reader.look("a.ipynb", ALL)
    assert found is not None
    assert found["records"] == 1
    (home.path / "rejects" / "dismissed.json").write_text('{"j": 3}')
    assert reader.look("a.ipynb", ALL) == found
