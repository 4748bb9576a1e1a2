"""Keeps one embedded tracking server running, from a thread of its own.

A thread and not the event loop, because headless tools start and end their loops around a
kernel, and because nothing here may ever hold up Jupyter's.
"""

from __future__ import annotations

import dataclasses
import logging
import sqlite3
import threading
import time
from pathlib import Path

from ..home import Home
from .discovery import RunningTracker, announce, announced, withdraw
from .fault import Fault
from .process import TrackerProcess, await_answer
from .status import State, TrackerStatus
from .store_check import store_fault
from .store_statistics import StoreStatistics

RECHECK_SECONDS = 10.0
WATCH_SECONDS = 0.5
ANNOUNCE_SECONDS = 2.0
HEALTH_SECONDS = 15.0
STABLE_SECONDS = 120.0
FAILURES_BEFORE_ALARM = 3
LONGEST_PAUSE_SECONDS = 60.0


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


def pause_before_restart(failures: int) -> float:
    """Seconds before the start that follows ``failures`` failed ones."""
    return float(min(0.5 * 2 ** (failures - 1), LONGEST_PAUSE_SECONDS))


class EmbeddedTracker:
    """The tracking server of the store in ``root``. Starting and stopping are idempotent."""

    def __init__(
        self,
        root: Path,
        home: Home,
        *,
        log: logging.Logger,
        allow_migration: bool = False,
        start_timeout: float = 60.0,
        statistics_interval: float = 20.0,
    ) -> None:
        self.root = root
        self._home = home
        self._log = log
        self._allow_migration = allow_migration
        self._start_timeout = start_timeout
        self._statistics_interval = statistics_interval
        self._statistics = StoreStatistics(root / "mlflow.db")
        self._process: TrackerProcess | None = None
        self._status = TrackerStatus("embedded", "stopped", str(root))
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> TrackerStatus:
        return self._status

    @property
    def process(self) -> TrackerProcess | None:
        """The process that answers, or None while none does."""
        return self._process if self._status.state == "ready" else None

    def start(self) -> None:
        """Starts it in the background. Returns at once and never raises."""
        with self._changed:
            if self._thread is not None or self._stopping.is_set():
                return
            self._status = TrackerStatus("embedded", "starting", str(self.root))
            self._thread = threading.Thread(target=self._run, name="autolog-tracker", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends it for good; blocks until it has ended, some seconds at most."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._become("stopped")

    def wait_for(self, *states: State, timeout: float) -> TrackerStatus:
        """The status once it is in one of ``states``, or as it is after ``timeout`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._status.state in states, timeout)
            return self._status

    def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                fault = store_fault(self.root, self._allow_migration)
                if fault is not None:
                    self._become("failed", fault)
                    self._stopping.wait(RECHECK_SECONDS)
                    continue
                fault, lived = self._live_once()
            except Exception as error:  # the thread must outlive every surprise
                self._log.exception("The tracking server could not be started")
                fault, lived = Fault(f"It could not be started: {error}.", _LOOK_AT_LOG), 0.0
            if self._stopping.is_set():
                return
            failures = 1 if lived > STABLE_SECONDS else failures + 1
            self._become("failed" if failures >= FAILURES_BEFORE_ALARM else "starting", fault)
            self._log.warning("%s Starting it again.", fault.reason)
            self._stopping.wait(pause_before_restart(failures))

    def _live_once(self) -> tuple[Fault, float]:
        """One process from start to end: why it ended, and how many seconds it answered."""
        if self._status.state == "failed":
            self._log.info("Starting the tracking server of %s again", self.root)
        process = TrackerProcess(self.root, self._log.debug)
        began = time.monotonic()
        try:
            if not await_answer(process, self._start_timeout, self._stopping):
                return self._silence(process), 0.0
            self._warm(process)
            self._process = process
            self._become("ready")
            self._log.info("The tracking server of %s answers", self.root)
            began = time.monotonic()
            return self._watch(process), time.monotonic() - began
        finally:
            self._process = None
            if self._status.state == "ready":
                self._become("starting")
            withdraw(self._home, self._announcement(process))
            process.end()

    def _warm(self, process: TrackerProcess) -> None:
        """MLflow opens its store with the first request. An absent store is not made for that."""
        if (self.root / "mlflow.db").exists():
            process.answers("/api/2.0/mlflow/experiments/search?max_results=1", timeout=30.0)

    def _watch(self, process: TrackerProcess) -> Fault:
        last_answer = time.monotonic()
        health, statistics, announcement = (
            Interval(HEALTH_SECONDS),
            Interval(self._statistics_interval),
            Interval(ANNOUNCE_SECONDS),
        )
        self._announce(process)
        self._refresh_statistics()
        while not self._stopping.wait(WATCH_SECONDS):
            if process.has_ended():
                return Fault(f"It ended: {process.last_words()}.", _LOOK_AT_LOG)
            if announcement.is_over():
                self._announce(process)
            if statistics.is_over():
                self._refresh_statistics()
            if health.is_over():
                if process.answers():
                    last_answer = time.monotonic()
                elif time.monotonic() - last_answer > HEALTH_SECONDS + self._start_timeout:
                    return Fault("It had stopped answering.", _LOOK_AT_LOG)
        return Fault("It was stopped.", "")

    def _refresh_statistics(self) -> None:
        try:
            if self._statistics.refresh_if_stale():
                self._log.debug("Renewed the statistics of the store in %s", self.root)
        except sqlite3.Error as error:
            self._log.warning("The statistics of the store could not be renewed: %s", error)

    def _announce(self, process: TrackerProcess) -> None:
        """Again and again: another server of this root may have withdrawn with the file."""
        if announced(self._home, self.root) is not None:
            return
        try:
            announce(self._home, self._announcement(process))
        except OSError as error:
            self._log.error(
                "Kernels can't find the tracking server: %s can't be written (%s). "
                "Set AUTOLOG_HOME to a folder that you may write to.",
                self._home.trackers,
                error,
            )

    def _announcement(self, process: TrackerProcess) -> RunningTracker:
        socket = str(process.socket) if process.socket else None
        return RunningTracker(process.pid, self.root, socket, process.url)

    def _silence(self, process: TrackerProcess) -> Fault:
        if process.has_ended():
            return Fault(f"It ended while starting: {process.last_words()}.", _LOOK_AT_LOG)
        return Fault(
            f"It gave no answer for {self._start_timeout:g} seconds.",
            "If the machine is slow, raise Autolog.tracker_start_timeout.",
        )

    def _become(self, state: State, fault: Fault | None = None) -> None:
        with self._changed:
            status = dataclasses.replace(
                TrackerStatus("embedded", state, str(self.root)),
                reason=fault.reason if fault else None,
                next=fault.next if fault else None,
            )
            if status != self._status:
                self._status = status
                self._changed.notify_all()


_LOOK_AT_LOG = "It is started again by itself; start Jupyter with --debug to see its log."
