"""Why a tracking server can't be used, in words for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    reason: str
    next: str


LOOK_AT_LOG = "It is started again by itself; start Jupyter with --debug to see its log."
