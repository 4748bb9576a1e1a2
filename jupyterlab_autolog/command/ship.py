"""``jupyter autolog ship``: delivers what kernels left behind, as Jupyter does when it runs."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

from ..config import Autolog
from ..home import Home
from ..recovery import RUN_LIMIT_SECONDS, recover
from ..target import Embedded, Target, resolve_target
from .embedded import serving
from .report import Report
from .status import line_of
from .waiting import Waiting, waiting_journals


def report(config: Autolog, root: Path) -> Report:
    """Good where nothing is left, also nothing that live kernels are delivering."""
    home = Home(config.home)
    before = waiting_journals(home)
    log = logging.getLogger("jupyter autolog")
    faults = asyncio.run(
        _ship(config, home, resolve_target(config.tracking_uri, os.environ, root), before, log)
    )
    left = waiting_journals(home)
    delivered = len({one.journal.path for one in before} - {one.journal.path for one in left})
    return Report(
        not left,
        [
            *faults,
            *(line_of(one) for one in left),
            f"{delivered} of {len(before)} journals delivered."
            if before
            else "Nothing waits: all that was recorded is delivered.",
        ],
        {
            "delivered": delivered,
            "left": [one.to_json() for one in left],
            "faults": faults,
        },
    )


async def _ship(
    config: Autolog, home: Home, target: Target, waiting: list[Waiting], log: logging.Logger
) -> list[str]:
    """Why something could not be delivered, as far as it is known."""
    idle = [one for one in waiting if one.reason in ("no-tracker", "left-behind")]
    roots = {one.journal.embedded_root for one in idle}
    faults = []
    if None in roots:
        faults.append(await _recover(config, home, target, log))
    for root in sorted(root for root in roots if root is not None):
        faults.append(await _ship_embedded(config, home, Path(root), log))
    return [fault for fault in faults if fault is not None]


async def _ship_embedded(
    config: Autolog, home: Home, root: Path, log: logging.Logger
) -> str | None:
    async with serving(config, home, root, log) as fault:
        return fault or await _recover(config, home, Embedded(root), log)


async def _recover(config: Autolog, home: Home, target: Target, log: logging.Logger) -> str | None:
    try:
        await recover(config, home, target, log)
    except asyncio.TimeoutError:
        return (
            f"The delivery was not over after {RUN_LIMIT_SECONDS / 60:g} minutes. "
            "What it delivered counts: run `jupyter autolog ship` again."
        )
    return None
