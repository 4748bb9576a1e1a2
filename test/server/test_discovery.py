from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.tracker.discovery import (
    RunningTracker,
    announce,
    announced,
    discovery_file,
    running_trackers,
    withdraw,
)

NOBODY = 2**22 + 1
"""No process has that number: Linux counts to 2**22."""


def tracker(root: Path, pid: int = os.getpid()) -> RunningTracker:
    return RunningTracker(pid, root.resolve(), None, "http://127.0.0.1:1")


def test_the_file_is_named_after_the_real_path_of_the_root(home: Home, tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "root")
    digest = hashlib.sha256(str(tmp_path / "root").encode()).hexdigest()[:16]
    assert discovery_file(home, tmp_path / "root") == home.trackers / f"{digest}.json"
    assert discovery_file(home, tmp_path / "link") == discovery_file(home, tmp_path / "root")


def test_what_is_announced_is_found(home: Home, tmp_path: Path) -> None:
    announce(home, tracker(tmp_path))
    assert announced(home, tmp_path) == tracker(tmp_path)
    assert list(running_trackers(home)) == [tracker(tmp_path)]
    entry = json.loads(discovery_file(home, tmp_path).read_text())
    assert set(entry) == {"version", "pid", "root", "socket", "url", "started"}


def test_a_dead_one_is_not_found(home: Home, tmp_path: Path) -> None:
    announce(home, tracker(tmp_path, NOBODY))
    assert announced(home, tmp_path) is None
    assert list(running_trackers(home)) == []


def test_one_whose_socket_is_gone_is_not_found(home: Home, tmp_path: Path) -> None:
    socket = tmp_path / "mlflow.sock"
    announce(home, RunningTracker(os.getpid(), tmp_path, str(socket), None))
    assert announced(home, tmp_path) is None
    socket.touch()
    assert announced(home, tmp_path) is not None


def test_only_its_own_file_is_withdrawn(home: Home, tmp_path: Path) -> None:
    announce(home, tracker(tmp_path))
    withdraw(home, tracker(tmp_path, NOBODY))
    assert announced(home, tmp_path) is not None
    withdraw(home, tracker(tmp_path))
    assert announced(home, tmp_path) is None
    withdraw(home, tracker(tmp_path))


def test_a_file_that_is_no_announcement_is_as_none(home: Home, tmp_path: Path) -> None:
    announce(home, tracker(tmp_path))
    for text in ("", "[]", '{"version": 2}', '{"version": 1, "pid": "1"}'):
        discovery_file(home, tmp_path).write_text(text)
        assert announced(home, tmp_path) is None
