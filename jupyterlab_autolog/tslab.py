"""Recognises the kernels that autologging knows: tslab and its JavaScript twin jslab."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

PROGRAMS = frozenset({"tslab", "jslab"})
_SEPARATORS = re.compile(r"[\\/]")
_SUFFIX = re.compile(r"\.(cmd|exe|bat|ps1|js|cjs|mjs)$", re.IGNORECASE)


def is_tslab(command: Sequence[str]) -> bool:
    """Whether ``command`` starts a tslab kernel: the program, or Node with one of its scripts.

    Only what stands before tslab's own word ``kernel`` counts, so that a folder or a
    connection file that happens to be called tslab means nothing.
    """
    if "kernel" not in command:
        return False
    return any(_is_program(word) for word in command[: command.index("kernel")])


def _is_program(word: str) -> bool:
    parts = _SEPARATORS.split(word)
    if _SUFFIX.sub("", parts[-1]).lower() in PROGRAMS:
        return True
    return any(pair == ("node_modules", "tslab") for pair in itertools.pairwise(parts))
