"""What a tracking server refused of a notebook's records, and what of it a person has seen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..home import Home, read_json, write_private
from ..target import Target

CHUNK_BYTES = 1 << 20
DISMISSED = "dismissed.json"
"""How many records of each file a person has seen, by journal and notebook."""


@dataclass
class _Refusals:
    """Of one notebook in one file."""

    records: int = 0
    reason: str = ""
    time: int = 0


@dataclass
class _RejectFile:
    offset: int = 0
    by_notebook: dict[str, _Refusals] = field(default_factory=dict)


class RefusedReader:
    """Reads files of rejects on from look to look. Its methods block, and must not overlap."""

    def __init__(self, home: Home, target: Target) -> None:
        self._folder = home.path / "rejects"
        self._target = target.to_json()
        self._files: dict[Path, _RejectFile] = {}

    def look(self, notebook: str, most_bytes: int) -> dict[str, Any] | None:
        """``RefusedRecords`` of the protocol, or None where there is nothing new to tell."""
        left = most_bytes
        for path in sorted(self._folder.glob("*.jsonl")):
            left -= self._read_on(path, left)
        seen = self._dismissed()
        refused = [
            (path, file.by_notebook[notebook], _seen(seen, path, notebook))
            for path, file in self._files.items()
            if notebook in file.by_notebook
        ]
        fresh = [(path, found) for path, found, before in refused if found.records > before]
        if not fresh:
            return None
        newest = max((found for _, found in fresh), key=lambda found: found.time)
        return {
            "records": sum(max(0, found.records - before) for _, found, before in refused),
            "reason": newest.reason,
            "time": newest.time,
            "files": [{"path": str(path), "records": found.records} for path, found in fresh],
        }

    def dismiss(self, notebook: str, files: dict[str, int]) -> None:
        """Tells no more of so many first records of those files. Raises ``OSError``."""
        seen = self._dismissed()
        known = {str(path): path for path in self._folder.glob("*.jsonl")}
        # What is of files that are gone needs no memory.
        stems = {path.stem for path in known.values()}
        seen = {journal: counts for journal, counts in seen.items() if journal in stems}
        for name, records in files.items():
            path = known.get(name)
            if path is not None:
                counts = seen.setdefault(path.stem, {})
                counts[notebook] = max(records, _seen(seen, path, notebook))
        write_private(self._folder / DISMISSED, json.dumps(seen).encode())

    def _dismissed(self) -> dict[str, dict[str, Any]]:
        seen = read_json(self._folder / DISMISSED)
        if not isinstance(seen, dict):
            return {}
        return {journal: counts for journal, counts in seen.items() if isinstance(counts, dict)}

    def _read_on(self, path: Path, most_bytes: int) -> int:
        file = self._files.get(path)
        try:
            if file is None or path.stat().st_size < file.offset:
                file = self._files[path] = _RejectFile()
            begin = file.offset
            with path.open("rb") as opened:
                opened.seek(begin)
                while file.offset - begin < most_bytes:
                    lines = opened.readlines(CHUNK_BYTES)
                    if lines and not lines[-1].endswith(b"\n"):
                        lines.pop()  # just being written
                    if not lines:
                        break
                    self._take(file, lines)
        except OSError:
            self._files.pop(path, None)
            return 0
        return file.offset - begin

    def _take(self, file: _RejectFile, lines: list[bytes]) -> None:
        for line in lines:
            file.offset += len(line)
            match _json(line):
                case {
                    "notebook": str(notebook),
                    "target": target,
                    "reason": str(reason),
                    "time": int(time),
                } if target == self._target:
                    found = file.by_notebook.setdefault(notebook, _Refusals())
                    found.records += 1
                    found.reason, found.time = reason, time


def _seen(seen: dict[str, dict[str, Any]], path: Path, notebook: str) -> int:
    count = seen.get(path.stem, {}).get(notebook, 0)
    return count if isinstance(count, int) else 0


def _json(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
