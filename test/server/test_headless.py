"""Real nbconvert and papermill with a real tslab kernel; prelude and shipper are stand-ins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.journal import write_journal, write_owner

from jupyterlab_autolog.headless.delivery import await_delivery
from jupyterlab_autolog.headless.notebook_source import NotebookSource
from jupyterlab_autolog.headless.place import find_place
from jupyterlab_autolog.home import Home
from jupyterlab_autolog.target import Embedded, External
from jupyterlab_autolog.tracker.discovery import RunningTracker, announce

TSLAB = Path(__file__).parents[2] / "node_modules" / ".bin" / "tslab"

PRELUDE = """
// Notes what it is told, and leaves a journal behind, as a kernel does that was killed.
const fs = require('node:fs');
if (process.argv.includes('kernel')) {
  const text = process.env.AUTOLOG_KERNEL_CONFIG;
  const config = JSON.parse(text);
  const snapshot = config.snapshotFile && fs.readFileSync(config.snapshotFile, 'utf8');
  fs.writeFileSync(__dirname + '/noted.json', JSON.stringify({ config, snapshot }));
  const folder = config.home + '/journals/j';
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = { type: 'open', kernelId: config.kernelId, target: config.tracking };
  fs.writeFileSync(folder + '/journal.jsonl', JSON.stringify(open) + '\\n');
}
"""
DELIVERS = """
require('node:fs').rmSync(process.argv[4] + '/journals/j', { recursive: true });
"""
DELIVERS_NOTHING = "process.exitCode = 3;"


@dataclass
class Bench:
    """A folder with a notebook and everything that its execution needs."""

    folder: Path
    home: Home

    @property
    def notebook(self) -> Path:
        return self.folder / "work" / "sub" / "n.ipynb"

    @property
    def snapshots(self) -> list[Path]:
        return list(self.home.snapshots.iterdir())

    def noted(self) -> tuple[dict[str, Any], Any]:
        noted = json.loads((self.folder / "noted.json").read_text())
        return noted["config"], noted["snapshot"] and json.loads(noted["snapshot"])

    def run(self, *command: str, cwd: Path, **environment: str) -> str:
        """The standard error of a tool that must succeed."""
        variables = {
            **os.environ,
            "JUPYTER_DEFAULT_PROVISIONER_NAME": "autolog-provisioner",
            "JUPYTER_PATH": str(self.folder / "jupyter"),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "MLFLOW_TRACKING_URI": "http://127.0.0.1:9",
            **environment,
        }
        ran = subprocess.run(
            [sys.executable, *command],
            cwd=cwd,
            env=variables,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stderr


@pytest.fixture
def bench(tmp_path: Path, home: Home) -> Bench:
    if not TSLAB.exists():
        pytest.skip("tslab is not installed: run `npm install`")
    made = Bench(tmp_path, home)
    made.notebook.parent.mkdir(parents=True)
    (tmp_path / "prelude.cjs").write_text(PRELUDE)
    (tmp_path / "shipper.cjs").write_text(DELIVERS)
    spec = tmp_path / "jupyter" / "kernels" / "tslab"
    spec.mkdir(parents=True)
    argv = ["node", str(TSLAB), "kernel", "--config-path", "{connection_file}"]
    language = {"display_name": "TypeScript", "language": "typescript"}
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, **language}))
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "a",
        "metadata": {},
        "outputs": [],
        "source": "1 + 1",
    }
    metadata = {"kernelspec": {"name": "tslab", **language}}
    document = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    made.notebook.write_text(json.dumps(document))
    return made


def nbconvert(bench: Bench, notebook: str) -> list[str]:
    return [
        *("-m", "nbconvert", "--execute", "--to", "notebook", "--output", "out", notebook),
        f"--Autolog.prelude={bench.folder / 'prelude.cjs'}",
        f"--Autolog.shipper={bench.folder / 'shipper.cjs'}",
    ]


def test_nbconvert_ends_when_everything_is_delivered(bench: Bench) -> None:
    said = bench.run(*nbconvert(bench, "sub/n.ipynb"), cwd=bench.folder / "work")
    config, snapshot = bench.noted()
    assert config["notebookPath"] == "sub/n.ipynb"
    assert config["root"] == str(bench.folder / "work")
    assert config["headless"] is True
    assert config["tracking"] == {"kind": "uri", "uri": "http://127.0.0.1:9"}
    assert snapshot["cells"][0]["source"] == "1 + 1"
    assert "Runs of sub/n.ipynb go to http://127.0.0.1:9." in said
    assert "not delivered" not in said
    assert list(bench.home.journals.iterdir()) == []
    assert bench.snapshots == []


def test_papermill_ends_when_its_time_is_over_and_says_what_waits(bench: Bench) -> None:
    (bench.folder / "shipper.cjs").write_text(DELIVERS_NOTHING)
    (bench.folder / "elsewhere").mkdir()
    script = f"""
