"""Which notebook a tool executes: found at the tool itself, whose process we run in.

nbconvert, papermill, ``jupyter execute`` and everything else that builds on nbclient call us
from ``NotebookClient.async_start_new_kernel``, so the client stands on the stack, and with it
the document in memory and, in each tool's own place, the file's path.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from ..names import ENV_NOTEBOOK

_PATH_VARIABLES = ("input_path", "notebook_path", "notebook_filename")


@dataclass(frozen=True)
class NotebookSource:
    path: Path | None
    """Real path of the file, or None where nobody knows it."""
    document: bytes | None
    """The document in memory, in JSON, or None where there is none."""
    working: Path
    """The folder that the tool was started in."""


def find_source(manager: Any) -> NotebookSource:
    """To be called from within the start of the kernel of ``manager``."""
    client = _client_on_stack(manager)
    working = Path(_papermill_folder() or "").resolve()
    if client is None:
        return NotebookSource(_path_from_environment(), None, working)
    for candidate in _candidates(client, working):
        if candidate.suffix == ".ipynb" and candidate.is_file():
            return NotebookSource(candidate.resolve(), _document(client), working)
    return NotebookSource(_path_from_environment(), _document(client), working)


def _candidates(client: Any, working: Path) -> Iterator[Path]:
    yield from _from_papermill(client, working)
    yield from _from_resources(client)
    for frame in _stack():
        for name in _PATH_VARIABLES:
            value = frame.f_locals.get(name)
            if isinstance(value, str | os.PathLike):
                yield Path(os.fsdecode(value))


def _from_papermill(client: Any, working: Path) -> Iterator[Path]:
    """papermill notes the path in the document; one from an earlier execution does not count."""
    if not hasattr(client, "nb_man"):
        return
    noted = client.nb.get("metadata", {}).get("papermill", {}).get("input_path")
    if isinstance(noted, str):
        yield working / noted


def _papermill_folder() -> str | None:
    """Where papermill was started, which is not where it executes; None without papermill."""
    iorw = sys.modules.get("papermill.iorw")
    try:
        handler = iorw.papermill_io.get_handler("local") if iorw is not None else None
    except Exception:  # papermill's own error class, where it has no such handler
        return None
    folder = getattr(handler, "_cwd", None)
    return folder if isinstance(folder, str) else None


def _from_resources(client: Any) -> Iterator[Path]:
    """nbconvert notes folder and name without suffix in the resources."""
    metadata = client.resources.get("metadata", {})
    name = metadata.get("name")
    if isinstance(name, str) and name:
        yield Path(metadata.get("path") or "", f"{name}.ipynb")


def _client_on_stack(manager: Any) -> Any | None:
    nbclient = sys.modules.get("nbclient.client")
    if nbclient is None:
        return None
    for frame in _stack():
        owner = frame.f_locals.get("self")
        if isinstance(owner, nbclient.NotebookClient) and owner.km is manager:
            return owner
    return None


def _stack() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


def _path_from_environment() -> Path | None:
    path = os.environ.get(ENV_NOTEBOOK)
    return Path(path).resolve() if path else None


def _document(client: Any) -> bytes | None:
    try:
        return json.dumps(client.nb).encode()
    except (TypeError, ValueError):
        return None  # a document that is no JSON is no snapshot either
