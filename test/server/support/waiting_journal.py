"""Journals as the kernel writes them, of runs that no server has in full."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from jupyterlab_autolog.home import Home
from support.journal import NOBODY, this_host


def line(**record: Any) -> str:
    """As ``JSON.stringify`` writes it."""
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False) + "\n"


class WaitingJournal:
    """One that grows as a test says; its kernel has ended if nothing else is said."""

    def __init__(
        self,
        home: Home,
        notebook: str | None = "a.ipynb",
        target: dict[str, Any] | None = None,
        **opened: Any,
    ) -> None:
        self.folder: Path = home.journals / str(uuid.uuid4())
        self.folder.mkdir(parents=True)
        self.file = self.folder / "journal.jsonl"
        self._notebook = notebook
        first = {
            "type": "open",
            "version": 1,
            "journalId": self.folder.name,
            "kernelId": "k",
            "pid": NOBODY,
            "host": this_host(),
            "time": 1000,
            "target": target or {"kind": "uri", "uri": "http://a"},
            "snapshotFile": None,
        }
        self.add(**{**first, **opened})

    @property
    def size(self) -> int:
        return self.file.stat().st_size

    def add(self, **record: Any) -> None:
        with self.file.open("a") as file:
            file.write(line(**record))

    def add_run(self, name: str, time: int = 2000, experiment: str = "a", **fields: Any) -> str:
        run = str(uuid.uuid4())
        source = {} if self._notebook is None else {"mlflow.source.name": self._notebook}
        self.add(
            type="run",
            run=run,
            experiment=experiment,
            name=name,
            time=time,
            tags={**source, "autolog.clientRunId": run},
            executionCount=1,
            **fields,
        )
        return run

    def add_metric(self, run: str, key: str, value: float | str, step: int = 0) -> None:
        self.add(type="metric", run=run, key=key, value=value, step=step, time=3000)

    def end(self, run: str, status: str = "FINISHED", reason: str | None = None) -> None:
        self.add(type="end", run=run, status=status, time=4000, reason=reason)

    def deliver(self, offset: int, **runs: str) -> None:
        """Notes that all before ``offset`` is with the server, which calls those runs so."""
        progress = {
            "version": 1,
            "offset": offset,
            "runs": {ours: {"runId": theirs} for ours, theirs in runs.items()},
        }
        (self.folder / "progress.json").write_text(json.dumps(progress))
