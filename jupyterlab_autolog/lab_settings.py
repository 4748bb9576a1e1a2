"""What a person has set under Autologging in JupyterLab's settings editor."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import json5
from jupyter_core.paths import jupyter_config_dir

FILE = Path("jupyterlab-autolog") / "autologging.jupyterlab-settings"


def autologging_options(log: logging.Logger) -> dict[str, Any]:
    """Options of ``mlflow.autolog``, those of ``schema/autologging.json`` that are set.

    Read anew for each kernel, as somebody may have changed them. What can't be read is told in
    the log and does not count: a file that was edited by hand must not keep a kernel from starting.
    """
    file = settings_folder() / FILE
    try:
        settings = json5.loads(file.read_text(encoding="utf-8"))
        if not isinstance(settings, dict):
            raise ValueError("they are no JSON object")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("The settings in %s are not used, because they can't be read: %s", file, error)
        return {}
    # The editor's way to say that there is none.
    return {key: value for key, value in settings.items() if value not in ("", {})}


def settings_folder() -> Path:
    """JupyterLab's folder of settings of this user, as JupyterLab finds it."""
    folder = os.environ.get("JUPYTERLAB_SETTINGS_DIR")
    return Path(folder or Path(jupyter_config_dir()) / "lab" / "user-settings")
