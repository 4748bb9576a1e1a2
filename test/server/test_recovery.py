"""The server extension and what kernels left behind, with a stand-in of the shipper."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jupyter_server.serverapp import ServerApp
from support.fake_upstream import FakeUpstream, fake_upstream
from support.journal import write_journal, write_owner

from jupyterlab_autolog.grace import until_shippers_end
from jupyterlab_autolog.home import Home
from jupyterlab_autolog.recovery import Recovery, left_behind
from jupyterlab_autolog.target import Embedded, External

SHIPPER = """
const fs = require('node:fs');
fs.appendFileSync(__filename + '.log', JSON.stringify(process.argv.slice(2)) + '\\n');
process.exitCode = Number(fs.readFileSync(__filename + '.code', 'utf8'));
"""


@pytest.fixture
def shipper(tmp_path: Path) -> Path:
    """Notes its arguments, and ends with the code in the file ``.code``."""
    file = tmp_path / "shipper.cjs"
    file.write_text(SHIPPER)
    Path(f"{file}.code").write_text("0")
    return file


def calls(shipper: Path) -> list[list[str]]:
    log = Path(f"{shipper}.log")
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


async def until(look: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def test_those_of_dead_kernels_and_shippers_are_left_behind(home: Home, tmp_path: Path) -> None:
    target = Embedded(tmp_path)
    write_journal(home, "ours", target=target.to_json())
    write_journal(home, "uri")
    write_journal(home, "of another root", target={"kind": "embedded", "root": "/x"})
    write_journal(home, "of a live kernel", pid=os.getpid(), time=time.time() * 1000)
    write_owner(write_journal(home, "owned"), 1, pid=os.getpid())
    assert {journal.path.name for journal in left_behind(home, target)} == {"ours", "uri"}
    external = External("http://a")
    assert {journal.path.name for journal in left_behind(home, external)} == {"uri"}


@pytest.fixture
def upstream() -> Iterator[FakeUpstream]:
    with fake_upstream() as made:
        yield made


class TestWithAServer:
    @pytest.fixture
    def autolog_settings(self, upstream: FakeUpstream, shipper: Path) -> dict[str, object]:
        return {"tracking_uri": upstream.uri, "shipper": str(shipper), "recovery_interval": 1.0}

    async def test_they_are_delivered_when_jupyter_starts(
        self, home: Home, shipper: Path, jp_serverapp: ServerApp
    ) -> None:
        write_journal(home, "j")
        await until(lambda: calls(shipper))
        assert calls(shipper)[0] == ["--recover", "--home", str(home.path)]


class TestOneLook:
    @pytest.fixture
    def autolog_settings(self, upstream: FakeUpstream, shipper: Path) -> dict[str, object]:
        # Switched off, so that nothing looks but the test.
        return {"enabled": False, "tracking_uri": upstream.uri, "shipper": str(shipper)}

    @pytest.fixture
    def recovery(self, jp_serverapp: ServerApp) -> Recovery:
        return Recovery(jp_serverapp.web_app.settings["jupyterlab_autolog"])

    async def test_while_some_wait_it_is_tried_again(
        self, home: Home, shipper: Path, recovery: Recovery
    ) -> None:
        Path(f"{shipper}.code").write_text("3")
        write_journal(home, "j")
        handled = await recovery.look(set())
        await recovery.look(handled)
        assert len(calls(shipper)) == 2

    async def test_what_was_dealt_with_is_not_tried_again_and_what_is_new_is(
        self, home: Home, shipper: Path, recovery: Recovery
    ) -> None:
        write_journal(home, "kept for its rejects")
        handled = await recovery.look(set())
        handled = await recovery.look(handled)
        assert len(calls(shipper)) == 1
        write_journal(home, "new")
        await recovery.look(handled)
        assert len(calls(shipper)) == 2

    async def test_nothing_is_run_for_nothing(
        self, home: Home, shipper: Path, recovery: Recovery
    ) -> None:
        write_owner(write_journal(home, "owned"), 1, pid=os.getpid())
        assert await recovery.look(set()) == set()
        assert calls(shipper) == []

    async def test_a_shipper_that_fails_is_told_of(
        self, home: Home, shipper: Path, recovery: Recovery, caplog: pytest.LogCaptureFixture
    ) -> None:
        shipper.write_text("throw new Error('a fault of the shipper')")
        write_journal(home, "j")
        assert await recovery.look(set()) == set()
        assert "a fault of the shipper" in caplog.text

    async def test_a_shipper_that_is_not_built_is_told_of(
        self, home: Home, shipper: Path, recovery: Recovery, caplog: pytest.LogCaptureFixture
    ) -> None:
        shipper.unlink()
        write_journal(home, "j")
        assert await recovery.look(set()) == set()
        assert "npm run build" in caplog.text

    async def test_it_ends_though_a_cancellation_is_swallowed(
        self, jp_serverapp: ServerApp
    ) -> None:
        looks = 0

        class Swallowing(Recovery):
            async def look(self, handled: set[Path]) -> set[Path]:
                nonlocal looks
                looks += 1
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    if looks > 1:
                        raise
                return handled

        recovery = Swallowing(jp_serverapp.web_app.settings["jupyterlab_autolog"])
        recovery.start()
        await until(lambda: looks == 1)
        stopping = asyncio.ensure_future(recovery.stop())
        # Not `wait_for`, whose own cancellation would end what hangs and hide it.
        done, _ = await asyncio.wait({stopping}, timeout=5)
        stopping.cancel()
        assert done, "it goes on after it was told to end"


async def test_the_end_waits_for_shippers_of_this_servers_kernels_and_not_for_ever(
    home: Home,
) -> None:
    write_owner(write_journal(home, "k", kernel_id="another's"), 1, pid=os.getpid())
    assert await until_shippers_end(home, {"ours"}, 10) is True
    folder = write_journal(home, "j", kernel_id="ours")
    write_owner(folder, 1, pid=os.getpid())
    assert await until_shippers_end(home, {"ours"}, 0.2) is False
    ending = asyncio.create_task(until_shippers_end(home, {"ours"}, 10))
    write_owner(folder, 1, pid=os.getpid(), released=True)
    assert await ending is True
