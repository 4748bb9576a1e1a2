"""Adds a script to ``NODE_OPTIONS`` in the form that Node parses."""

from __future__ import annotations


def with_required_script(options: str | None, script: str) -> str:
    """``options`` with ``--require script`` after what the user has set."""
    addition = f"--require {quoted(script)}"
    return f"{options} {addition}" if options and options.strip() else addition


def quoted(value: str) -> str:
    """``value`` as one word. Node splits at spaces, and knows backslash only inside quotes."""
    if not any(character in value for character in ' "\t'):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
