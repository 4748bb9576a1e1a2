"""What a command has to say, to people and to programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Report:
    is_good: bool
    """Whether nothing is left or wrong."""
    lines: list[str]
    json: dict[str, Any]
