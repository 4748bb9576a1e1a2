"""One headless execution of a notebook: where it logs, and how its tool waits for that."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Any

from ..config import Autolog
from ..home import Home, write_private
from ..journals import Journal
from ..kernel_environment import KernelConfig
from ..lab_settings import autologging_options
from ..recovery import recover
from ..target import Embedded, Unusable
from .delivery import await_delivery, ship_timeout
from .notebook_source import NotebookSource, find_source
from .place import Place, find_place
from .shared_tracker import TrackerLease


class HeadlessSession:
    """From the start of a kernel until what it recorded is delivered."""

    def __init__(
        self, config: Autolog, kernel_id: str, source: NotebookSource, log: logging.Logger
    ) -> None:
        self.config = config
        self._kernel_id = kernel_id
        self._source = source
        self._log = log
        self._home = Home(config.home)
        self._place = find_place(config.tracking_uri, os.environ, source, self._home)
        self._lease: TrackerLease | None = None
        if isinstance(self._place.target, Embedded) and not config.offline:
            self._lease = TrackerLease(self._place.target.root, config, self._home, log)

    def start(self) -> KernelConfig:
        """What the kernel is told. Starts the tracking server in the background."""
        if self._lease is not None:
            self._lease.take()
        say(_OFFLINE if self.config.offline else _beginning(self._place))
        return KernelConfig(
            kernel_id=self._kernel_id,
            target=self._place.target,
            notebook_path=self._place.notebook_path,
            root=self._place.root,
            home=self._home.path,
            snapshot_file=self._write_snapshot(),
            headless=True,
            autolog_options={**self.config.options, **autologging_options(self._log)},
            offline=self.config.offline,
            fsync=self.config.fsync,
        )

    async def close(self) -> None:
        """Returns when everything is delivered, or the time for it is over; at once offline."""
        if self.config.offline:
            return
        try:
            if self._lease is not None:
                # Another process's tracking server may have ended meanwhile.
                await asyncio.to_thread(self._lease.take)
            seconds = ship_timeout()
            waiting = await await_delivery(self._home, self._kernel_id, seconds, self._recover)
            if waiting:
                say(self._complaint(waiting, seconds))
            else:
                self._snapshot_file.unlink(missing_ok=True)
        finally:
            if self._lease is not None:
                await asyncio.to_thread(self._lease.release)

    async def _recover(self) -> int | None:
        return await recover(self.config, self._home, self._place.target, self._log)

    @property
    def _snapshot_file(self) -> Path:
        return self._home.snapshots / f"{self._kernel_id}.ipynb"

    def _write_snapshot(self) -> Path | None:
        if self._source.document is None:
            return None
        try:
            write_private(self._snapshot_file, self._source.document)
        except OSError as error:
            say(f"No snapshot of the notebook is kept with its runs: {error}.")
            return None
        return self._snapshot_file

    def _complaint(self, waiting: list[Journal], seconds: float) -> str:
        size = sum(journal.waiting_bytes for journal in waiting)
        words = f"{size:,} bytes of records are not delivered after {seconds:g} seconds."
        tracker = self._lease.tracker if self._lease is not None else None
        if tracker is not None and tracker.status.reason:
            words += f" {tracker.status.reason} {tracker.status.next or ''}".rstrip()
        if isinstance(self._place.target, Unusable):
            words += f" {self._place.target.reason} {self._place.target.next}"
        return (
            f"{words} They wait in {self._home.journals} and are delivered when the next kernel "
            "or Jupyter server of this user finds the tracking server."
        )


def open_session(manager: Any, kernel_id: str, log: logging.Logger) -> HeadlessSession:
    """To be called from within the start of the kernel of ``manager``."""
    config = Autolog(config=getattr(manager, "config", None))
    return HeadlessSession(config, kernel_id, find_source(manager), log)


def say(words: str) -> None:
    """To the person who runs the tool."""
    print(f"jupyterlab-autolog: {words}", file=sys.stderr)


_OFFLINE = (
    "Offline is switched on: runs are recorded and kept, and not delivered. `jupyter autolog ship` "
    "without AUTOLOG_OFFLINE delivers them, and so does JupyterLab."
)


def _beginning(place: Place) -> str:
    where = place.target.root if isinstance(place.target, Embedded) else place.target.uri
    if place.notebook_path is None:
        return (
            f"Runs go to {where}. The notebook's path is not known, so their experiment is not "
            "named after it: set AUTOLOG_NOTEBOOK to the path."
        )
    return f"Runs of {place.notebook_path} go to {where}."
