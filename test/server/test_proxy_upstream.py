"""What the tracking server gets to see of a browser, and the browser of a tracking server."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from support.fake_upstream import FakeUpstream, answer, fake_upstream
from support.path_tricks import TRICKS
from tornado.httpclient import HTTPClientError, HTTPResponse

SEARCH = ("autolog", "mlflow", "api/2.0/mlflow/runs/search")


@pytest.fixture
def upstream() -> Iterator[FakeUpstream]:
    with fake_upstream() as made:
        yield made


@pytest.fixture
def autolog_settings(upstream: FakeUpstream) -> dict[str, object]:
    return {"tracking_uri": f"{upstream.uri}/a/prefix/"}


async def refusal_of(fetch: Any) -> tuple[int, Any, HTTPResponse]:
    with pytest.raises(HTTPClientError) as refusal:
        await fetch
    response = refusal.value.response
    assert response is not None
    return refusal.value.code, json.loads(response.body), response


async def test_it_sees_the_request_and_nothing_of_the_browser(
    jp_serverapp: ServerApp, jp_fetch: Any, upstream: FakeUpstream
) -> None:
    token = jp_serverapp.identity_provider.token
    await jp_fetch(
        *SEARCH,
        method="POST",
        body='{"a": 1}',
        params={"x": "a b", "token": token, "_xsrf": "secret"},
        headers={
            "Content-Type": "application/json",
            "Accept-Language": "de",
            "Cookie": "secret=1; _xsrf=2",
            "X-XSRFToken": "secret",
            "X-Forwarded-For": "secret",
            "Referer": "http://secret/",
            "Proxy-Authorization": "secret",
            "Connection": "keep-alive, X-Secret",
            "X-Secret": "secret",
        },
    )
    (asked,) = upstream.asked
    assert (asked.method, asked.path) == ("POST", "/a/prefix/api/2.0/mlflow/runs/search?x=a+b")
    assert asked.body == b'{"a": 1}'
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept-language"] == "de"
    assert asked.headers["host"] == upstream.uri.removeprefix("http://")
    assert "secret" not in str(asked)
    assert token not in str(asked)
    for name in ("authorization", "cookie", "origin", "referer", "x-xsrftoken"):
        assert name not in asked.headers


async def test_no_path_trick_reaches_it(
    jp_serverapp: ServerApp,
    jp_auth_header: dict[str, str],
    http_server: Any,
    http_server_port: tuple[Any, int],
    upstream: FakeUpstream,
) -> None:
    for trick in (*TRICKS, "autolog/mlflow/api/2.0/mlflow/%ff"):
        reader, writer = await asyncio.open_connection("127.0.0.1", http_server_port[1])
        head = [
            f"GET {jp_serverapp.base_url}{trick} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: {jp_auth_header['Authorization']}",
            "Connection: close",
        ]
        writer.write("\r\n".join([*head, "", ""]).encode())
        status = (await reader.readline()).split()[1]
        writer.close()
        assert status in (b"400", b"404"), trick
    assert upstream.asked == []


async def test_what_it_sets_is_not_set_for_the_jupyter_server(
    jp_fetch: Any, upstream: FakeUpstream
) -> None:
    sent = {
        "Set-Cookie": "session=theirs",
        "WWW-Authenticate": "Basic",
        "Access-Control-Allow-Origin": "*",
        "Server": "theirs",
        "X-Custom": "theirs",
        "Content-Security-Policy": "theirs",
        "ETag": '"kept"',
    }
    upstream.reply = lambda handler, _: answer(handler, b'{"a": 1}', headers=sent)
    response = await jp_fetch(*SEARCH, method="POST", body="{}")
    assert json.loads(response.body) == {"a": 1}
    assert "theirs" not in str(list(response.headers.get_all()))
    assert response.headers["ETag"] == '"kept"'
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_artifact_that_claims_to_be_shown_is_saved(
    jp_fetch: Any, upstream: FakeUpstream
) -> None:
    sent = {"Content-Type": "text/html", "Content-Disposition": "inline; filename=a.html"}
    upstream.reply = lambda handler, _: answer(handler, b"<script>", headers=sent)
    response = await jp_fetch("autolog", "mlflow", "get-artifact", params={"path": "a.html"})
    assert response.headers["Content-Disposition"] == "attachment; filename=a.html"
    assert "sandbox" in response.headers["Content-Security-Policy"]


CREDENTIALS = [
    ({"TOKEN": "t0"}, "Bearer t0"),
    ({"USERNAME": "me", "PASSWORD": "pä"}, "Basic " + base64.b64encode("me:pä".encode()).decode()),
    (
        {"USERNAME": "me", "PASSWORD": "p", "TOKEN": "t0"},
        "Basic " + base64.b64encode(b"me:p").decode(),
    ),
]


@pytest.fixture(params=CREDENTIALS, ids=["token", "password", "both"])
def authorization(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """What MLflow's variables of the environment ask for."""
    variables, expected = request.param
    for name, value in variables.items():
        monkeypatch.setenv(f"MLFLOW_TRACKING_{name}", value)
    return str(expected)


