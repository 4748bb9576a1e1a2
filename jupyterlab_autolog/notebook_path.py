"""The path of a kernel's notebook below the notebook root, as far as Jupyter says it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def path_from_session(
    environment: Mapping[str, str], own_environment: Mapping[str, str], root: Path
) -> str | None:
    """The notebook's path below ``root`` out of ``JPY_SESSION_NAME``, or None.

    Jupyter Server sets it to an absolute path where the session has a name, as JupyterLab's
    have, to the session's path below the root where it has none, and not at all for kernels
    without a session. A console's is the path of no file. A server that was itself started from
    a kernel inherits its notebook's: that is ``own_environment``'s and not this kernel's.
    """
    name = environment.get("JPY_SESSION_NAME", "")
    if not name or name == own_environment.get("JPY_SESSION_NAME"):
        return None
    path = Path(name) if Path(name).is_absolute() else root / name
    if path.suffix != ".ipynb" and not path.is_file():
        return None
    return path_below(path, root)


def path_below(path: Path, root: Path) -> str | None:
    """``path`` relative to ``root`` with ``/`` between folders, or None outside it."""
    for candidate, folder in ((path.absolute(), root.absolute()), (path.resolve(), root.resolve())):
        try:
            relative = Path(os.path.normpath(candidate)).relative_to(folder)
        except ValueError:
            continue
        if relative.parts and ".." not in relative.parts:
            return relative.as_posix()
    return None
