"""``autolog/waiting``, as the panel asks it."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from support.waiting_journal import WaitingJournal, line
from test_refused_records import refuse
from tornado.httpclient import HTTPClientError

from jupyterlab_autolog.home import Home


@pytest.fixture
def autolog_settings() -> dict[str, object]:
    return {"tracking_uri": "http://a", "offline": True}


async def ask(jp_fetch: Any, notebook: str = "a.ipynb") -> dict[str, Any]:
    answer = await jp_fetch("autolog", "waiting", params={"notebook": notebook})
    found: dict[str, Any] = json.loads(answer.body)
    return found


async def post(jp_fetch: Any, body: Any) -> int:
    answer = await jp_fetch("autolog", "waiting", method="POST", body=json.dumps(body))
    return int(answer.code)


async def test_it_says_what_waits_and_what_was_refused(jp_fetch: Any, home: Home) -> None:
    assert await ask(jp_fetch) == {
        "version": 1,
        "runs": [],
        "totalRuns": 0,
        "isComplete": True,
        "refused": None,
    }
    WaitingJournal(home).add_run("otter")
    file = refuse(home)
    found = await ask(jp_fetch)
    assert [run["name"] for run in found["runs"]] == ["otter"]
    assert found["refused"]["files"] == [{"path": str(file), "records": 1}]


async def test_what_was_seen_is_told_no_more(jp_fetch: Any, home: Home) -> None:
    refuse(home)
    files = (await ask(jp_fetch))["refused"]["files"]
    assert await post(jp_fetch, {"version": 1, "notebook": "a.ipynb", "files": files}) == 204
    assert (await ask(jp_fetch))["refused"] is None


@pytest.mark.parametrize("body", [[], {}, {"version": 1}, {"version": 2, "notebook": "a"}])
async def test_anything_else_is_refused(jp_fetch: Any, body: Any) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await post(jp_fetch, body)
    assert refused.value.code == 400


async def test_a_notebook_must_be_named(jp_fetch: Any) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("autolog", "waiting")
    assert refused.value.code == 400


async def test_a_journal_of_a_million_records_holds_nobody_up(jp_fetch: Any, home: Home) -> None:
    journal = WaitingJournal(home)
    run = journal.add_run("otter")
    metric = line(type="metric", run=run, key="loss", value=0.123456789, step=12345, time=1)
    with journal.file.open("a") as file:
        for _ in range(10):
            file.write(metric * 100_000)
    delays = []

    async def others() -> None:
        """Those who also want to be served, every 5 ms."""
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(0.005)
            delays.append(time.perf_counter() - begin - 0.005)

    watching = asyncio.ensure_future(others())
    answers: list[dict[str, Any]] = []
    seconds: list[float] = []
    while not answers or not answers[-1]["isComplete"]:
        begin = time.perf_counter()
        answers.append(await ask(jp_fetch))
        seconds.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    await ask(jp_fetch)
    again = time.perf_counter() - begin
    watching.cancel()
    print(
        f"{journal.size >> 20} MiB in {len(answers)} answers and {sum(seconds):.2f} s; "
        f"again {again * 1000:.0f} ms; others waited {max(delays) * 1000:.0f} ms at most"
    )
    assert answers[0]["runs"][0]["name"] == "otter"
    assert len(answers) > 1
    assert again < sum(seconds) / 4, "it was read again"
    assert max(delays) < 0.6 * max(seconds), "others waited for an answer to be read"
