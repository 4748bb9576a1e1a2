"""What a process that failed said, in one line."""

from __future__ import annotations

from collections.abc import Iterable

LIMIT = 500


def telling_line(lines: Iterable[str]) -> str:
    """The line that tells most about the end: the last that names an error, else the last."""
    said = [line.strip() for line in lines if line.strip()]
    errors = [line for line in said if "error" in line.lower() or "exception" in line.lower()]
    return (errors or said or ["it said nothing"])[-1][:LIMIT]
