"""One life of the embedded tracking server's process."""

from __future__ import annotations

import collections
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ..last_words import telling_line
from .ask import ask
from .launch import Launched, launch

SECONDS_TO_END = 5.0


class TrackerProcess:
    """Starts the process at once. Raises ``OSError`` where that is not possible."""

    def __init__(self, root: Path, log: Callable[[str], None]) -> None:
        self._launched: Launched = launch(root)
        self._log = log
        self._last_words: collections.deque[str] = collections.deque(maxlen=30)
        popen = self._launched.process
        self._readers = [
            _reading_thread(popen.stdout, self._read_report),
            _reading_thread(popen.stderr, self._read_log),
        ]

    @property
    def pid(self) -> int:
        return self._launched.process.pid

    @property
    def socket(self) -> Path | None:
        return self._launched.socket

    @property
    def port(self) -> int | None:
        return self._launched.port

    @property
    def url(self) -> str | None:
        return self._launched.url

    def has_ended(self) -> bool:
        return self._launched.process.poll() is not None

    def answers(self, path: str = "/health", timeout: float = 5.0) -> bool:
        return ask(self.socket, self.port, path, timeout) == 200

    def last_words(self) -> str:
        """The line of its log that tells most about its end."""
        return telling_line(list(self._last_words))

    def end(self) -> None:
        """Ends the whole process group: asks it, and kills it after some seconds."""
        popen = self._launched.process
        if popen.stdin is not None:
            popen.stdin.close()
        if popen.poll() is None:
            self._signal(signal.SIGTERM)
            try:
                popen.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self._log(f"The tracking server {self.pid} did not end when asked; killing it.")
        self._kill_group()
        popen.wait()
        for reader in self._readers:
            reader.join(1.0)
        self._launched.forget_folder()

    def _kill_group(self) -> None:
        if os.name == "posix":
            self._signal(signal.SIGKILL)
        else:
            self._launched.process.kill()

    def _signal(self, number: int) -> None:
        try:
            if os.name == "posix":
                os.killpg(self.pid, number)
            else:
                self._launched.process.terminate()
        except (ProcessLookupError, PermissionError):
            pass  # the whole group has ended; macOS says so with EPERM

    def _read_report(self, line: str) -> None:
        try:
            report = json.loads(line)
        except ValueError:
            return self._read_log(line)
        match report:
            case {"port": int(port)}:
                self._launched.port = port
            case _:
                self._read_log(line)
        return None

    def _read_log(self, line: str) -> None:
        self._last_words.append(line)
        self._log(f"[tracking server] {line.rstrip()}")


def _reading_thread(stream: IO[bytes] | None, take: Callable[[str], None]) -> threading.Thread:
    def read() -> None:
        if stream is not None:
            with stream:
                for line in stream:
                    take(line.decode(errors="replace"))

    thread = threading.Thread(target=read, name="autolog-tracker-output", daemon=True)
    thread.start()
    return thread


def await_answer(process: TrackerProcess, timeout: float, stopping: threading.Event) -> bool:
    """Whether ``process`` answers before ``timeout`` seconds are over, and before it ends."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and not process.has_ended():
        if process.answers(timeout=1.0):
            return True
        if stopping.wait(0.05):
            return False
    return False
