"""Keeps one embedded tracking server running, from a thread of its own.

A thread and not the event loop, because headless tools start and end their loops around a
kernel, and because nothing here may ever hold up Jupyter's.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
import time
from pathlib import Path

from ..home import Home
from .announcer import Announcer
from .fault import LOOK_AT_LOG, Fault
from .process import TrackerProcess, await_answer
from .status import State, TrackerStatus
from .store_check import store_fault, unread_store
from .store_statistics import StoreStatistics
from .watch import Watch

RECHECK_SECONDS = 10.0
STABLE_SECONDS = 120.0
FAILURES_BEFORE_ALARM = 3
LONGEST_PAUSE_SECONDS = 60.0


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
        self._log = log
        self._allow_migration = allow_migration
        self._start_timeout = start_timeout
        self._announcer = Announcer(home, root, log)
        self._watch = Watch(
            self._announcer,
            StoreStatistics(root / "mlflow.db"),
            log,
            patience=start_timeout,
            statistics_interval=statistics_interval,
        )
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
        if (note := unread_store(self.root)) is not None:
            self._log.warning("%s", note)
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
                fault, lived = Fault(f"It could not be started: {error}.", LOOK_AT_LOG), 0.0
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
            return self._watch.until_end(process, self._stopping), time.monotonic() - began
        finally:
            self._process = None
            if self._status.state == "ready":
                self._become("starting")
            self._announcer.end(process)
            process.end()

    def _warm(self, process: TrackerProcess) -> None:
        """MLflow opens its store with the first request. An absent store is not made for that."""
        if (self.root / "mlflow.db").exists():
            process.answers("/api/2.0/mlflow/experiments/search?max_results=1", timeout=30.0)

    def _silence(self, process: TrackerProcess) -> Fault:
        if process.has_ended():
            return Fault(f"It ended while starting: {process.last_words()}.", LOOK_AT_LOG)
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
