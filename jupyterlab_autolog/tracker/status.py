"""The state of a tracking server as the browser gets it: ``TrackerStatus`` of the protocol."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

State = Literal["starting", "ready", "unreachable", "failed", "stopped", "offline"]


def now() -> int:
    """Milliseconds since the epoch."""
    return int(time.time() * 1000)


@dataclass(frozen=True)
class TrackerStatus:
    kind: Literal["embedded", "external"]
    state: State
    location: str
    reason: str | None = None
    next: str | None = None
    since: int = field(default_factory=now, compare=False)

    def to_json(self) -> dict[str, str | int | None]:
        return {
            "kind": self.kind,
            "state": self.state,
            "since": self.since,
            "location": self.location,
            "reason": self.reason,
            "next": self.next,
        }
