"""``jupyter autolog status``."""

from __future__ import annotations

from pathlib import Path

from ..config import Autolog
from ..home import Home
from .report import Report
from .waiting import Waiting, rejected, waiting_journals


def report(config: Autolog, _root: Path) -> Report:
    """Always good: that something waits is no fault."""
    home = Home(config.home)
    waiting = waiting_journals(home)
    refused = rejected(home)
    lines = [line_of(one) for one in waiting] or [
        "Nothing waits: all that was recorded is delivered."
    ]
    lines += [
        f"{count} records were refused by a tracking server; they and the reasons are in {file}."
        for file, count in refused.items()
    ]
    return Report(
        True,
        lines,
        {
            "home": str(home.path),
            "waiting": [one.to_json() for one in waiting],
            "rejected": [{"file": str(file), "records": n} for file, n in refused.items()],
        },
    )


def line_of(waiting: Waiting) -> str:
    noun = "record waits" if waiting.records == 1 else "records wait"
    return f"{waiting.records} {noun} for {waiting.target}: {waiting.words}."
