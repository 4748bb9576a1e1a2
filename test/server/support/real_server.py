"""A Jupyter server of its own process, and requests to it as a browser or a script makes them."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from support.polling import until

TOKEN = "a-token-of-the-tests"
BASE_URL = "/user/me/"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class RealServer:
    port: int
    root: Path
    home: Path
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        token: str | None = TOKEN,
    ) -> Answer:
        """One request for ``path`` below the base URL, sent exactly as it is written."""
        return self.ask_raw(method, BASE_URL + path, body, headers, token)

    def ask_raw(
        self,
        method: str,
        target: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        token: str | None = TOKEN,
    ) -> Answer:
        all_headers = dict(headers or {})
        if token is not None:
            all_headers["Authorization"] = f"token {token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            has_host = "Host" in all_headers
            connection.putrequest(method, target, skip_host=has_host, skip_accept_encoding=True)
            data = body.encode() if isinstance(body, str) else body
            if data is not None:
                all_headers.setdefault("Content-Length", str(len(data)))
            for name, value in all_headers.items():
                connection.putheader(name, value)
            connection.endheaders(data)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def mlflow(self, method: str, path: str, payload: Any = None) -> Answer:
        body = None if payload is None else json.dumps(payload)
        return self.ask(
            method, f"autolog/mlflow/{path}", body, {"Content-Type": "application/json"}
        )

    def browser(self) -> Browser:
        """Somebody who has logged in, and sends cookies from then on."""
        browser = Browser(self)
        browser.ask("GET", f"autolog/status?token={TOKEN}")
        browser.ask("GET", "autolog/mlflow/")
        return browser


@dataclass
class Browser:
    server: RealServer
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        all_headers = {**({"Cookie": sent} if sent else {}), **(headers or {})}
        answer = self.server.ask(method, path, body, all_headers, token=None)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            match = re.match(r"([^=]+)=([^;]*)", cookie)
            if match:
                self.cookies[match[1]] = match[2]
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def start_server(folder: Path, *arguments: str, **environment: str) -> Iterator[RealServer]:
    """A Jupyter server with its own data folders below ``folder``; it answers when this yields."""
    root, home, log = folder / "note books", folder / "autolog", folder / "server.log"
    root.mkdir(parents=True)
    prelude = folder / "prelude.cjs"
    prelude.write_text("")
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser"),
        *(f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"),
        *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.base_url={BASE_URL}"),
        "--ServerApp.jpserver_extensions={'jupyterlab_autolog': True}",
        *(f"--Autolog.prelude={prelude}", *arguments),
    ]
    variables = {
        **os.environ,
        "AUTOLOG_HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_NO_CONFIG": "1",
        **environment,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=variables, stdout=output, stderr=output)
    server = RealServer(port, root, home, process, log)
    try:
        until(lambda: _answers(server), 30, "the start of Jupyter")
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _answers(server: RealServer) -> bool:
    if server.process.poll() is not None:
        raise AssertionError(server.log.read_text()[-3000:])
    try:
        return server.ask("GET", "autolog/status").status == 200
    except OSError:
        return False


def when_ready(server: RealServer) -> dict[str, Any]:
    """The status of a server whose tracking server is ready."""

    def look() -> Any:
        status = server.ask("GET", "autolog/status").json()
        return status if status["tracker"]["state"] == "ready" else None

    return until(look, 40, "the start of the tracking server")
