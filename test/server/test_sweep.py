from __future__ import annotations

import os
import time
from pathlib import Path

from support.journal import write_journal

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.sweep import KEPT_SECONDS, sweep


def documents_of(home: Home, kernel: str, age: float) -> list[Path]:
    inbox, snapshot = home.inbox / kernel, home.snapshots / f"{kernel}.ipynb"
    inbox.mkdir(parents=True)
    (inbox / "1.json").touch()
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    snapshot.touch()
    then = time.time() - age
    for path in (inbox, snapshot):
        os.utime(path, (then, then))
    return [inbox, snapshot]


def test_documents_of_kernels_that_are_long_gone_are_removed(home: Home) -> None:
    gone = documents_of(home, "gone", KEPT_SECONDS + 60)
    kept = [
        *documents_of(home, "recent", KEPT_SECONDS - 60),
        *documents_of(home, "live", KEPT_SECONDS + 60),
        *documents_of(home, "with-journal", KEPT_SECONDS + 60),
    ]
    write_journal(home, "j", kernel_id="with-journal")
    sweep(home, {"live"})
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)


def test_without_any_there_is_nothing_to_do(home: Home) -> None:
    sweep(home, set())
    assert not home.path.exists()
