"""`hub serve`: N workers on one port, each restarted when it dies."""

import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Awaitable, Callable
from multiprocessing import connection
from pathlib import Path

import uvicorn
from uvicorn.supervisors import Multiprocess

from api.handshake import HandshakeProtocol
from api.projecting import Companion
from api.settings import Settings
from api.transport import HubProtocol
from hub.rooms.ports import Unavailable
from persistence.database import Database
from persistence.redis_bus import RedisBus
from persistence.tenancy import sees_all

BACKLOG = 4096
#: What a worker may need beyond draining to end: open appends, the pool.
SHUTDOWN_S = 10
#: The kernel keeps at most twice so much of what a peer does not read, instead of megabytes: only then does the hub
#: notice in seconds who has stopped, and thousands of phones in a dead spot do not fill the machine.
UNREAD_BYTES = 64 * 1024
#: A peer is asked this often whether it is there, and has so long to say so: who vanished is let go within 30 s.
PING_S, PONG_S = 20.0, 10.0
#: A worker that does not answer for so long is replaced. One that starts on a busy machine needs some seconds.
ANSWER_S_MAX = 30


class CannotStart(Exception):  # noqa: N818  one line for the operator
    """What the hub needs is not there; the line names it."""


async def check(settings: Settings) -> None:
    """Look for Postgres and Redis once before starting.

    Raises:
        CannotStart: one of them does not answer.
    """
    database = Database(settings.database_url, connections_max=1)
    bus = RedisBus(settings.redis_url)
    checks: list[tuple[str, Callable[[], Awaitable[None]]]] = [
        ("HUB_DATABASE_URL", lambda: _open(database)),
        ("HUB_REDIS_URL", bus.start),
    ]
    try:
        for name, look in checks:
            try:
                await look()
            except Unavailable as error:
                raise CannotStart(f"{name}: {error}") from None
    finally:
        await bus.stop()
        await database.close()


async def _open(database: Database) -> None:
    """Connect, as somebody whom row-level security holds back."""
    await database.open()
    if await sees_all(database):
        raise CannotStart(
            "HUB_DATABASE_URL: connects as who owns the tables, and would see every organisation; connect as hub_app, "
            "and give the owner's address as HUB_OWNER_URL"
        )


def bind(settings: Settings) -> socket.socket:
    """The socket that all workers share: bound, and listened to by each worker as soon as it can serve.

    Until then who dials is refused at once. In the queue of a socket that listens already thousands would wait for
    workers that start, and whom it has no place for they would believe to be connected: their requests are dropped.

    Raises:
        CannotStart: the address is taken or not ours.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise CannotStart(f"HUB_PORT: {settings.host}:{settings.port} cannot be used: {error.strerror}") from None
    listener.set_inheritable(True)
    return listener


class Alarm(threading.Event):
    """An event whose waiting is over, too, when a process ends. `sentinels` are those of the processes."""

    def __init__(self, sentinels: Callable[[], list[int]]) -> None:
        super().__init__()
        self._sentinels = sentinels

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the event or the end of a process; whether it was the event."""
        if not self.is_set():
            connection.wait(self._sentinels(), timeout)
        return self.is_set()


class Supervisor(Multiprocess):
    """uvicorn's, but a worker's death is noticed at once, and beside the workers one process fills the read models.

    It asks each worker over a pipe and waits for the answer. As long as it holds the worker's end too, a dead worker's
    pipe does not end, and every death would be waited for in full. Between two rounds it sleeps for half a second;
    here, until a worker ends.
    """

    def init_processes(self) -> None:
        """Start all workers; what is beside them follows when they have answered."""
        self._companion = Companion()
        self.should_exit = Alarm(lambda: [each.process.sentinel for each in self.processes])
        super().init_processes()
        self._let_go()

    def keep_subprocess_alive(self) -> None:
        """Start another worker for each that is gone."""
        super().keep_subprocess_alive()
        self._let_go()
        if not self.should_exit.is_set():
            self._companion.keep()

    def restart_all(self) -> None:
        """Replace every process, by ones of the code that is there now."""
        super().restart_all()
        self._companion.end()

    def join_all(self) -> None:
        """Wait until every process has ended."""
        self._companion.end()
        super().join_all()

    def _let_go(self) -> None:
        for process in self.processes:
            process.child_conn.close()


def config(settings: Settings, workers: int) -> uvicorn.Config:
    """How uvicorn runs a worker."""
    return uvicorn.Config(
        "api.app:create_app",
        factory=True,
        workers=workers,
        loop="uvloop",
        http=HandshakeProtocol,
        ws=HubProtocol,
        ws_per_message_deflate=False,  # the protocol negotiates it without context takeover
        ws_ping_interval=PING_S,
        ws_ping_timeout=PONG_S,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_graceful_shutdown=SHUTDOWN_S + settings.drain_ms // 1000,
        timeout_worker_healthcheck=ANSWER_S_MAX,
    )


def serve(settings: Settings, workers: int) -> None:
    """Run until SIGINT or SIGTERM.

    Raises:
        CannotStart: with one line that says why.
    """
    asyncio.run(check(settings))
    with tempfile.TemporaryDirectory(prefix="hub-") as run_dir, bind(settings) as listener:
        os.environ["HUB_RUN_DIR"] = str(settings.run_dir or Path(run_dir))
        # Workers are started afresh and read their settings from the environment.
        os.environ.setdefault("HUB_ORIGINS", ",".join(sorted(settings.origins)))
        host, port = listener.getsockname()[:2]
        print(f"hub: http://{host}:{port} with {workers} worker{'s' if workers > 1 else ''}", flush=True)  # noqa: T201
        Supervisor(config(settings, workers), [listener]).run()
