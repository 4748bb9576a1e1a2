"""The embedded tracking servers of a tool's process: one for a store, while somebody needs it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from ..config import Autolog
from ..home import Home
from ..tracker.discovery import announced
from ..tracker.supervisor import EmbeddedTracker

_lock = threading.Lock()
_running: dict[Path, tuple[EmbeddedTracker, int]] = {}


class TrackerLease:
    """The need of one kernel for the tracking server of ``root``."""

    def __init__(self, root: Path, config: Autolog, home: Home, log: logging.Logger) -> None:
        self._root = root
        self._config = config
        self._home = home
        self._log = log
        self._tracker: EmbeddedTracker | None = None

    @property
    def tracker(self) -> EmbeddedTracker | None:
        """Ours, or None where another process serves the store."""
        return self._tracker

    def take(self) -> None:
        """Starts the tracking server, unless one of this or another process serves the store."""
        with _lock:
            if self._tracker is not None:
                return
            tracker, users = _running.get(self._root, (None, 0))
            if tracker is None:
                if announced(self._home, self._root) is not None:
                    return
                tracker = self._new()
            self._tracker = tracker
            _running[self._root] = (tracker, users + 1)
            tracker.start()

    def release(self) -> None:
        """Stops it after its last user; blocks until it has ended."""
        with _lock:
            if self._tracker is None:
                return
            tracker, users = _running[self._root]
            self._tracker = None
            if users > 1:
                _running[self._root] = (tracker, users - 1)
                return
            del _running[self._root]
        tracker.stop()

    def _new(self) -> EmbeddedTracker:
        return EmbeddedTracker(
            self._root,
            self._home,
            log=self._log,
            allow_migration=self._config.allow_store_migration,
            start_timeout=self._config.tracker_start_timeout,
            statistics_interval=self._config.statistics_interval,
        )
