from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_autolog.target import (
    Embedded,
    External,
    Unusable,
    credential_variables,
    resolve_target,
)


def test_without_a_uri_it_is_the_store_in_the_root(tmp_path: Path) -> None:
    assert resolve_target("", {}, tmp_path) == Embedded(tmp_path.resolve())


def test_the_setting_wins_over_the_environment(tmp_path: Path) -> None:
    environment = {"MLFLOW_TRACKING_URI": "http://b:1"}
    assert resolve_target("http://a:1/", environment, tmp_path) == External("http://a:1")
    assert resolve_target(" ", environment, tmp_path) == External("http://b:1")


def test_credentials_leave_the_uri(tmp_path: Path) -> None:
    target = resolve_target("https://me:a%40b@[::1]:8/path/", {}, tmp_path)
    assert target == External("https://[::1]:8/path", username="me", password="a@b")
    assert target.to_json() == {"kind": "uri", "uri": "https://[::1]:8/path"}
    assert "a@b" not in repr(target)


def test_mlflows_own_variables_win_over_the_uris_credentials(tmp_path: Path) -> None:
    environment = {"MLFLOW_TRACKING_USERNAME": "env", "MLFLOW_TRACKING_TOKEN": "t"}
    target = resolve_target("http://me:pw@a", environment, tmp_path)
    assert target == External("http://a", username="env", password="pw", token="t")


def test_a_shipper_gets_the_credentials_that_no_variable_holds(tmp_path: Path) -> None:
    environment = {"MLFLOW_TRACKING_USERNAME": "env"}
    target = resolve_target("http://me:pw@a", environment, tmp_path)
    assert credential_variables(environment, target) == {"MLFLOW_TRACKING_PASSWORD": "pw"}
    assert credential_variables({}, Embedded(tmp_path)) == {}


@pytest.mark.parametrize("uri", ["sqlite:///x.db", "mlruns", "ftp://a", "http://", "http://a:x/"])
def test_another_scheme_is_refused_in_words(tmp_path: Path, uri: str) -> None:
    target = resolve_target(uri, {}, tmp_path)
    assert isinstance(target, Unusable)
    assert "tracking URI" in target.reason
    assert "MLFLOW_TRACKING_URI" in target.next


def test_words_hold_no_password(tmp_path: Path) -> None:
    target = resolve_target("ftp://me:secret@host/x", {}, tmp_path)
    assert "secret" not in repr(target)


def test_databricks_needs_host_and_token(tmp_path: Path) -> None:
    target = resolve_target("databricks", {"DATABRICKS_HOST": "https://x"}, tmp_path)
    assert isinstance(target, Unusable)
    environment = {"DATABRICKS_HOST": "x.example/", "DATABRICKS_TOKEN": "t"}
    assert resolve_target("databricks", environment, tmp_path) == External(
        "https://x.example", token="t"
    )