async def test_credentials_are_added_on_the_way_and_never_shown(
    authorization: str, jp_fetch: Any, upstream: FakeUpstream
) -> None:
    response = await jp_fetch(*SEARCH, method="POST", body="{}")
    assert upstream.asked[-1].headers["authorization"] == authorization
    status = await jp_fetch("autolog", "status")
    for shown in (response, status):
        assert authorization.split()[1] not in f"{shown.headers} {shown.body}"
    assert json.loads(status.body)["tracker"]["location"] == f"{upstream.uri}/a/prefix"


async def test_a_log_in_page_is_told_apart(jp_fetch: Any, upstream: FakeUpstream) -> None:
    sent = {"Location": "https://sso.example/login"}
    upstream.reply = lambda handler, _: answer(handler, b"", 302, sent)
    code, body, _ = await refusal_of(jp_fetch(*SEARCH, method="POST", body="{}"))
    assert (code, body["error_code"]) == (502, "UNAUTHENTICATED")
    assert "MLFLOW_TRACKING_TOKEN" in body["message"]


async def test_an_answer_that_is_broken_off_is_not_passed_as_whole(
    jp_fetch: Any, upstream: FakeUpstream
) -> None:
    def break_off(handler: Any, _: object) -> None:
        answer(handler, b"half", headers={"Content-Length": "8"})
        handler.close_connection = True

    upstream.reply = break_off
    with pytest.raises(Exception, match=r"closed|599"):
        await jp_fetch(*SEARCH, method="POST", body="{}")


async def test_a_body_that_is_refused_early_does_not_hold_up_the_browser(
    jp_fetch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tracking server answers before it has read the body, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setattr(
            "jupyterlab_autolog.proxy.upstream.Upstream._base", lambda _: f"http://127.0.0.1:{port}"
        )

        def refuse() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 413 Large\r\nContent-Length: 2\r\n\r\n{}")

        thread = threading.Thread(target=refuse, daemon=True)
        thread.start()
        artifact = "api/2.0/mlflow-artifacts/artifacts/0/a"
        fetch = jp_fetch("autolog", "mlflow", artifact, method="PUT", body=bytes(30_000_000))
        code, _, _ = await refusal_of(fetch)
        thread.join()
    assert code in (413, 502)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, b"", "credentials"),
        (403, b"", "refuses"),
        (404, b"", "no MLflow"),
        (500, b"", "500"),
        (200, b"<html>", "not as MLflow"),
    ],
)
async def test_the_status_says_why_it_can_not_be_used(
    jp_fetch: Any, upstream: FakeUpstream, status: int, body: bytes, words: str
) -> None:
    upstream.reply = lambda handler, _: answer(handler, body, status)
    tracker = json.loads((await jp_fetch("autolog", "status")).body)["tracker"]
    assert (tracker["kind"], tracker["state"]) == ("external", "unreachable")
    assert words in tracker["reason"]
    assert tracker["next"]


async def test_the_status_asks_it_once_for_many(jp_fetch: Any, upstream: FakeUpstream) -> None:
    for _ in range(3):
        tracker = json.loads((await jp_fetch("autolog", "status")).body)["tracker"]
        assert tracker["state"] == "ready"
    assert [asked.path for asked in upstream.asked] == [
        "/a/prefix/api/2.0/mlflow/experiments/search?max_results=1"
    ]


class TestWithoutServer:
    @pytest.fixture
    def autolog_settings(self) -> dict[str, object]:
        with socket.create_server(("127.0.0.1", 0)) as gone:
            return {"tracking_uri": f"http://127.0.0.1:{gone.getsockname()[1]}"}

    async def test_a_request_is_refused_in_mlflows_own_shape(self, jp_fetch: Any) -> None:
        code, body, response = await refusal_of(jp_fetch(*SEARCH, method="POST", body="{}"))
        assert code == 502
        assert set(body) == {"error_code", "message"}
        assert "gives no answer" in body["message"]
        assert int(response.headers["Retry-After"]) > 0

    async def test_the_status_says_so(self, jp_fetch: Any) -> None:
        tracker = json.loads((await jp_fetch("autolog", "status")).body)["tracker"]
        assert tracker["state"] == "unreachable"
        assert "gives no answer" in tracker["reason"]


class TestWhileTheEmbeddedOneStarts:
    @pytest.fixture
    def autolog_settings(self) -> dict[str, object]:
        return {"tracker_start": "lazy"}

    async def test_a_request_starts_it_and_says_when_to_come_again(self, jp_fetch: Any) -> None:
        code, body, response = await refusal_of(jp_fetch(*SEARCH, method="POST", body="{}"))
        assert (code, body["error_code"]) == (503, "TEMPORARILY_UNAVAILABLE")
        assert "starting" in body["message"]
        assert response.headers["Retry-After"] == "1"
        tracker = json.loads((await jp_fetch("autolog", "status")).body)["tracker"]
        assert tracker["state"] == "starting"
