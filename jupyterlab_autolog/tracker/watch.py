"""Looks after a tracking server that answers, until it ends."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

from .announcer import Announcer
from .fault import LOOK_AT_LOG, Fault
from .process import TrackerProcess
from .store_statistics import StoreStatistics

LOOK_SECONDS = 0.5
ANNOUNCE_SECONDS = 2.0
HEALTH_SECONDS = 15.0


class Interval:
    """A span of time that begins again once somebody has seen it end."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def is_over(self) -> bool:
        if time.monotonic() < self._end:
            return False
        self._end = time.monotonic() + self._seconds
        return True


class Watch:
    """``patience`` is for how many seconds a server may give no answer, ``statistics_interval``
    the seconds between two looks at the store's statistics."""

    def __init__(
        self,
        announcer: Announcer,
        statistics: StoreStatistics,
        log: logging.Logger,
        *,
        patience: float,
        statistics_interval: float,
    ) -> None:
        self._announcer = announcer
        self._statistics = statistics
        self._log = log
        self._patience = patience
        self._statistics_interval = statistics_interval

    def until_end(self, process: TrackerProcess, stopping: threading.Event) -> Fault:
        """Why ``process`` is to be ended, once it is, or once ``stopping`` is set."""
        last_answer = time.monotonic()
        health = Interval(HEALTH_SECONDS)
        statistics = Interval(self._statistics_interval)
        announcement = Interval(ANNOUNCE_SECONDS)
        self._announcer.keep(process)
        self._refresh_statistics()
        while not stopping.wait(LOOK_SECONDS):
            if process.has_ended():
                return Fault(f"It ended: {process.last_words()}.", LOOK_AT_LOG)
            if announcement.is_over():
                self._announcer.keep(process)
            if statistics.is_over():
                self._refresh_statistics()
            if health.is_over():
                if process.answers():
                    last_answer = time.monotonic()
                elif time.monotonic() - last_answer > HEALTH_SECONDS + self._patience:
                    return Fault("It had stopped answering.", LOOK_AT_LOG)
        return Fault("It was stopped.", "")

    def _refresh_statistics(self) -> None:
        try:
            if self._statistics.refresh_if_stale():
                self._log.debug("Renewed the statistics of the store")
        except sqlite3.Error as error:
            self._log.warning("The statistics of the store could not be renewed: %s", error)
