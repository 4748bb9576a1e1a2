"""Other processes: do they live?"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TICKS_PER_SECOND = 100
CLOCK_TOLERANCE_MS = 2000
_STATE, _START_TIME = 0, 19
"""Fields of ``/proc/<pid>/stat``, counted from behind the command, as proc(5) lists them."""


def is_alive(pid: int, started: str | None = None) -> bool:
    """Whether process ``pid`` lives. A zombie has ended.

    With ``started``, its start time in the words of Linux, another process that got the same
    number since does not count.
    """
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    fields = _stat(pid)
    if len(fields) <= _START_TIME:
        return True  # not Linux: that it exists is all there is to know
    return fields[_STATE] != "Z" and started in (None, fields[_START_TIME])


def was_alive_at(pid: int, time: float) -> bool:
    """Whether process ``pid`` lives and did so at ``time``, in milliseconds since the epoch."""
    if not is_alive(pid):
        return False
    fields, booted = _stat(pid), _boot_time()
    if len(fields) <= _START_TIME or booted is None:
        return True
    started = booted + int(fields[_START_TIME]) / TICKS_PER_SECOND * 1000
    # The host's start is known to a second only.
    return started <= time + CLOCK_TOLERANCE_MS


def boot_id() -> str | None:
    """Changes each time this machine starts; None where that is not known."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None


def _boot_time() -> float | None:
    try:
        lines = Path("/proc/stat").read_text().splitlines()
    except OSError:
        return None
    return next(
        (int(line.split()[1]) * 1000.0 for line in lines if line.startswith("btime ")), None
    )


def _stat(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # The command, in parentheses, may hold anything, also spaces and parentheses.
    return text.rpartition(")")[2].split()


def _is_alive_on_windows(pid: int) -> bool:
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    # `windll` exists where this runs, and not where types are checked.
    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel32.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel32.CloseHandle(handle)
    return code.value == still_active
