"""``jupyter autolog ship --from``: delivers journals from elsewhere to a server of one's choice."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..config import Autolog
from ..home import Home
from ..target import Embedded, Target, Unusable, resolve_target
from .carried import Contents, contents_of, journal_folders
from .carrier import Carrier, Outcome
from .embedded import serving
from .report import Report


@dataclass(frozen=True)
class Request:
    source: Path
    """A journal's folder, a folder of journals, or an AUTOLOG_HOME; it is only read."""
    tracking_uri: str | None
    """Where to; None for the setting, MLFLOW_TRACKING_URI, or the root's embedded server."""
    is_dry: bool
    """Only say what is in it."""


def report(config: Autolog, root: Path, request: Request) -> Report:
    """Good where all of it is with the server, or could be tried, for a dry run."""
    try:
        contents = [contents_of(folder) for folder in journal_folders(request.source)]
    except OSError as error:
        return _refusal(
            f"{error.filename or request.source} can't be read: {error.strerror}. "
            "Make it readable for you, or copy it to where it is."
        )
    if not contents:
        return _refusal(
            f"There is no journal in {request.source}. Name a journal's folder (it holds "
            "journal.jsonl), a folder of such folders, or a copy of an AUTOLOG_HOME."
        )
    target = resolve_target(
        request.tracking_uri or config.tracking_uri,
        os.environ,
        root,
    )
    if isinstance(target, Unusable):
        return _refusal(
            f"{target.reason} Give --tracking-uri an address that starts with http:// or https://."
            if request.tracking_uri
            else f"{target.reason} {target.next}"
        )
    if request.is_dry:
        return _dry_run(contents, target)
    home = Home(config.home)
    outcomes = asyncio.run(_carry(config, home, target, contents))
    return _report(outcomes, target)


async def _carry(
    config: Autolog, home: Home, target: Target, contents: list[Contents]
) -> list[Outcome]:
    carrier = Carrier(config, home, target)
    if not isinstance(target, Embedded):
        return await carrier.carry_all(contents)
    log = logging.getLogger("jupyter autolog")
    async with serving(config, home, target.root, log) as fault:
        if fault is None:
            return await carrier.carry_all(contents)
        return [Outcome(one, "waiting", fault) for one in contents]


def _report(outcomes: list[Outcome], target: Target) -> Report:
    delivered = sum(outcome.state == "delivered" for outcome in outcomes)
    return Report(
        delivered == len(outcomes),
        [
            *(line for outcome in outcomes for line in outcome.lines),
            f"{delivered} of {len(outcomes)} journals delivered to {_place(target)}.",
        ],
        {
            "target": target.to_json(),
            "delivered": delivered,
            "journals": [outcome.to_json() for outcome in outcomes],
        },
    )


def _dry_run(contents: list[Contents], target: Target) -> Report:
    return Report(
        all(one.fault is None for one in contents),
        [*(one.line for one in contents), f"They would go to {_place(target)}."],
        {"target": target.to_json(), "journals": [one.to_json() for one in contents]},
    )


def _refusal(words: str) -> Report:
    problem: dict[str, Any] = {"fault": words, "delivered": 0, "journals": []}
    return Report(False, [words], problem)


def _place(target: Target) -> str:
    return str(target.root) if isinstance(target, Embedded) else target.uri
