"""What the tests of the server extension share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from support.real_server import RealServer, start_server

from jupyterlab_autolog.home import Home

FOREIGN = ("MLFLOW_", "_MLFLOW_", "AUTOLOG_", "DATABRICKS_")
ALSO_FOREIGN = ("JPY_SESSION_NAME", "JUPYTER_DEFAULT_PROVISIONER_NAME", "NODE_OPTIONS")

STAND_IN_KERNEL = """\
import json, os, pathlib, signal, sys
out = pathlib.Path(__file__).with_name("started.jsonl")
with out.open("a") as file:
    file.write(json.dumps({"argv": sys.argv, "env": dict(os.environ)}) + "\\n")
signal.pause()
"""


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(FOREIGN) or name in ALSO_FOREIGN:
            monkeypatch.delenv(name)
    monkeypatch.setenv("AUTOLOG_HOME", str(tmp_path / "autolog home"))
    KernelProvisionerFactory.clear_instance()
    yield
    KernelProvisionerFactory.clear_instance()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "autolog home")


@pytest.fixture
def prelude(tmp_path: Path) -> Path:
    """A stand-in of the built prelude, in a folder whose name needs quoting."""
    file = tmp_path / 'a "pre lude"' / "prelude.cjs"
    file.parent.mkdir()
    file.write_text("globalThis.preludeWasLoaded = true;\n")
    return file


@pytest.fixture
def root(jp_root_dir: Path) -> Path:
    return jp_root_dir


@pytest.fixture
def autolog_settings(prelude: Path) -> dict[str, object]:
    """Settings of the extension; tests override it."""
    return {"prelude": str(prelude), "tracker_start": "lazy"}


@pytest.fixture
def jp_server_config(autolog_settings: dict[str, object]) -> dict[str, object]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_autolog": True}},
        "Autolog": autolog_settings,
    }


@pytest.fixture
def stand_in_kernels(jp_data_dir: Path) -> Path:
    """Kernel specifications `tslab` and `other` of programs that note how they were started.

    Their notes are in ``started.jsonl`` of the folder.
    """
    folder = jp_data_dir / "programs"
    folder.mkdir(parents=True)
    for name in ("tslab", "other"):
        program = folder / f"{name}.py"
        program.write_text(STAND_IN_KERNEL)
        spec = jp_data_dir / "kernels" / name
        spec.mkdir(parents=True)
        # A link, because a tslab kernel is told by the name of its program.
        link = folder / name
        link.symlink_to(program)
        argv = [sys.executable, str(link), "kernel", "--config-path", "{connection_file}"]
        (spec / "kernel.json").write_text(
            json.dumps({"argv": argv, "display_name": name, "language": "typescript"})
        )
    return folder


@pytest.fixture(scope="session")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A Jupyter server in a process of its own, with its tracking server; for all tests."""
    with start_server(tmp_path_factory.mktemp("real server")) as server:
        yield server
