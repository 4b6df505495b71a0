"""The hub itself, as `hub serve` runs it anywhere."""

import http.client
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from embedded.guard import Launch, tree
from embedded.service import Service

#: A hub that everybody comes back to at once answers late: the kernel asks again after 1, 3 and 7 s.
ANSWER_S, READY_S = 10.0, 75.0


class Hub(Service):
    """`hub serve` with its settings in `environ`, on `port` of `host`."""

    name = "hub"
    socket = ""
    ready_s = READY_S

    def __init__(self, directory: Path, environ: Mapping[str, str], workers: int) -> None:
        super().__init__(directory)
        self.environ = dict(environ)
        self.workers = workers

    @property
    def port(self) -> int:
        """The port of its address."""
        return int(self.environ["HUB_PORT"])

    @property
    def url(self) -> str:
        """Where this machine reaches it."""
        return f"http://127.0.0.1:{self.port}"

    def worker_pids(self) -> list[int]:
        """The processes that serve, oldest first."""
        workers: list[psutil.Process] = []
        for process in tree(self.pid)[1:]:
            try:
                if any("spawn_main" in part for part in process.cmdline()):
                    workers.append(process)
            except psutil.NoSuchProcess:
                continue
        return [process.pid for process in sorted(workers, key=psutil.Process.create_time)]

    def _prepare(self, lock: int) -> Launch:
        argv = [sys.executable, "-m", "api.cli", "serve", "--workers", str(self.workers)]
        return Launch(argv, str(self.log), lock, env=os.environ | self.environ, cwd=str(Path.cwd()))

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_S)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.client.OK and len(self.worker_pids()) == self.workers
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
