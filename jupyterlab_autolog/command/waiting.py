"""Journals that are not delivered, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..home import Home
from ..journals import Journal, journals
from ..tracker.discovery import announced

Reason = Literal["kernel", "shipper", "no-tracker", "left-behind"]


@dataclass(frozen=True)
class Waiting:
    """A journal with records that its tracking server has not got yet."""

    journal: Journal
    records: int
    reason: Reason

    @property
    def target(self) -> str:
        return self.journal.embedded_root or self.journal.uri or "an unknown tracking server"

    @property
    def words(self) -> str:
        trouble = self.journal.trouble
        match self.reason:
            case "kernel" | "shipper" if trouble is not None:
                return f"{trouble.removesuffix('.')}; it is tried again by itself"
            case "kernel":
                return "its kernel runs and delivers them by itself"
            case "shipper":
                return "they are being delivered"
            case "no-tracker":
                return (
                    "no tracking server runs for that folder: start JupyterLab there, or run "
                    "`jupyter autolog ship`"
                )
            case "left-behind" if trouble is not None:
                return f"{trouble.removesuffix('.')}; `jupyter autolog ship` tries again"
            case "left-behind":
                return "its kernel has ended: `jupyter autolog ship` delivers them"

    def to_json(self) -> dict[str, Any]:
        return {
            "journal": str(self.journal.path),
            "target": self.target,
            "records": self.records,
            "bytes": self.journal.waiting_bytes,
            "reason": self.reason,
            "trouble": self.journal.trouble,
        }


def waiting_journals(home: Home) -> list[Waiting]:
    found = [
        Waiting(journal, _count_records(journal), _reason(home, journal))
        for journal in journals(home)
    ]
    # A live kernel keeps its journal also when all of it is delivered.
    return [one for one in found if one.records > 0 or one.reason == "left-behind"]


def _reason(home: Home, journal: Journal) -> Reason:
    if journal.has_live_kernel:
        return "kernel"
    if journal.has_live_owner:
        return "shipper"
    root = journal.embedded_root
    if root is not None and announced(home, Path(root)) is None:
        return "no-tracker"
    return "left-behind"


def _count_records(journal: Journal) -> int:
    try:
        with (journal.path / "journal.jsonl").open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - journal.waiting_bytes))
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0  # delivered meanwhile


def rejected(home: Home) -> dict[Path, int]:
    """How many records each file of rejects holds: what a tracking server refused for good."""
    counts = {}
    for file in sorted((home.path / "rejects").glob("*.jsonl")):
        with file.open("rb") as lines:
            counts[file] = sum(1 for _ in lines)
    return counts
