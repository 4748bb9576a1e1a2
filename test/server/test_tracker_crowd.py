"""Many clients that log to the embedded tracking server at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jupyterlab_autolog.home import Home
from jupyterlab_autolog.tracker.supervisor import EmbeddedTracker

CLIENTS = 40
METRICS = 200
API = "http://localhost/api/2.0/mlflow/runs"


@pytest.fixture
def socket(tmp_path: Path, home: Home) -> Iterator[str]:
    (tmp_path / "root").mkdir()
    tracker = EmbeddedTracker(
        tmp_path / "root", home, log=logging.getLogger("test"), start_timeout=30
    )
    tracker.start()
    try:
        assert tracker.wait_for("ready", "failed", timeout=40).state == "ready"
        assert tracker.process is not None
        yield str(tracker.process.socket)
    finally:
        tracker.stop()


async def test_a_crowd_is_served_one_after_the_other_and_nobody_is_turned_away(socket: str) -> None:
    connector = aiohttp.UnixConnector(socket, limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def post(what: str, body: dict[str, Any]) -> tuple[int, Any]:
            async with session.post(f"{API}/{what}", json=body) as answer:
                return answer.status, await answer.json()

        async def log_metrics(run: str) -> int:
            metrics = [
                {"key": f"m{n % 5}", "value": n, "timestamp": n, "step": n} for n in range(METRICS)
            ]
            return (await post("log-batch", {"run_id": run, "metrics": metrics}))[0]

        runs = [
            (await post("create", {"experiment_id": "0", "start_time": 1}))[1]["run"]["info"]
            for _ in range(CLIENTS)
        ]
        statuses = await asyncio.gather(*(log_metrics(run["run_id"]) for run in runs))
    assert Counter(statuses) == {200: CLIENTS}
