"""Starts kernels as Jupyter's own provisioner does, and loads autologging into tslab."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from .config import is_disabled, is_fsync, is_offline
from .headless.session import HeadlessSession, open_session
from .kernel_environment import KernelConfig, instrumented
from .lab_settings import autologging_options
from .notebook_path import path_from_session
from .services import Services, services_of
from .target import Embedded, Target, resolve_target
from .tslab import is_tslab


def target_of_kernel(services: Services, environment: Mapping[str, str]) -> Target:
    """The server's own, unless the kernel's specification sets another tracking URI."""
    uri = environment.get("MLFLOW_TRACKING_URI")
    if services.config.tracking_uri or uri == os.environ.get("MLFLOW_TRACKING_URI"):
        return services.target
    return resolve_target("", environment, services.root)


class AutologProvisioner(LocalProvisioner):
    """Adds the prelude to ``NODE_OPTIONS`` of tslab kernels; leaves every other kernel alone.

    A fault in here never keeps a kernel from starting: it starts without autologging.
    """

    _headless: HeadlessSession | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        launch = await super().pre_launch(**kwargs)
        if is_disabled(os.environ) or is_disabled(launch["env"]) or not is_tslab(launch["cmd"]):
            return launch
        try:
            environment = self._instrumented(launch["env"])
        except Exception:
            self.log.exception("The kernel starts without autologging, because preparing it failed")
            return launch
        return launch if environment is None else {**launch, "env": environment}

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart=restart)
        if self._headless is not None and not restart:
            session, self._headless = self._headless, None
            await session.close()

    def _instrumented(self, environment: dict[str, str]) -> dict[str, str] | None:
        services = services_of(self.parent)
        if services is None:
            return self._instrumented_headless(environment)
        if not services.config.enabled or not self._is_built(services.config.prelude):
            return None
        config = self._config_in_server(services, environment)
        if isinstance(config.target, Embedded) and not config.offline:
            services.need_tracker()
            services.kernels.add(self.kernel_id)
        return instrumented(environment, services.config.prelude, config)

    def _config_in_server(self, services: Services, environment: dict[str, str]) -> KernelConfig:
        target = target_of_kernel(services, environment)
        return KernelConfig(
            kernel_id=self.kernel_id,
            target=target,
            notebook_path=path_from_session(environment, os.environ, services.root),
            root=services.root,
            home=services.home.path,
            autolog_options={**services.config.options, **autologging_options(self.log)},
            offline=services.config.offline or is_offline(environment),
            fsync=services.config.fsync or is_fsync(environment),
        )

    def _instrumented_headless(self, environment: dict[str, str]) -> dict[str, str] | None:
        session = self._headless or open_session(self.parent, self.kernel_id, self.log)
        if not session.config.enabled or not self._is_built(session.config.prelude):
            return None
        self._headless = session
        return instrumented(environment, session.config.prelude, session.start())

    def _is_built(self, prelude: str) -> bool:
        if Path(prelude).is_file():
            return True
        self.log.warning(
            "The kernel starts without autologging: %s is missing. "
            "Run `npm run build`, or install jupyterlab-autolog from its wheel.",
            prelude,
        )
        return False
