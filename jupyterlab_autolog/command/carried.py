"""What lies in a folder that was carried here: journals, and what is in them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

JOURNAL_FILE = "journal.jsonl"
_RUN_RECORD = re.compile(rb'\{"type": ?"run"')
KNOWN_VERSION = 1
"""Of the journal's format; the counterpart of ``JOURNAL_VERSION`` in ``records.ts``."""


@dataclass(frozen=True)
class Contents:
    """One journal, whoever wrote it."""

    path: Path
    runs: int
    records: int
    meant_for: str
    """The tracking server that the journal itself names."""
    host: str
    """The machine that it was recorded on."""
    fault: str | None
    """Why it can't be delivered, as far as reading it tells, and what to do."""

    @property
    def line(self) -> str:
        if self.fault is not None:
            return f"{self.path}: {self.fault}"
        runs = "1 run" if self.runs == 1 else f"{self.runs} runs"
        records = "1 record" if self.records == 1 else f"{self.records} records"
        return f"{self.path}: {runs}, {records}, recorded on {self.host} for {self.meant_for}."

    def to_json(self) -> dict[str, Any]:
        return {
            "journal": str(self.path),
            "runs": self.runs,
            "records": self.records,
            "meantFor": self.meant_for,
            "host": self.host,
            "fault": self.fault,
        }


def journal_folders(source: Path) -> list[Path]:
    """The journals in ``source``: a journal's folder, a folder of those, or an AUTOLOG_HOME."""
    if (source / JOURNAL_FILE).is_file():
        return [source]
    parent = source / "journals" if (source / "journals").is_dir() else source
    return sorted(
        file.parent
        for file in parent.glob(f"*/{JOURNAL_FILE}")
        if not file.parent.name.startswith(".")  # delivered, and on its way out
    )


def contents_of(folder: Path) -> Contents:
    """Reads all of the journal. Raises ``OSError``."""
    runs = records = 0
    opened: dict[str, Any] = {}
    with (folder / JOURNAL_FILE).open("rb") as lines:
        for number, line in enumerate(lines):
            if number == 0:
                opened = _opened(line)
            if not line.endswith(b"\n"):
                break  # torn by the death of the kernel
            records += 1
            runs += _RUN_RECORD.match(line) is not None
    target = opened.get("target")
    fields = target if isinstance(target, dict) else {}
    return Contents(
        path=folder,
        runs=runs,
        records=records,
        meant_for=str(fields.get("root") or fields.get("uri") or "an unknown tracking server"),
        host=str(opened.get("host", "an unknown machine")),
        fault=_fault(opened),
    )


def _opened(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) and value.get("type") == "open" else {}


def _fault(opened: dict[str, Any]) -> str | None:
    if not opened:
        return (
            "its first line is damaged or missing, so it can't be delivered. Copy the journal "
            "again from where it came from."
        )
    if opened.get("version") != KNOWN_VERSION:
        return (
            f"it is a journal of version {opened.get('version')}, and this version of "
            f"jupyterlab-autolog reads version {KNOWN_VERSION}. Update jupyterlab-autolog to "
            "deliver it."
        )
    return None
