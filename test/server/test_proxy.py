"""The proxy, between a real Jupyter server and a real MLflow."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import uuid
from pathlib import Path

import pytest
from support.real_server import RealServer, when_ready

from jupyterlab_autolog.tracker.store_check import store_fault

API = "api/2.0/mlflow"
ARTIFACTS = "api/2.0/mlflow-artifacts/artifacts"


@pytest.fixture(scope="module")
def server(real_server: RealServer) -> RealServer:
    when_ready(real_server)
    return real_server


@pytest.fixture(scope="module")
def experiment(server: RealServer) -> str:
    answer = server.mlflow("POST", f"{API}/experiments/create", {"name": f"e {uuid.uuid4()}"})
    assert answer.status == 200, answer.body
    return str(answer.json()["experiment_id"])


def test_a_run_is_made_logged_to_and_found(server: RealServer, experiment: str) -> None:
    payload = {"experiment_id": experiment, "start_time": 1, "run_name": "brisk otter"}
    run = server.mlflow("POST", f"{API}/runs/create", payload).json()["run"]["info"]["run_id"]
    metrics = [{"key": "loss", "value": 0.5, "timestamp": 1, "step": 1}]
    server.mlflow("POST", f"{API}/runs/log-batch", {"run_id": run, "metrics": metrics})
    search = {"experiment_ids": [experiment], "filter": "metrics.loss < 1"}
    found = server.mlflow("POST", f"{API}/runs/search", search).json()["runs"]
    assert [item["info"]["run_name"] for item in found] == ["brisk otter"]
    got = server.mlflow("GET", f"{API}/runs/get?run_id={run}")
    assert got.json()["run"]["data"]["metrics"][0]["value"] == 0.5


def test_patch_and_delete_pass_their_bodies(server: RealServer) -> None:
    name = f"model {uuid.uuid4()}"
    models = f"{API}/registered-models"
    assert server.mlflow("POST", f"{models}/create", {"name": name}).status == 200
    renamed = server.mlflow("PATCH", f"{models}/update", {"name": name, "description": "d"})
    assert renamed.json()["registered_model"]["description"] == "d"
    assert server.mlflow("DELETE", f"{models}/delete", {"name": name}).status == 200
    gone = server.mlflow("GET", f"{models}/get?name={name.replace(' ', '%20')}")
    assert gone.status == 404
    assert gone.json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_head_has_the_length_and_no_body(server: RealServer) -> None:
    answer = server.ask("HEAD", "autolog/mlflow/static-files/favicon.ico")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 0
    assert answer.body == b""


def test_artifacts_go_through_whole_and_come_back_as_attachments(
    server: RealServer, experiment: str
) -> None:
    content = os.urandom(20_000_000)
    path = f"autolog/mlflow/{ARTIFACTS}/{experiment}/run/artifacts/a%20b/%C3%A4.html"
    assert server.ask("PUT", path, content).status == 200
    answer = server.ask("GET", path)
    assert hashlib.sha256(answer.body).digest() == hashlib.sha256(content).digest()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    part = server.ask("GET", path, headers={"Range": "bytes=5-9"})
    assert (part.status, part.body) == (206, content[5:10])


def test_an_upload_is_streamed_and_not_gathered(server: RealServer, experiment: str) -> None:
    peak = Path(f"/proc/{server.process.pid}/status")
    if not peak.exists():
        pytest.skip("only Linux tells how much memory a process had")

    def kilobytes() -> int:
        match = re.search(r"VmHWM:\s+(\d+)", peak.read_text())
        assert match is not None
        return int(match[1])

    before = kilobytes()
    size = 120_000_000
    path = f"autolog/mlflow/{ARTIFACTS}/{experiment}/run/artifacts/large.bin"
    assert server.ask("PUT", path, bytes(size)).status == 200
    assert kilobytes() - before < size / 1024 / 4


def test_an_upload_that_is_broken_off_leaves_no_file(server: RealServer, experiment: str) -> None:
    name = "broken.bin"
    target = f"/user/me/autolog/mlflow/{ARTIFACTS}/{experiment}/run/artifacts/{name}"
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.putrequest("PUT", target)
    connection.putheader("Authorization", "token a-token-of-the-tests")
    connection.putheader("Content-Length", "1000000")
    connection.endheaders(bytes(500_000))
    connection.close()
    listing = server.mlflow("GET", f"{ARTIFACTS}?path={experiment}/run/artifacts").json()
    assert name not in [file["path"] for file in listing.get("files", [])]


def test_mlflows_interface_gets_a_token_that_jupyter_accepts(server: RealServer) -> None:
    browser = server.browser()
    page = browser.ask("GET", "autolog/mlflow/")
    assert page.status == 200
    assert b"<title>MLflow</title>" in page.body
    cookies = page.headers.get_all("Set-Cookie") or []
    assert any("Path=/user/me/autolog/mlflow/" in cookie for cookie in cookies)
    token = browser.cookies["mlflow-request-header-X-XSRFToken"]
    headers = {"Content-Type": "application/json", "X-XSRFToken": token}
    body = json.dumps({"max_results": 1})
    search = "autolog/mlflow/ajax-api/2.0/mlflow/experiments/search"
    assert browser.ask("POST", search, body, headers).status == 200
    assert browser.ask("POST", search, body).status == 403


def test_the_interfaces_own_files_are_served(server: RealServer) -> None:
    page = server.ask("GET", "autolog/mlflow/").body.decode()
    (script,) = re.findall(r'src="(static-files/[^"]+\.js)"', page)
    answer = server.ask("GET", f"autolog/mlflow/{script}")
    assert answer.status == 200
    assert "javascript" in answer.headers["Content-Type"]


def test_without_the_slash_the_browser_is_sent_to_the_folder(server: RealServer) -> None:
    answer = server.ask("GET", "autolog/mlflow")
    assert (answer.status, answer.headers["Location"]) == (302, "/user/me/autolog/mlflow/")


def test_an_error_of_mlflow_is_passed_on_as_it_is(server: RealServer) -> None:
    answer = server.mlflow("GET", f"{API}/experiments/get?experiment_id=99999")
    assert answer.status == 404
    assert answer.json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


def test_a_store_that_mlflow_has_made_passes_our_own_check(
    server: RealServer, experiment: str
) -> None:
    assert experiment
    assert (server.root / "mlflow.db").exists()
    assert (server.root / "mlartifacts").is_dir()
    assert store_fault(server.root, False) is None
