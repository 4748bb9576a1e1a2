"""SQLite's files come and go, which breaks a listing of the folder that they are in."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

Fetch = Callable[..., Awaitable[Any]]


async def test_a_folder_is_listed_while_the_stores_journal_vanishes(
    jp_fetch: Fetch, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "notes.txt").write_text("mine")
    (root / "mlflow.db").touch()
    journal = root / "mlflow.db-journal"
    journal.touch()
    lstat = os.lstat

    def lstat_and_lose(path: Any, **more: Any) -> os.stat_result:
        status = lstat(path, **more)
        if Path(path).name == journal.name:
            journal.unlink()
        return status

    monkeypatch.setattr(os, "lstat", lstat_and_lose)
    answer = await jp_fetch("api", "contents")
    assert not journal.exists()
    names = {item["name"] for item in json.loads(answer.body)["content"]}
    assert names == {"notes.txt", "mlflow.db"}
