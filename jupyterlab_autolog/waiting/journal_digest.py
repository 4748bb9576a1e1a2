"""What a journal says of its runs, read on from where the last look ended."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KNOWN_VERSION = 1
"""Of the journal's format; the counterpart of ``JOURNAL_VERSION`` in ``records.ts``."""

CHUNK_BYTES = 1 << 20
"""Read in one piece, so that between pieces others have their turn."""

MOST_METRICS = 20
"""Of a run, those that it logged first."""

SOURCE_NAME = "mlflow.source.name"

# As `JSON.stringify` writes them, and metrics as `metric-line.ts` does, the value behind the key.
_METRIC = b'{"type":"metric","run":"'
_VALUE = b'"value":'
_HEAD = re.compile(rb'\{"type":"(\w+)"(?:,"run":"([^"\\]{1,64})")?')


@dataclass
class RunDigest:
    """A run as far as the journal tells."""

    run: str
    name: str
    experiment: str
    notebook: str | None
    start_time: int
    resumes: str | None = None
    """MLflow's id of the run that it goes on with."""
    end: dict[str, Any] | None = None
    """The record of its end."""
    last_offset: int = 0
    """Where the last of its records ends, in bytes of the journal."""
    metrics: dict[str, float | str] = field(default_factory=dict)
    """The last value by key, those that JSON has no number for as words."""


@dataclass
class JournalDigest:
    """Of one file; never of another one that took its place."""

    offset: int = 0
    last_time: int = 0
    """When the kernel opened it, or closed it, in milliseconds since the epoch."""
    opened: dict[str, Any] = field(default_factory=dict)
    is_closed: bool = False
    runs: dict[str, RunDigest] = field(default_factory=dict)

    @property
    def is_readable(self) -> bool:
        return self.opened.get("version") == KNOWN_VERSION

    def read_on(self, journal: Path, most_bytes: int) -> int:
        """Reads whole lines, until it has ``most_bytes``. How many it read. Raises ``OSError``."""
        begin = self.offset
        with journal.open("rb") as file:
            file.seek(begin)
            while self.offset - begin < most_bytes:
                lines = file.readlines(CHUNK_BYTES)
                if lines and not lines[-1].endswith(b"\n"):
                    lines.pop()  # torn, or just being written
                if not lines:
                    break
                self._take(lines)
        return self.offset - begin

    def _take(self, lines: list[bytes]) -> None:
        latest: dict[bytes, tuple[int, bytes]] = {}
        offset = self.offset
        for line in lines:
            offset += len(line)
            if line.startswith(_METRIC):
                # Nothing behind the value holds a text of the user's.
                cut = line.rfind(_VALUE)
                latest[line[:cut]] = (offset, line)
            else:
                self._take_other(line, offset)
        self.offset = offset
        for end, line in latest.values():
            self._take_metric(line, end)

    def _take_metric(self, line: bytes, end: int) -> None:
        record = _record(line)
        run = self.runs.get(str(record.get("run")))
        if run is None:
            return
        run.last_offset = max(run.last_offset, end)
        key, value = record.get("key"), record.get("value")
        is_known = key in run.metrics or len(run.metrics) < MOST_METRICS
        if isinstance(key, str) and isinstance(value, int | float | str) and is_known:
            run.metrics[key] = value

    def _take_other(self, line: bytes, end: int) -> None:
        head = _HEAD.match(line)
        if head is None:
            return
        match head[1]:
            case b"open" if not self.opened:
                self.opened = _record(line)
            case b"close":
                self.is_closed = True
                self.last_time = _time(_record(line).get("time"))
            case b"run":
                self._take_run(_record(line), end)
            case b"end" | b"resume":
                self._take_end(_record(line), end)
            case _:
                run = self.runs.get((head[2] or b"").decode(errors="replace"))
                if run is not None:
                    run.last_offset = end

    def _take_run(self, record: dict[str, Any], end: int) -> None:
        match record:
            case {"run": str(run), "experiment": str(experiment), "name": str(name)}:
                tags = record.get("tags")
                source = tags.get(SOURCE_NAME) if isinstance(tags, dict) else None
                notebook = source if isinstance(source, str) else None
                start = _time(record.get("time"))
                resumes = record.get("resumes")
                if run not in self.runs:
                    self.runs[run] = RunDigest(
                        run,
                        name or str(resumes or run)[:8],
                        experiment,
                        notebook,
                        start,
                        resumes if isinstance(resumes, str) else None,
                    )
                self.runs[run].last_offset = end

    def _take_end(self, record: dict[str, Any], end: int) -> None:
        run = self.runs.get(str(record.get("run")))
        if run is not None:
            run.end = record if record["type"] == "end" else None
            run.last_offset = end


def _record(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _time(value: Any) -> int:
    return int(value) if isinstance(value, int | float) else 0
