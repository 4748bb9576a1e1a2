from __future__ import annotations

import os
import time
from pathlib import Path

from support.journal import write_journal, write_owner

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.sweep import COPYING_SECONDS, KEPT_SECONDS, sweep_carried, sweep_snapshots


def snapshot_of(home: Home, kernel: str, age: float) -> Path:
    snapshot = home.snapshots / f"{kernel}.ipynb"
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    snapshot.touch()
    then = time.time() - age
    os.utime(snapshot, (then, then))
    return snapshot


def test_snapshots_that_nobody_will_ask_for_are_removed(home: Home) -> None:
    gone = snapshot_of(home, "gone", KEPT_SECONDS + 60)
    recent = snapshot_of(home, "recent", KEPT_SECONDS - 60)
    needed = snapshot_of(home, "with-journal", KEPT_SECONDS + 60)
    write_journal(home, "j", kernel_id="with-journal")
    sweep_snapshots(home)
    assert [snapshot.exists() for snapshot in (gone, recent, needed)] == [False, True, True]


def test_without_any_there_is_nothing_to_do(home: Home) -> None:
    sweep_snapshots(home)
    sweep_carried(home)
    assert not home.path.exists()


def test_copies_of_journals_that_nobody_delivers_any_more_are_removed(home: Home) -> None:
    copies = [home.path / "carried" / name for name in ("killed", "in the making", "delivered now")]
    for copy in copies:
        (copy / "spool").mkdir(parents=True)
    write_owner(copies[2], 1, pid=os.getpid())
    then = time.time() - COPYING_SECONDS - 60
    os.utime(copies[0], (then, then))
    os.utime(copies[2], (then, then))
    sweep_carried(home)
    assert [copy.exists() for copy in copies] == [False, True, True]
