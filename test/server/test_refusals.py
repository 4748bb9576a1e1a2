"""Every route of ours and every verb, asked by everybody who must not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.path_tricks import TRICKS
from support.real_server import BASE_URL, RealServer, when_ready

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROUTES = (
    "autolog/status",
    "autolog/bindings",
    "autolog/waiting?notebook=a.ipynb",
    "autolog/mlflow",
    "autolog/mlflow/",
    "autolog/mlflow/health",
    "autolog/mlflow/version",
    "autolog/mlflow/graphql",
    "autolog/mlflow/static-files/favicon.ico",
    "autolog/mlflow/api/2.0/mlflow/experiments/search?max_results=1",
    "autolog/mlflow/ajax-api/2.0/mlflow/runs/search",
    "autolog/mlflow/api/3.0/mlflow/server-info",
    "autolog/mlflow/api/2.0/mlflow-artifacts/artifacts",
    "autolog/mlflow/api/2.0/mlflow-artifacts/artifacts/0/a.txt",
    "autolog/mlflow/get-artifact?path=a&run_id=b",
    "autolog/mlflow/model-versions/get-artifact?path=a&name=b&version=1",
)
WRITING = ("POST", "PUT", "PATCH", "DELETE")
REFUSED = (401, 403, 404, 405)
SECRETS = (b"<title>MLflow", b'"experiments":', b'"tracker":', b'"totalRuns":', b'"experiment_id":')


@pytest.mark.filterwarnings("error::jupyter_server.serverapp.JupyterServerAuthWarning")
def test_every_method_of_every_handler_says_who_may(
    jp_configurable_serverapp: Any, jp_server_config: dict[str, Any]
) -> None:
    """Jupyter itself looks at the decorators of all verbs."""
    strict = {**jp_server_config["ServerApp"], "allow_unauthenticated_access": False}
    jp_configurable_serverapp(config={**jp_server_config, "ServerApp": strict})


@pytest.fixture(scope="module")
def server(real_server: RealServer) -> RealServer:
    when_ready(real_server)
    return real_server


def experiments(server: RealServer) -> int:
    answer = server.mlflow("GET", "api/2.0/mlflow/experiments/search?max_results=1000")
    return len(answer.json()["experiments"])


def test_everybody_who_must_not_is_refused_on_every_route_and_verb(server: RealServer) -> None:
    browser = server.browser()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    xsrf = browser.cookies["_xsrf"]
    logged_in = {"Cookie": cookies}
    with_token = {**logged_in, "X-XSRFToken": xsrf}
    body = json.dumps({"name": "made by somebody who must not"})
    before = experiments(server)

    let_in = []

    def must_be_refused(who: str, verb: str, route: str, headers: dict[str, str]) -> None:
        data = body if verb in WRITING else None
        answer = server.ask(verb, route, data, headers, token=None)
        if answer.status not in REFUSED:
            let_in.append(f"{who}: {verb} {route}: {answer.status}")
        if any(secret in answer.body for secret in SECRETS):
            let_in.append(f"{who}: {verb} {route} tells {answer.body[:80]!r}")

    for route in (*ROUTES, "autolog/mlflow/api/2.0/mlflow/experiments/create"):
        for verb in VERBS:
            must_be_refused("no token", verb, route, {})
            must_be_refused("a wrong token", verb, route, {"Authorization": "token x"})
            # Jupyter's own way to log in, from another site: with the cookies of a browser.
            foreign = {**with_token, "Origin": "https://evil.example"}
            must_be_refused("a foreign origin", verb, route, foreign)
            must_be_refused("a foreign host", verb, route, {**with_token, "Host": "evil.example"})
            if verb in WRITING:
                must_be_refused("no XSRF token", verb, route, logged_in)
                wrong = {**logged_in, "X-XSRFToken": "2|aaaaaaaa|bbbb|1"}
                must_be_refused("a wrong XSRF token", verb, route, wrong)
        # Jupyter's answer to verbs that a route has not.
        must_be_refused("an unknown verb", "TRACE", route, with_token)

    for trick in TRICKS:
        for verb in ("GET", "POST", "PUT", "DELETE"):
            must_be_refused("a path trick", verb, trick, with_token)
    for target in ("http://evil.example/", f"http://evil.example{BASE_URL}autolog/status"):
        answer = server.ask_raw("GET", target, headers=logged_in, token=None)
        if answer.status not in REFUSED and b'"tracker"' in answer.body:
            let_in.append(f"an absolute URL: {target}: {answer.status}")

    assert not let_in, "\n".join(let_in)
    assert experiments(server) == before
    assert server.ask("GET", "autolog/status").status == 200, "who may is still let in"
    assert browser.ask("GET", "autolog/mlflow/version").status == 200
