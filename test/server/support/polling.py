"""Waiting for other processes, with a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def until(look: Callable[[], Value], seconds: float = 20.0, what: str = "it") -> Value:
    """The first true value of ``look``. Fails the test when ``seconds`` are over."""
    deadline = time.monotonic() + seconds
    while True:
        value = look()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen in {seconds} seconds")
        time.sleep(0.02)
