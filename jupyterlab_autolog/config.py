"""What an administrator or a user may set: ``c.Autolog.<name>`` in ``jupyter_server_config.py``,
or ``--Autolog.<name>=...`` on the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir
from traitlets import Bool, Dict, Enum, Float, Integer, Unicode, default
from traitlets.config import Configurable

from .names import ENV_DISABLE, ENV_FSYNC, ENV_HOME, ENV_OFFLINE

PACKAGE = Path(__file__).parent


class Autolog(Configurable):
    """Settings of jupyterlab-autolog."""

    enabled = Bool(
        help="""Whether TypeScript kernels are instrumented and the tracking server is started.
        Default: true, unless AUTOLOG_DISABLE=1 is in the server's environment."""
    ).tag(config=True)

    offline = Bool(
        help="""Whether runs are recorded and kept, and nothing is sent: no tracking server is
        started or asked. What is kept is delivered when Jupyter starts without it, or by
        `jupyter autolog ship`. Default: false, unless AUTOLOG_OFFLINE=1 is in the environment."""
    ).tag(config=True)

    fsync = Bool(
        help="""Whether each record is forced through to the disk before the call that made it
        returns, so that it survives a loss of power. Each logging call then takes the disk's time,
        about a millisecond, instead of microseconds. Default: false, unless AUTOLOG_FSYNC=1 is in
        the environment."""
    ).tag(config=True)

    tracking_uri = Unicode(
        help="""The MLflow tracking server, for instance https://mlflow.example.org. Wins over
        MLFLOW_TRACKING_URI. Where neither is set, a tracking server is started for the store
        `mlflow.db` and `mlartifacts` in the notebook root folder."""
    ).tag(config=True)

    home = Unicode(
        help="""Folder of the journals: what kernels have recorded and the tracking server has
        not got yet. Default: AUTOLOG_HOME, else `autolog` in the Jupyter data folder."""
    ).tag(config=True)

    tracker_start = Enum(
        ["background", "lazy"],
        default_value="background",
        help="""When the embedded tracking server starts: `background` with Jupyter,
        `lazy` when a TypeScript kernel or the runs panel first needs it.""",
    ).tag(config=True)

    tracker_start_timeout = Float(
        60.0,
        min=1.0,
        help="Seconds after which an embedded tracking server that gives no answer is restarted.",
    ).tag(config=True)

    allow_store_migration = Bool(
        False,
        help="""Whether a store that an older MLflow made may be migrated to the installed
        MLflow's format. An older MLflow can't read it afterwards: make a copy first.""",
    ).tag(config=True)

    options = Dict(
        key_trait=Unicode(),
        help="""Defaults of the options of `mlflow.autolog` in TypeScript kernels, such as
        {"logModels": False, "everyNIter": 10}. What a person has set in JupyterLab's settings,
        AUTOLOG_OPTIONS in a kernel's environment, a JSON object, and the calls of a notebook
        count before them.""",
    ).tag(config=True)

    shutdown_grace = Float(
        5.0,
        min=0.0,
        help="""Seconds that the tracking server stays up for the last records of kernels
        that are shut down together with Jupyter.""",
    ).tag(config=True)

    recovery_interval = Float(
        60.0,
        min=1.0,
        help="Seconds between two attempts to deliver journals that a kernel left behind.",
    ).tag(config=True)

    statistics_interval = Float(
        20.0,
        min=0.1,
        help="""Seconds between two looks at whether the statistics of the SQLite store are
        out of date; they keep sorting by a metric fast.""",
    ).tag(config=True)

    max_binding_bytes = Integer(
        100_000_000,
        min=1,
        help="The largest notebook document, in bytes, that is kept as a snapshot with its runs.",
    ).tag(config=True)

    prelude = Unicode(
        str(PACKAGE / "kernel" / "prelude.cjs"),
        help="The script that Node loads before a TypeScript kernel starts.",
    ).tag(config=True)

    shipper = Unicode(
        str(PACKAGE / "kernel" / "shipper.cjs"),
        help="The script that delivers journals to the tracking server.",
    ).tag(config=True)

    node = Unicode(
        help="The Node.js program that runs the shipper. Default: `node` on the PATH."
    ).tag(config=True)

    @default("enabled")
    def _default_enabled(self) -> bool:
        return not is_disabled(os.environ)

    @default("offline")
    def _default_offline(self) -> bool:
        return is_offline(os.environ)

    @default("fsync")
    def _default_fsync(self) -> bool:
        return is_fsync(os.environ)

    @default("home")
    def _default_home(self) -> str:
        return os.environ.get(ENV_HOME) or str(Path(jupyter_data_dir()) / "autolog")

    @default("node")
    def _default_node(self) -> str:
        return shutil.which("node") or "node"


def is_disabled(environment: Mapping[str, str]) -> bool:
    """Whether ``AUTOLOG_DISABLE`` is switched on."""
    return is_switched_on(environment.get(ENV_DISABLE, ""))


def is_offline(environment: Mapping[str, str]) -> bool:
    """Whether ``AUTOLOG_OFFLINE`` is switched on."""
    return is_switched_on(environment.get(ENV_OFFLINE, ""))


def is_fsync(environment: Mapping[str, str]) -> bool:
    """Whether ``AUTOLOG_FSYNC`` is switched on."""
    return is_switched_on(environment.get(ENV_FSYNC, ""))


def is_switched_on(value: str) -> bool:
    """Whether a variable is set to anything but nothing, ``0`` or ``false``."""
    return value.strip().lower() not in ("", "0", "false")
