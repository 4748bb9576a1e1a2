"""``jupyter autolog doctor``: one line a finding, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..config import Autolog
from .checks import (
    Finding,
    check_extension,
    check_home,
    check_kernels,
    check_node,
    check_provisioner,
    check_scripts,
    check_switch,
    check_tracking,
)
from .report import Report

CHECKS: list[Callable[[Autolog, Path], Finding]] = [
    check_switch,
    check_extension,
    check_provisioner,
    check_kernels,
    check_node,
    check_scripts,
    check_home,
    check_tracking,
]


def report(config: Autolog, root: Path) -> Report:
    findings = [check(config, root) for check in CHECKS]
    return Report(
        all(finding.next is None for finding in findings),
        [finding.line for finding in findings],
        {"findings": [finding.to_json() for finding in findings]},
    )