import functools
from jupyterlab_autolog.headless import session
session.Autolog = functools.partial(
    session.Autolog, prelude={str(bench.folder / "prelude.cjs")!r},
    shipper={str(bench.folder / "shipper.cjs")!r})
import papermill
papermill.execute_notebook("sub/n.ipynb", None, cwd={str(bench.folder / "elsewhere")!r})
"""
    work = bench.folder / "work"
    said = bench.run("-c", script, cwd=work, AUTOLOG_SHIP_TIMEOUT="1.5")
    config, snapshot = bench.noted()
    assert (config["notebookPath"], config["root"]) == ("sub/n.ipynb", str(work))
    assert snapshot["metadata"]["papermill"]["input_path"] == "sub/n.ipynb"
    assert "bytes of records are not delivered after 1.5 seconds" in said
    assert str(bench.home.journals) in said
    assert len(bench.snapshots) == 1, "it is needed when the journal is delivered"


def test_a_tool_that_names_no_notebook_is_asked_to_set_the_variable(bench: Bench) -> None:
    script = f"""
import functools, sys
from jupyterlab_autolog.headless import session
session.Autolog = functools.partial(
    session.Autolog, prelude={str(bench.folder / "prelude.cjs")!r},
    shipper={str(bench.folder / "shipper.cjs")!r})
from jupyter_client import KernelManager
for _ in range(int(sys.argv[1])):
    manager = KernelManager(kernel_name="tslab")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(30)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""
    said = bench.run("-c", script, "1", cwd=bench.folder / "work")
    config, snapshot = bench.noted()
    assert (config["notebookPath"], snapshot) == (None, None)
    assert said.count("jupyterlab-autolog:") == 1
    assert "set AUTOLOG_NOTEBOOK" in said


def source(notebook: Path | None, working: Path) -> NotebookSource:
    return NotebookSource(notebook, None, working)


def test_a_running_tracker_above_the_notebook_gets_its_runs(home: Home, tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "mlflow.db").touch()
    for root in (tmp_path / "a", tmp_path, tmp_path / "c"):
        announce(home, RunningTracker(os.getpid(), root, None, "http://127.0.0.1:1"))
    place = find_place("", {}, source(inner / "n.ipynb", tmp_path / "c"), home)
    assert (place.target, place.notebook_path) == (Embedded(tmp_path / "a"), "b/n.ipynb")


def test_without_a_tracker_it_is_the_nearest_store_above(home: Home, tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "a"):
        (folder / "mlflow.db").touch()
    place = find_place("", {}, source(inner / "n.ipynb", tmp_path / "c"), home)
    assert (place.target, place.notebook_path) == (Embedded(tmp_path / "a"), "b/n.ipynb")


def test_without_a_store_it_is_the_working_folder(home: Home, tmp_path: Path) -> None:
    place = find_place("", {}, source(tmp_path / "a" / "n.ipynb", tmp_path), home)
    assert (place.target, place.notebook_path) == (Embedded(tmp_path), "a/n.ipynb")


def test_a_notebook_outside_the_store_is_known_by_its_name(home: Home, tmp_path: Path) -> None:
    place = find_place("", {}, source(tmp_path / "a" / "n.ipynb", tmp_path / "c"), home)
    assert place.target == Embedded(tmp_path / "c")
    assert (place.root, place.notebook_path) == (tmp_path / "a", "n.ipynb")


def test_a_uri_wins_and_the_path_stays_the_same(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mlflow.db").touch()
    environment = {"MLFLOW_TRACKING_URI": "http://a"}
    place = find_place("", environment, source(tmp_path / "a" / "n.ipynb", tmp_path / "a"), home)
    assert (place.target, place.notebook_path) == (External("http://a"), "a/n.ipynb")


def test_an_unknown_notebook_goes_to_the_working_folder(home: Home, tmp_path: Path) -> None:
    place = find_place("", {}, source(None, tmp_path), home)
    assert (place.target, place.root, place.notebook_path) == (Embedded(tmp_path), tmp_path, None)


async def test_a_shipper_that_works_is_left_to_it(home: Home) -> None:
    recovered = []

    async def recover() -> int:
        recovered.append(1)
        return 0

    assert await await_delivery(home, "k", 5, recover) == []
    write_owner(write_journal(home, "j", kernel_id="k"), 1, pid=os.getpid())
    waiting = await await_delivery(home, "k", 0.3, recover)
    assert [journal.path.name for journal in waiting] == ["j"]
    assert recovered == []


async def test_a_journal_without_shipper_is_delivered_by_the_tool(home: Home) -> None:
    folder = write_journal(home, "j", kernel_id="k")
    codes = [3, 0]

    async def recover() -> int:
        code = codes.pop(0)
        if code == 0:
            (folder / "journal.jsonl").unlink()
        return code

    assert await await_delivery(home, "k", 20, recover) == []
    assert codes == []
