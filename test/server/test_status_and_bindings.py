from __future__ import annotations

import asyncio
import hashlib
import json
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from tornado.httpclient import HTTPClientError

from jupyterlab_autolog.home import Home

NOTEBOOK = {"cells": [{"cell_type": "code", "source": "1 + 1 // ü"}], "nbformat": 4}


@pytest.fixture
def kernel_id(
    jp_serverapp: ServerApp, stand_in_kernels: Path, jp_asyncio_loop: asyncio.AbstractEventLoop
) -> str:
    start = jp_serverapp.kernel_manager.start_kernel(kernel_name="other")
    return str(jp_asyncio_loop.run_until_complete(start))


def binding(kernel_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "kernelId": kernel_id,
        "cellId": "c1",
        "executionCount": 3,
        "notebookId": "n1",
        "notebookPath": "a/x.ipynb",
        "notebook": NOTEBOOK,
        **changes,
    }


async def post(jp_fetch: Any, body: Any) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return await jp_fetch("autolog", "bindings", method="POST", body=text)


async def test_a_document_lands_in_the_inbox_of_its_kernel(
    jp_fetch: Any, kernel_id: str, home: Home
) -> None:
    sent = binding(kernel_id)
    receipt = json.loads((await post(jp_fetch, sent)).body)
    (file,) = (home.inbox / kernel_id).iterdir()
    kept = json.loads(file.read_bytes())
    document = json.dumps(NOTEBOOK, separators=(",", ":"))
    assert receipt == {"digest": hashlib.sha256(document.encode()).hexdigest()}
    assert abs(kept.pop("time") - time.time() * 1000) < 60_000
    assert kept == {**sent, **receipt}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert file.suffix == ".json"


async def test_several_documents_are_kept_side_by_side(
    jp_fetch: Any, kernel_id: str, home: Home
) -> None:
    for count in range(3):
        await post(jp_fetch, binding(kernel_id, executionCount=count, cellId=None))
    kept = sorted((home.inbox / kernel_id).iterdir())
    assert {json.loads(file.read_bytes())["executionCount"] for file in kept} == {0, 1, 2}


BAD_BINDINGS: list[tuple[dict[str, Any], str]] = [
    ({"version": 2}, "no binding of version 1"),
    ({"kernelId": "another"}, "no kernel of this server"),
    ({"kernelId": "../../x"}, "no kernel of this server"),
    ({"kernelId": 1}, "kernelId"),
    ({"cellId": 1}, "cellId"),
    ({"executionCount": -1}, "executionCount"),
    ({"executionCount": True}, "executionCount"),
    ({"executionCount": 1.5}, "executionCount"),
    ({"notebookId": ""}, "notebookId"),
    ({"notebookPath": "/x.ipynb"}, "notebookPath"),
    ({"notebookPath": "a/../../x.ipynb"}, "notebookPath"),
    ({"notebook": []}, "notebook"),
    ({"notebook": {"cells": {}}}, "notebook"),
    ({"notebook": None}, "notebook"),
]


async def test_bad_bindings_are_refused_in_words(jp_fetch: Any, kernel_id: str, home: Home) -> None:
    for changes, words in BAD_BINDINGS:
        with pytest.raises(HTTPClientError) as refusal:
            await post(jp_fetch, binding(kernel_id, **changes))
        assert refusal.value.code == 400, changes
        assert refusal.value.response is not None
        assert words in json.loads(refusal.value.response.body)["message"]
    assert not home.inbox.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", '{"version": NaN}', b"\xff", "[" * 100_000])
async def test_a_body_that_is_no_json_is_refused(jp_fetch: Any, body: str | bytes) -> None:
    with pytest.raises(HTTPClientError) as refusal:
        await post(jp_fetch, body)
    assert refusal.value.code == 400


@pytest.mark.parametrize("autolog_settings", [{"tracker_start": "lazy", "max_binding_bytes": 500}])
async def test_a_document_up_to_the_limit_is_kept_and_a_larger_one_refused(
    jp_fetch: Any, kernel_id: str
) -> None:
    def of_size(size: int) -> str:
        return json.dumps(binding(kernel_id)).ljust(size)

    await post(jp_fetch, of_size(500))
    with pytest.raises(HTTPClientError) as refusal:
        await post(jp_fetch, of_size(501))
    assert refusal.value.code == 413
    assert refusal.value.response is not None
    assert "max_binding_bytes" in json.loads(refusal.value.response.body)["message"]


async def test_an_inbox_that_can_not_be_written_is_told_of(
    jp_fetch: Any, kernel_id: str, home: Home
) -> None:
    home.path.mkdir()
    home.inbox.write_text("a file where a folder should be")
    with pytest.raises(HTTPClientError) as refusal:
        await post(jp_fetch, binding(kernel_id))
    assert refusal.value.code == 500
    assert refusal.value.response is not None
    assert "AUTOLOG_HOME" in json.loads(refusal.value.response.body)["message"]


async def status(jp_fetch: Any) -> Any:
    return json.loads((await jp_fetch("autolog", "status")).body)


async def test_the_status_of_a_tracker_that_nobody_needs_yet(jp_fetch: Any, root: Path) -> None:
    answer = await status(jp_fetch)
    since = answer["tracker"].pop("since")
    assert abs(since - time.time() * 1000) < 60_000
    assert answer == {
        "version": 1,
        "tracker": {
            "kind": "embedded",
            "state": "stopped",
            "location": str(root.resolve()),
            "reason": None,
            "next": None,
        },
        "waiting": {"journals": 0, "bytes": 0},
        "enabled": True,
    }


@pytest.mark.parametrize("autolog_settings", [{"enabled": False}])
async def test_the_status_says_that_it_is_switched_off(jp_fetch: Any) -> None:
    answer = await status(jp_fetch)
    assert answer["enabled"] is False
    assert answer["tracker"]["state"] == "stopped"
    assert "switched off" in answer["tracker"]["reason"]


async def test_AUTOLOG_DISABLE_is_a_switch_too(  # noqa: N802
    monkeypatch: pytest.MonkeyPatch, jp_configurable_serverapp: Any, jp_server_config: Any
) -> None:
    monkeypatch.setenv("AUTOLOG_DISABLE", "1")
    app = jp_configurable_serverapp(config=jp_server_config)
    assert app.web_app.settings["jupyterlab_autolog"].config.enabled is False


@pytest.mark.parametrize("autolog_settings", [{"tracking_uri": "sqlite:///x.db"}])
async def test_the_status_says_what_is_wrong_with_a_uri(jp_fetch: Any) -> None:
    tracker = (await status(jp_fetch))["tracker"]
    assert (tracker["kind"], tracker["state"]) == ("external", "failed")
    assert "sqlite" in tracker["reason"]
    assert "http://" in tracker["next"]


async def test_the_status_counts_what_waits(jp_fetch: Any, home: Home) -> None:
    for name, delivered in (("a", 0), ("b", 40), ("c", 100)):
        folder = home.journals / name
        folder.mkdir(parents=True)
        (folder / "journal.jsonl").write_bytes(b"x" * 100)
        (folder / "progress.json").write_text(json.dumps({"version": 1, "offset": delivered}))
    (home.journals / "no journal").mkdir()
    assert (await status(jp_fetch))["waiting"] == {"journals": 2, "bytes": 160}
