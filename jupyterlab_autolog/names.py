"""Names that kernel, server and browser agree on.

The counterpart of ``src/protocol/names.ts`` and ``src/kernel/config/kernel-config.ts``.
"""

ROUTE_MLFLOW = "autolog/mlflow"
ROUTE_STATUS = "autolog/status"
ROUTE_BINDINGS = "autolog/bindings"
ROUTE_WAITING = "autolog/waiting"

PROVISIONER = "autolog-provisioner"

ENV_DISABLE = "AUTOLOG_DISABLE"
ENV_OFFLINE = "AUTOLOG_OFFLINE"
ENV_FSYNC = "AUTOLOG_FSYNC"
ENV_HOME = "AUTOLOG_HOME"
ENV_NOTEBOOK = "AUTOLOG_NOTEBOOK"
ENV_KERNEL_CONFIG = "AUTOLOG_KERNEL_CONFIG"
ENV_SHIP_TIMEOUT = "AUTOLOG_SHIP_TIMEOUT"

SETTINGS_KEY = "jupyterlab_autolog"
"""Where the running extension is kept in the web application's settings."""
