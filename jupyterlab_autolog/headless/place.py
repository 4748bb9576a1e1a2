"""Where the records of a headless notebook go, and what its path is called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..home import Home
from ..notebook_path import path_below
from ..target import Embedded, Target, resolve_target
from ..tracker.discovery import running_trackers
from .notebook_source import NotebookSource


@dataclass(frozen=True)
class Place:
    target: Target
    root: Path
    """The folder that the notebook's path starts from."""
    notebook_path: str | None


def find_place(
    setting: str, environment: Mapping[str, str], source: NotebookSource, home: Home
) -> Place:
    """The same experiment as in Jupyter, as far as that can be known.

    A tracking URI wins. Without one: the store of a Jupyter server that runs above the
    notebook, else the nearest store above it, else one in the working directory.
    """
    notebook, working = source.path, source.working
    store = _store_above(notebook, home) if notebook is not None else None
    target = resolve_target(setting, environment, store or working)
    base = target.root if isinstance(target, Embedded) else store or working
    if notebook is None:
        return Place(target, base, None)
    path = path_below(notebook, base)
    if path is None:
        return Place(target, notebook.parent, notebook.name)
    return Place(target, base, path)


def _store_above(notebook: Path, home: Home) -> Path | None:
    roots = [tracker.root for tracker in running_trackers(home)]
    served = [root for root in roots if notebook.is_relative_to(root)]
    if served:
        return max(served, key=lambda root: len(root.parts))
    return next((folder for folder in notebook.parents if (folder / "mlflow.db").is_file()), None)
