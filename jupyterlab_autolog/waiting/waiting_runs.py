"""The runs of a notebook that journals hold and no tracking server has in full."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..home import Home, read_json
from ..journals import Journal, journals
from ..target import Embedded, Target
from .journal_digest import JournalDigest, RunDigest

MOST_RUNS = 200
"""In one answer."""

SILENCE_SECONDS = 300.0
"""A kernel of another host that wrote nothing for so long is taken for dead."""

JOURNAL = "journal.jsonl"


@dataclass(frozen=True)
class WaitingRuns:
    runs: list[dict[str, Any]]
    """``WaitingRun`` of the protocol, newest first, at most ``MOST_RUNS``."""
    total: int
    is_complete: bool
    """False while there is more to read than one look may take."""


class WaitingReader:
    """Reads journals on from look to look: what has not grown costs next to nothing."""

    def __init__(self, home: Home, target: Target) -> None:
        self._home = home
        self._root = target.root if isinstance(target, Embedded) else None
        self._digests: dict[Path, JournalDigest] = {}

    def look(self, notebook: str, most_bytes: int) -> WaitingRuns:
        """Blocks; never to be called twice at the same time. ``most_bytes`` are read at most."""
        waiting = [one for one in journals(self._home) if self._is_ours(one)]
        kept = {journal.path for journal in waiting}
        self._digests = {path: one for path, one in self._digests.items() if path in kept}
        left = most_bytes
        is_complete = True
        runs: list[dict[str, Any]] = []
        for journal in waiting:
            digest = self._digest_of(journal.path)
            try:
                left -= digest.read_on(journal.path / JOURNAL, left) if left > 0 else 0
                is_complete &= left > 0
                runs += _runs_of(journal, digest, notebook)
            except OSError:
                continue  # delivered meanwhile
        runs.sort(key=lambda run: run["startTime"], reverse=True)
        return WaitingRuns(runs[:MOST_RUNS], len(runs), is_complete)

    def _is_ours(self, journal: Journal) -> bool:
        """Notebooks of other roots may have the same path; at a team's server they share it."""
        root = journal.embedded_root
        is_here = root is None or (self._root is not None and Path(root) == self._root)
        return is_here and journal.waiting_bytes > 0

    def _digest_of(self, folder: Path) -> JournalDigest:
        digest = self._digests.get(folder)
        if digest is None or (folder / JOURNAL).stat().st_size < digest.offset:
            digest = self._digests[folder] = JournalDigest()
        return digest


def _runs_of(journal: Journal, digest: JournalDigest, notebook: str) -> Iterator[dict[str, Any]]:
    if not digest.is_readable:
        return
    delivered = journal.delivered_bytes
    wanted = [
        run
        for run in digest.runs.values()
        if run.notebook == notebook and run.last_offset > delivered
    ]
    if not wanted:
        return
    known = read_json(journal.path / "progress.json")
    server_runs = known.get("runs") if isinstance(known, dict) else None
    for run in wanted:
        status, end_time, reason = _end_of(run, journal, digest)
        yield {
            "clientRunId": run.run,
            "runId": _run_id(server_runs, run.run) or run.resumes,
            "name": run.name,
            "experiment": run.experiment,
            "status": status,
            "startTime": run.start_time,
            "endTime": end_time,
            "reason": reason,
            "metrics": [{"key": key, "value": value} for key, value in run.metrics.items()],
        }


def _end_of(
    run: RunDigest, journal: Journal, digest: JournalDigest
) -> tuple[str, int | None, str | None]:
    """Status, time and reason: as recorded, or as the shipper will close it."""
    match run.end:
        case {"status": str(status), "time": int(end), "reason": str() | None as reason}:
            return status, end, reason
    if digest.is_closed:
        return "FINISHED", digest.last_time, None
    modified = (journal.path / JOURNAL).stat().st_mtime
    is_elsewhere = digest.opened.get("host") != socket.gethostname()
    if journal.has_live_kernel or (is_elsewhere and time.time() - modified < SILENCE_SECONDS):
        return "RUNNING", None, None
    return "FAILED", int(modified * 1000), "the kernel died"


def _run_id(server_runs: Any, run: str) -> str | None:
    match server_runs:
        case dict() if isinstance(found := server_runs.get(run), dict):
            run_id = found.get("runId")
            return run_id if isinstance(run_id, str) else None
        case _:
            return None
