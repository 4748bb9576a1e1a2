"""The embedded tracking server, with real MLflow."""

from __future__ import annotations

import logging
import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.polling import until

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.processes import is_alive
from jupyterlab_autolog.tracker import launch, supervisor
from jupyterlab_autolog.tracker.discovery import announced, discovery_file
from jupyterlab_autolog.tracker.supervisor import EmbeddedTracker, pause_before_restart

LOG = logging.getLogger("test")


@pytest.fixture
def tracker(tmp_path: Path, home: Home) -> Iterator[EmbeddedTracker]:
    (tmp_path / "root").mkdir()
    made = EmbeddedTracker(tmp_path / "root", home, log=LOG, start_timeout=30)
    yield made
    made.stop()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_answers_comes_back_when_killed_and_leaves_nothing_behind(
    tracker: EmbeddedTracker, home: Home, tmp_path: Path
) -> None:
    tracker.start()
    assert tracker.status.state == "starting"
    tracker.start()
    assert tracker.wait_for("ready", "failed", timeout=40).state == "ready"

    process = tracker.process
    assert process is not None
    assert process.socket is not None
    assert process.answers("/version")
    assert mode(process.socket.parent) == 0o700
    assert mode(process.socket) == 0o600
    assert len(os.fsencode(process.socket)) <= launch.SOCKET_PATH_LIMIT
    known = until(lambda: announced(home, tmp_path / "root"), what="the announcement")
    assert known.socket == str(process.socket)
    assert known.pid == process.pid
    assert mode(discovery_file(home, tmp_path / "root")) == 0o600
    assert list((tmp_path / "root").iterdir()) == [], "a store is made when somebody needs it"

    os.kill(process.pid, signal.SIGKILL)
    until(lambda: tracker.process is None, what="noticing the end")
    assert tracker.wait_for("ready", timeout=40).state == "ready"
    again = tracker.process
    assert again is not None
    assert again.pid != process.pid
    assert not process.socket.parent.exists()
    until(lambda: announced(home, tmp_path / "root"), what="the second announcement")

    tracker.stop()
    assert tracker.status.state == "stopped"
    assert not is_alive(again.pid)
    assert again.socket is not None
    assert not again.socket.parent.exists()
    assert not discovery_file(home, tmp_path / "root").exists()
    tracker.start()
    assert tracker.status.state == "stopped", "once stopped, it stays so"


def test_it_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    script = textwrap.dedent(f"""
        import logging, sys, time
        from pathlib import Path
        from jupyterlab_autolog.home import Home
        from jupyterlab_autolog.tracker.supervisor import EmbeddedTracker
        tracker = EmbeddedTracker(Path({str(tmp_path / "root")!r}), Home({str(tmp_path)!r}),
                                  log=logging.getLogger())
        tracker.start()
        tracker.wait_for("ready", timeout=40)
        print(tracker.process.pid, tracker.process.socket, flush=True)
        time.sleep(600)
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid_text, socket = parent.stdout.readline().split()
    pid = int(pid_text)
    assert is_alive(pid)
    assert Path(socket).exists()
    parent.kill()
    parent.wait()
    until(lambda: not is_alive(pid), 10, "the end of the orphan")
    assert not Path(socket).parent.exists()


def test_a_server_that_can_not_start_is_told_of_in_its_own_words(
    tracker: EmbeddedTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = [sys.executable, "-c", "raise OSError('no room for the store')"]
    monkeypatch.setattr(launch, "command", lambda *_: failing)
    monkeypatch.setattr(supervisor, "pause_before_restart", lambda _failures: 0.01)
    tracker.start()
    status = tracker.wait_for("failed", timeout=20)
    assert status.state == "failed"
    assert status.reason == "It ended while starting: OSError: no room for the store."
    assert status.next is not None
    assert tracker.process is None


def test_a_server_that_gives_no_answer_is_ended(
    tracker: EmbeddedTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = Path(tracker.root) / "pids"
    script = (
        f"import os, time; open({str(pids)!r}, 'a').write(f'{{os.getpid()}} '); time.sleep(600)"
    )
    monkeypatch.setattr(launch, "command", lambda *_: [sys.executable, "-c", script])
    monkeypatch.setattr(supervisor, "pause_before_restart", lambda _failures: 0.01)
    tracker._start_timeout = 0.5
    tracker.start()
    status = tracker.wait_for("failed", timeout=20)
    assert status.reason == "It gave no answer for 0.5 seconds."
    tracker.stop()
    assert pids.read_text()
    assert not any(is_alive(int(pid)) for pid in pids.read_text().split())


def test_a_store_that_can_not_be_served_is_looked_at_again(
    tracker: EmbeddedTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tracker.root / "mlflow.db"
    store.write_text("this is no database, and long enough to be seen as none")
    monkeypatch.setattr(supervisor, "RECHECK_SECONDS", 0.05)
    tried = threading.Event()
    monkeypatch.setattr(supervisor, "TrackerProcess", lambda *_: tried.set())
    tracker.start()
    status = tracker.wait_for("failed", timeout=10)
    assert status.reason is not None
    assert "can't be read" in status.reason
    assert not tried.is_set()
    store.unlink()
    assert tried.wait(10), "it starts once the cause is gone"


def test_the_pause_before_a_restart_grows_up_to_a_minute() -> None:
    pauses = [pause_before_restart(failures) for failures in range(1, 12)]
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert pauses == sorted(pauses)
    assert max(pauses) == 60.0


def test_a_long_temporary_folder_does_not_make_the_sockets_path_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    folder = launch.socket_folder()
    try:
        assert len(os.fsencode(folder / "mlflow.sock")) <= launch.SOCKET_PATH_LIMIT
        assert mode(folder) == 0o700
    finally:
        folder.rmdir()


def test_settings_of_other_mlflow_servers_do_not_reach_it(tmp_path: Path) -> None:
    theirs = {
        "MLFLOW_TRACKING_URI": "http://elsewhere",
        "MLFLOW_REGISTRY_URI": "http://elsewhere",
        "MLFLOW_SERVER_ALLOWED_HOSTS": "*",
        "_MLFLOW_SERVER_FILE_STORE": "elsewhere",
        "MLFLOW_RUN_ID": "a",
        "PATH": "/bin",
    }
    environment = launch.environment(theirs, tmp_path)
    assert environment["_MLFLOW_SERVER_FILE_STORE"] == f"sqlite:///{tmp_path}/mlflow.db"
    assert environment["PATH"] == "/bin"
    assert "MLFLOW_SERVER_ALLOWED_HOSTS" not in environment
    assert "MLFLOW_RUN_ID" not in environment
    assert "http://elsewhere" not in environment.values()
