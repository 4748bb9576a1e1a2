"""The environment of an instrumented kernel."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .names import ENV_KERNEL_CONFIG
from .node_options import with_required_script
from .target import Target, credential_variables


@dataclass(frozen=True)
class KernelConfig:
    """The counterpart of ``KernelConfig`` in ``src/kernel/config/kernel-config.ts``."""

    kernel_id: str
    target: Target
    notebook_path: str | None
    root: Path
    home: Path
    snapshot_file: Path | None = None
    headless: bool = False
    autolog_options: Mapping[str, Any] = field(default_factory=dict)
    offline: bool = False
    fsync: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "version": 1,
            "kernelId": self.kernel_id,
            "tracking": self.target.to_json(),
            "notebookPath": self.notebook_path,
            "root": str(self.root),
            "home": str(self.home),
            "snapshotFile": str(self.snapshot_file) if self.snapshot_file else None,
            "headless": self.headless,
            "autologOptions": dict(self.autolog_options),
            "offline": self.offline,
            "fsync": self.fsync,
        }


def instrumented(
    environment: Mapping[str, str], prelude: str, config: KernelConfig
) -> dict[str, str]:
    """``environment`` with the prelude and its configuration; what the user set is kept."""
    return {
        **environment,
        **credential_variables(environment, config.target),
        "NODE_OPTIONS": with_required_script(environment.get("NODE_OPTIONS"), prelude),
        ENV_KERNEL_CONFIG: json.dumps(config.to_json()),
    }
