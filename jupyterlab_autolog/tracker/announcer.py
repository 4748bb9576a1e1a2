"""Keeps the announcement of one tracking server in place while it answers."""

from __future__ import annotations

import logging
from pathlib import Path

from ..home import Home
from .discovery import RunningTracker, announce, announced, withdraw
from .process import TrackerProcess


class Announcer:
    """For the tracking servers of ``root``, one process after the other."""

    def __init__(self, home: Home, root: Path, log: logging.Logger) -> None:
        self._home = home
        self._root = root
        self._log = log
        self._has_complained = False

    def keep(self, process: TrackerProcess) -> None:
        """To be called again and again: the file may be that of another server of this root,
        which takes it away when it ends."""
        if announced(self._home, self._root) is not None:
            return
        try:
            announce(self._home, self._entry(process))
            self._has_complained = False
        except OSError as error:
            self._complain(error)

    def end(self, process: TrackerProcess) -> None:
        withdraw(self._home, self._entry(process))

    def _entry(self, process: TrackerProcess) -> RunningTracker:
        socket = str(process.socket) if process.socket else None
        return RunningTracker(process.pid, self._root, socket, process.url)

    def _complain(self, error: OSError) -> None:
        if not self._has_complained:
            self._has_complained = True
            self._log.error(
                "Kernels can't find the tracking server: %s can't be written (%s). "
                "Set AUTOLOG_HOME to a folder that you may write to.",
                self._home.trackers,
                error,
            )
