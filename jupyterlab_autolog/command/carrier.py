"""Runs the shipper over journals from elsewhere, one after the other."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..config import Autolog
from ..home import Home
from ..target import Embedded, Target, credential_variables
from .carried import Contents

DELIVERED, SOMETHING_WAITS = 0, 3
"""The shipper's exit codes, as ``main.ts`` has them."""


@dataclass(frozen=True)
class Outcome:
    contents: Contents
    state: Literal["delivered", "waiting", "failed"]
    fault: str | None = None
    """Why it is not delivered, and what to do."""
    refused: int = 0
    """Records that the server refused for good."""
    rejects: str | None = None
    """The file that keeps those."""

    @property
    def lines(self) -> list[str]:
        runs = "1 run" if self.contents.runs == 1 else f"{self.contents.runs} runs"
        lines = (
            [f"{self.contents.path}: {runs} delivered."]
            if self.fault is None
            else [f"{self.contents.path}: {self.fault}"]
        )
        if self.refused > 0:
            records = "1 record was" if self.refused == 1 else f"{self.refused} records were"
            lines.append(f"{records} refused; see {self.rejects} for them and the reasons.")
        return lines

    def to_json(self) -> dict[str, Any]:
        return {
            **self.contents.to_json(),
            "state": self.state,
            "fault": self.fault,
            "refused": self.refused,
            "rejects": self.rejects,
        }


class Carrier:
    def __init__(self, config: Autolog, home: Home, target: Target) -> None:
        self._config = config
        self._home = home
        self._target = target

    async def carry_all(self, contents: list[Contents]) -> list[Outcome]:
        """Where the server can't be reached for one, the others are not tried."""
        outcomes: list[Outcome] = []
        for one in contents:
            if outcomes and outcomes[-1].state == "waiting":
                outcomes.append(Outcome(one, "waiting", "not tried, for the same reason."))
            elif one.fault is not None:
                outcomes.append(Outcome(one, "failed", one.fault))
            else:
                outcomes.append(await self._carry(one))
        return outcomes

    async def _carry(self, contents: Contents) -> Outcome:
        try:
            process = await asyncio.create_subprocess_exec(
                self._config.node,
                *self._arguments(contents.path),
                env={**os.environ, **credential_variables(os.environ, self._target)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
        except OSError as error:
            words = f"Node.js could not be started: {error}. Set Autolog.node."
            return Outcome(contents, "waiting", words)
        try:
            said, complaint = await process.communicate()
        except BaseException:
            process.terminate()  # it leaves in good order
            await process.wait()
            raise
        return _outcome(contents, process.returncode, said, complaint)

    def _arguments(self, folder: Path) -> list[str]:
        target = self._target
        where = (
            ["--root", str(target.root)] if isinstance(target, Embedded) else ["--uri", target.uri]
        )
        carry = ["--carry", str(folder.resolve())]
        return [self._config.shipper, *carry, "--home", str(self._home.path), *where]


def _outcome(contents: Contents, code: int | None, said: bytes, complaint: bytes) -> Outcome:
    messages = [json.loads(line) for line in said.splitlines()]
    refusals = [one for one in messages if one["type"] == "refused"]
    refused = sum(one["refused"] for one in refusals)
    rejects = refusals[-1]["file"] if refusals else None
    if code == DELIVERED:
        return Outcome(contents, "delivered", None, refused, rejects)
    if code == SOMETHING_WAITS:
        return Outcome(contents, "waiting", _why(messages), refused, rejects)
    words = complaint.decode(errors="replace").strip()
    return Outcome(contents, "failed", words or f"the shipper ended with code {code}.")


def _why(messages: list[dict[str, Any]]) -> str:
    reasons = [one["reason"] for one in messages if one["type"] == "unreachable"]
    reasons += [one["message"] for one in messages if one["type"] == "fault"]
    reason = reasons[-1] if reasons else "The delivery was interrupted."
    return f"{reason} Nothing is lost: mend that and run the same command again."
