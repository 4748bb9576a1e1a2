"""``POST autolog/bindings``: the live document, kept for the shipper of the kernel."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
import uuid
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from jupyter_server.auth.decorator import authorized
from tornado.web import HTTPError, authenticated

from .guarded_handler import GuardedHandler
from .home import Home, write_private

MAX_NAME = 256
MAX_PATH = 4096


class BindingError(Exception):
    """What is wrong with a binding, in words."""


def parse_binding(body: bytes) -> dict[str, Any]:
    """The ``NotebookBinding`` in ``body``. Raises ``BindingError``."""
    try:
        binding = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BindingError(f"The body is no JSON: {error}.") from error
    if not isinstance(binding, dict) or binding.get("version") != 1:
        raise BindingError("The body is no binding of version 1.")
    for name in ("kernelId", "notebookId"):
        _require(_is_text(binding.get(name), MAX_NAME), name, "is no short text")
    cell = binding.get("cellId")
    _require(cell is None or _is_text(cell, MAX_NAME), "cellId", "is neither a short text nor null")
    _require(_is_count(binding.get("executionCount")), "executionCount", "is no whole number")
    _require(_is_path(binding.get("notebookPath")), "notebookPath", "is no path below the root")
    _require(_is_notebook(binding.get("notebook")), "notebook", "is no notebook document")
    return binding


def keep_binding(home: Home, binding: dict[str, Any]) -> str:
    """Puts ``binding`` into the inbox of its kernel. The document's digest. Raises ``OSError``.

    ``kernelId`` must be the id of a kernel that exists: it names the folder.
    """
    document = json.dumps(binding["notebook"], separators=(",", ":"))
    digest = hashlib.sha256(document.encode()).hexdigest()
    now = time.time_ns() // 1_000_000
    entry = {**binding, "digest": digest, "time": now}
    name = f"{now}-{uuid.uuid4().hex[:8]}.json"
    write_private(inbox_of(home, binding["kernelId"]) / name, json.dumps(entry).encode())
    return digest


def inbox_of(home: Home, kernel_id: str) -> Path:
    return home.inbox / kernel_id


def _require(condition: bool, name: str, problem: str) -> None:
    if not condition:
        raise BindingError(f"“{name}” {problem}.")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not allowed")


def _is_text(value: Any, limit: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= limit


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_path(value: Any) -> bool:
    if not _is_text(value, MAX_PATH) or "\\" in value or "\0" in value:
        return False
    path = PurePosixPath(value)
    return not path.is_absolute() and ".." not in path.parts


def _is_notebook(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("cells"), list)
        and isinstance(value.get("nbformat"), int)
    )


class BindingsHandler(GuardedHandler):
    SUPPORTED_METHODS = ("POST",)

    @authenticated
    @authorized(action="write")
    async def post(self) -> None:
        limit = self.services.config.max_binding_bytes
        if len(self.request.body) > limit:
            raise HTTPError(
                413,
                f"The notebook is larger than {limit:,} bytes and no snapshot of it is kept. "
                "Raise Autolog.max_binding_bytes, or clear large outputs.",
            )
        try:
            binding = await asyncio.to_thread(parse_binding, self.request.body)
            if binding["kernelId"] not in self.kernel_manager:
                raise BindingError("“kernelId” is no kernel of this server.")
        except BindingError as error:
            raise HTTPError(400, str(error)) from error
        try:
            digest = await asyncio.to_thread(keep_binding, self.services.home, binding)
        except OSError as error:
            raise HTTPError(
                500,
                f"The snapshot can't be written: {error}. Make room on the disk, or set "
                "AUTOLOG_HOME to a folder that you may write to.",
            ) from error
        self.finish({"digest": digest})
