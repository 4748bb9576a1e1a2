"""Delivers journals that a kernel and its shipper left behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from pathlib import Path

from .config import Autolog
from .home import Home
from .journals import Journal, journals
from .last_words import telling_line
from .services import Services
from .sweep import sweep_carried, sweep_snapshots
from .target import Embedded, Target, credential_variables

TRACKER_LOOK_SECONDS = 1.0
JOURNAL_LOOK_SECONDS = 10.0
CANCEL_AGAIN_SECONDS = 0.5
RUN_LIMIT_SECONDS = 600.0


def left_behind(home: Home, target: Target) -> list[Journal]:
    """Journals of dead kernels and shippers that go to a URI, or to the store of ``target``."""
    root = str(target.root) if isinstance(target, Embedded) else None
    return [
        journal
        for journal in journals(home)
        if not journal.has_live_owner
        and journal.embedded_root in (None, root)
        and not journal.has_live_kernel
    ]


class Recovery:
    """Runs the shipper over what was left behind, when there is something and a server for it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._task: asyncio.Task[None] | None = None
        self._pause = 0.0

    def start(self) -> None:
        """To be called from the event loop."""
        if self._task is None:
            self._task = asyncio.ensure_future(self._run())

    async def stop(self) -> None:
        task, self._task = self._task, None
        # Up to Python 3.11 `wait_for` may swallow a cancellation, so one need not be enough.
        while task is not None and not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=CANCEL_AGAIN_SECONDS)

    async def _run(self) -> None:
        services = self._services
        handled: set[Path] = set()
        while True:
            if services.tracker is not None and services.tracker.process is None:
                await asyncio.sleep(TRACKER_LOOK_SECONDS)
                continue
            try:
                handled = await self.look(handled)
            except Exception:
                services.log.exception("Journals wait, but could not be delivered")
            await asyncio.sleep(self._pause)

    async def look(self, handled: set[Path]) -> set[Path]:
        """Delivers what waits. The journals that a shipper has dealt with."""
        services = self._services
        interval = services.config.recovery_interval
        self._pause = min(interval, JOURNAL_LOOK_SECONDS)
        await asyncio.to_thread(sweep_snapshots, services.home)
        await asyncio.to_thread(sweep_carried, services.home)
        found = await asyncio.to_thread(left_behind, services.home, services.target)
        waiting = {journal.path for journal in found}
        if not waiting - handled:
            return handled
        # Exit 0 says that nothing waits: what is still there needs no second run.
        code = await recover(services.config, services.home, services.target, services.log)
        if code == 0:
            return waiting
        self._pause = interval
        return set()


async def recover(config: Autolog, home: Home, target: Target, log: logging.Logger) -> int | None:
    """Runs the shipper once. Its exit code, or None where it could not be run."""
    if not await asyncio.to_thread(Path(config.shipper).is_file):
        log.warning(
            "Journals wait in %s, but %s is missing: run `npm run build`.",
            home.journals,
            config.shipper,
        )
        return None
    arguments = [config.shipper, "--recover", "--home", str(home.path)]
    if isinstance(target, Embedded):
        arguments += ["--root", str(target.root)]
    environment = {**os.environ, **credential_variables(os.environ, target)}
    return await run_shipper(config.node, arguments, environment, log)


async def run_shipper(
    node: str, arguments: list[str], environment: dict[str, str], log: logging.Logger
) -> int | None:
    """The exit code of ``node arguments``, or None where it could not be run to its end."""
    try:
        process = await asyncio.create_subprocess_exec(
            node,
            *arguments,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        log.warning("Journals wait, but Node.js could not be started: %s. Set Autolog.node.", error)
        return None
    try:
        _, complaint = await asyncio.wait_for(process.communicate(), RUN_LIMIT_SECONDS)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode not in (0, 3):
        words = telling_line(complaint.decode(errors="replace").splitlines())
        log.warning("Delivering journals ended with code %s: %s", process.returncode, words)
    return process.returncode
