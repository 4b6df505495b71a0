"""`hub serve`: what it checks before it starts, and that a worker that dies is replaced."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from api.server import Alarm, CannotStart, bind, check
from api.settings import Settings
from tests.services import as_app

NOWHERE = "127.0.0.1:1"


def settings(**changes: object) -> Settings:
    return Settings(**{"database_url": "", "redis_url": "", "grant_secret": "s" * 32, **changes})  # type: ignore[arg-type]


# The supervisor runs on the standard loop, so these do too.


def test_both_stores_are_asked(database_url: str, redis_url: str) -> None:
    asyncio.run(check(settings(database_url=as_app(database_url), redis_url=redis_url)))
    with pytest.raises(CannotStart, match=r"HUB_DATABASE_URL: .*127\.0\.0\.1:1"):
        asyncio.run(check(settings(database_url=f"postgresql://hub@{NOWHERE}/hub", redis_url=redis_url)))
    with pytest.raises(CannotStart, match=r"HUB_REDIS_URL: .*127\.0\.0\.1:1"):
        asyncio.run(check(settings(database_url=as_app(database_url), redis_url=f"redis://{NOWHERE}")))


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"HUB_PORT: 127.0.0.1:{port} cannot be used"):
            bind(settings(port=port))


def test_port_zero_is_any() -> None:
    with bind(settings(port=0)) as listener:
        assert listener.getsockname()[1] > 0
        assert listener.get_inheritable()


def test_nobody_waits_for_workers_that_cannot_serve_yet() -> None:
    with bind(settings(port=0)) as listener, pytest.raises(ConnectionRefusedError):
        socket.create_connection(listener.getsockname())


def test_the_supervisor_wakes_up_when_a_worker_ends_or_it_is_told_to() -> None:
    read, write = os.pipe()
    alarm = Alarm(lambda: [read])
    assert not alarm.wait(0.01)
    os.close(write)
    began = time.monotonic()
    assert not alarm.wait(20)
    alarm.set()
    assert alarm.wait(20)
    assert time.monotonic() - began < 10
    os.close(read)


@asynccontextmanager
async def served(database_url: str, redis_url: str, workers: int) -> AsyncGenerator[tuple[psutil.Process, str]]:
    """A hub of its own; its process and its address."""
    environment = {
        **os.environ,
        "HUB_DATABASE_URL": as_app(database_url),
        "HUB_REDIS_URL": redis_url,
        "HUB_GRANT_SECRET": "s" * 32,
        "HUB_PORT": "0",
        "HUB_DRAIN_MS": "0",
        "HUB_ORIGINS": "http://hub.test",
    }
    hub = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("hub")),
        "serve",
        "--workers",
        str(workers),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert hub.stdout is not None
        said = (await asyncio.wait_for(hub.stdout.readline(), 20)).decode()
        yield psutil.Process(hub.pid), said.split()[1]
    finally:
        hub.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(hub.wait(), 20) in {0, -signal.SIGTERM}


async def workers_of(url: str, count: int, seconds: float = 30) -> set[int]:
    """The pids of the workers, once so many say that they are there."""
    async with httpx.AsyncClient(base_url=url) as http, asyncio.timeout(seconds):
        while True:
            try:
                text = (await http.get("/metrics")).text
            except httpx.TransportError:
                text = ""
            lines = [line for line in text.splitlines() if line.startswith("hub_connections{")]
            pids = {int(line.partition('worker="')[2].partition("-")[0]) for line in lines}
            if len(pids) == count:
                return pids
            await asyncio.sleep(0.05)


def test_a_worker_that_dies_is_replaced_and_every_worker_counts(database_url: str, redis_url: str) -> None:
    before, after = asyncio.run(a_worker_dies(database_url, redis_url))
    assert len(after & before) == 1
    assert not any(psutil.pid_exists(pid) for pid in after)


async def a_worker_dies(database_url: str, redis_url: str) -> tuple[set[int], set[int]]:
    """The pids of the workers before and after; the hub has ended."""
    async with served(database_url, redis_url, 2) as (process, url):
        before = await workers_of(url, 2)
        assert before <= {child.pid for child in process.children()}
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        while killed in (after := await workers_of(url, 2)):
            await asyncio.sleep(0.05)
    return before, after
