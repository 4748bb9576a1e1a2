"""What must be true for TypeScript notebooks to be recorded. Each check is one finding."""

from __future__ import annotations

import asyncio
import importlib.metadata
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_core.paths import jupyter_path

from ..config import Autolog
from ..home import Home, private_folder
from ..names import ENV_DISABLE, PROVISIONER
from ..proxy.upstream import Upstream
from ..target import Embedded, External, Unusable, resolve_target
from ..tracker.discovery import announced
from ..tracker.external import ExternalProbe
from ..tracker.status import TrackerStatus
from ..tracker.store_check import store_fault
from ..tslab import is_tslab

OLDEST_NODE = (20, 19)
SECONDS = 10.0


@dataclass(frozen=True)
class Finding:
    check: str
    words: str
    next: str | None = None
    """What to do, or None where all is well."""

    @property
    def line(self) -> str:
        mark = "ok     " if self.next is None else "problem"
        return f"{mark}  {self.check}: {self.words}{'' if self.next is None else f' {self.next}'}"

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "ok": self.next is None,
            "words": self.words,
            "next": self.next,
        }


def check_switch(config: Autolog, _root: Path) -> Finding:
    if config.enabled:
        kept = f", offline: runs are kept in {Home(config.home).journals}" if config.offline else ""
        forced = ", each record forced through to the disk (fsync)" if config.fsync else ""
        return Finding("autologging", f"on{kept}{forced}.")
    return Finding(
        "autologging",
        "off.",
        f"Unset {ENV_DISABLE} or set Autolog.enabled, and start Jupyter again.",
    )


def check_extension(_config: Autolog, _root: Path) -> Finding:
    folders = [Path(path) / "jupyterlab-autolog" for path in jupyter_path("labextensions")]
    found = next((folder for folder in folders if (folder / "package.json").is_file()), None)
    if found is None:
        return Finding(
            "browser part",
            "JupyterLab does not find it.",
            "Install jupyterlab-autolog in JupyterLab's environment, or run `npm run setup`.",
        )
    try:
        lab = f"JupyterLab {importlib.metadata.version('jupyterlab')}"
    except importlib.metadata.PackageNotFoundError:
        lab = "no JupyterLab in this environment"
    return Finding("browser part", f"{found} ({lab}).")


def check_provisioner(_config: Autolog, _root: Path) -> Finding:
    names = importlib.metadata.entry_points(group="jupyter_client.kernel_provisioners").names
    if PROVISIONER in names:
        return Finding("provisioner", f"{PROVISIONER} is installed.")
    return Finding(
        "provisioner",
        f"{PROVISIONER} is not installed, so no kernel is recorded.",
        "Install jupyterlab-autolog anew in Jupyter's environment.",
    )


def check_kernels(_config: Autolog, _root: Path) -> Finding:
    specs = KernelSpecManager().get_all_specs()
    names = [name for name, found in specs.items() if is_tslab(found["spec"].get("argv", []))]
    if names:
        return Finding("kernels", f"{', '.join(sorted(names))}.")
    return Finding(
        "kernels",
        "Jupyter knows no TypeScript kernel.",
        "Run `npm install -g tslab` and `tslab install`.",
    )


def check_node(config: Autolog, _root: Path) -> Finding:
    program = shutil.which(config.node)
    if program is None:
        return Finding(
            "Node.js", f"{config.node} is not found.", "Install Node.js, or set Autolog.node."
        )
    asked = subprocess.run(  # noqa: S603 - the program that the user configured, no shell
        [program, "--version"], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    version = asked.stdout.strip()
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers >= OLDEST_NODE:
        return Finding("Node.js", f"{version} ({program}).")
    needed = ".".join(map(str, OLDEST_NODE))
    return Finding(
        "Node.js", f"{version or 'no version'} ({program}).", f"Install {needed} or newer."
    )


def check_scripts(config: Autolog, _root: Path) -> Finding:
    missing = [path for path in (config.prelude, config.shipper) if not Path(path).is_file()]
    if not missing:
        return Finding("kernel part", f"{Path(config.prelude).parent}.")
    return Finding(
        "kernel part", f"{' and '.join(missing)} missing.", "Run `npm run build`, or install again."
    )


def check_home(config: Autolog, _root: Path) -> Finding:
    home = Home(config.home)
    try:
        private_folder(home.path)
    except OSError as error:
        return Finding("journals", f"{home.path}: {error.strerror}.", "Set AUTOLOG_HOME.")
    if not os.access(home.path, os.W_OK | os.X_OK):
        return Finding("journals", f"{home.path} is not writable.", "Set AUTOLOG_HOME.")
    free = shutil.disk_usage(home.path).free // 1_000_000
    if free < 100:
        return Finding("journals", f"{home.path} has {free} MB left.", "Free some space.")
    return Finding("journals", f"{home.path}.")


def check_tracking(config: Autolog, root: Path) -> Finding:
    if config.offline:
        return Finding("tracking server", "not asked, since offline is switched on.")
    target = resolve_target(config.tracking_uri, os.environ, root)
    match target:
        case Unusable(uri=uri, reason=reason, next=step):
            return Finding("tracking server", f"{uri}: {reason}", step)
        case External():
            return _check_external(target)
        case Embedded(root=store):
            fault = store_fault(store, config.allow_store_migration, may_mend=False)
            if fault is not None:
                return Finding("tracking server", fault.reason, fault.next)
            running = announced(Home(config.home), store)
            state = "starts with JupyterLab" if running is None else f"runs, process {running.pid}"
            mlflow = importlib.metadata.version("mlflow")
            return Finding("tracking server", f"embedded, for {store}; {state} (MLflow {mlflow}).")


def _check_external(target: External) -> Finding:
    status = asyncio.run(_probe(target))
    if status.state == "ready":
        return Finding("tracking server", f"{target.uri} answers.")
    return Finding("tracking server", f"{target.uri}: {status.reason}", status.next)


async def _probe(target: External) -> TrackerStatus:
    upstream = Upstream(target, None)
    try:
        return await ExternalProbe(upstream).status()
    finally:
        await upstream.close()
