"""A small blocking request to a tracking server, for threads that are not Jupyter's own."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def ask(path: Path | None, port: int | None, target: str, timeout: float) -> int | None:
    """The HTTP status of ``GET target``, or None where nobody answers in ``timeout`` seconds."""
    if path is not None:
        connection: http.client.HTTPConnection = _UnixConnection(path, timeout)
    elif port is not None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    else:
        return None
    try:
        connection.request("GET", target, headers={"Host": "localhost"})
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
