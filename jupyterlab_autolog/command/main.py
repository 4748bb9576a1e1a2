"""``jupyter autolog status | ship | doctor``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..config import Autolog
from . import carry, doctor, ship, status
from .report import Report

COMMANDS: dict[str, tuple[str, Callable[[Autolog, Path], Report]]] = {
    "status": ("what was recorded and is not with its tracking server yet, and why", status.report),
    "ship": ("deliver it now; ends with 1 if something is left", ship.report),
    "doctor": (
        "check kernels, programs, folders and tracking server; 1 if something is wrong",
        doctor.report,
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and prints its report. The exit code: 0, or 1 where something is left or
    wrong; argparse ends with 2 on a command that it doesn't know."""
    given = _given(arguments)
    report = _run(given, _config(given), given.root.resolve())
    text = json.dumps(report.json, indent=2) if given.json else "\n".join(report.lines)
    sys.stdout.write(f"{text}\n")
    return 0 if report.is_good else 1


_OFFLINE = (
    "Offline is switched on, so nothing is sent. Remove AUTOLOG_OFFLINE from the environment, and "
    "run it again."
)


def _run(given: argparse.Namespace, config: Autolog, root: Path) -> Report:
    if given.command == "ship" and config.offline and not given.dry_run:
        return Report(False, [_OFFLINE], {"fault": _OFFLINE})
    if given.command == "ship" and given.source is not None:
        request = carry.Request(given.source, given.tracking_uri, given.dry_run)
        return carry.report(config, root, request)
    _, run = COMMANDS[given.command]
    return run(config, root)


def _given(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command == "ship" and given.source is None and (given.tracking_uri or given.dry_run):
        parser.error("--tracking-uri and --dry-run belong to --from DIR.")
    return given


def _config(given: argparse.Namespace) -> Autolog:
    settings: dict[str, Any] = {} if given.home is None else {"home": str(given.home)}
    return Autolog(**settings)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print the report as JSON")
    common.add_argument(
        "--home", type=Path, help="folder of the journals; default: AUTOLOG_HOME, or Jupyter's own"
    )
    common.add_argument(
        "--root", type=Path, default=Path(), help="the notebook root; default: this folder"
    )
    parser = argparse.ArgumentParser(
        prog="jupyter autolog", description="What jupyterlab-autolog has recorded and delivered."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (words, _) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=f"{words}.", parents=[common])
        if name == "ship":
            _add_carrying(command)
    return parser


def _add_carrying(ship_parser: argparse.ArgumentParser) -> None:
    ship_parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="DIR",
        help="deliver what lies in DIR, from another machine or a dead one: a journal's folder, a "
        "folder of journals, or a copy of an AUTOLOG_HOME; it is only read, and may be delivered "
        "again without making anything twice",
    )
    ship_parser.add_argument(
        "--tracking-uri",
        metavar="URI",
        help="where to, with --from; default: MLFLOW_TRACKING_URI, or the store in --root",
    )
    ship_parser.add_argument(
        "--dry-run", action="store_true", help="with --from: only say what is in it"
    )


if __name__ == "__main__":
    sys.exit(main())
