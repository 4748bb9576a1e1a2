"""The end of the extension: after the kernels, whose last records are still to come."""

from __future__ import annotations

import asyncio
import atexit

from jupyter_server.serverapp import ServerApp

from .grace import until_shippers_end
from .recovery import Recovery
from .services import Services


def stop_after_kernels(server_app: ServerApp, services: Services, recovery: Recovery) -> None:
    """Stops the tracking server when Jupyter has shut its kernels down.

    Jupyter tells extensions before it shuts kernels down, so the stop is chained to that step
    of this one server. Where Jupyter ends without it, the interpreter's end does it.
    """
    shut_down_kernels = server_app.cleanup_kernels

    async def cleanup_kernels() -> None:
        try:
            await shut_down_kernels()
        finally:
            await stop(services, recovery)

    # A method of this one object is replaced, which types don't foresee.
    server_app.cleanup_kernels = cleanup_kernels  # type: ignore[method-assign]
    if services.tracker is not None:
        atexit.register(services.tracker.stop)


async def stop(services: Services, recovery: Recovery) -> None:
    """Ends what was started, after a few seconds for the shippers of this server's kernels."""
    await recovery.stop()
    tracker = services.tracker
    if tracker is not None:
        if tracker.process is not None:
            grace = services.config.shutdown_grace
            if not await until_shippers_end(services.home, services.kernels, grace):
                services.log.info(
                    "Some records are not delivered yet. They wait in %s and are delivered when "
                    "Jupyter is started again in this folder.",
                    services.home.journals,
                )
        await asyncio.to_thread(tracker.stop)
        atexit.unregister(tracker.stop)
    await services.upstream.close()
