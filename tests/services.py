"""Real services for tests: one Postgres and one Redis a session, a migrated database a module."""

import asyncio
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Generator
from functools import partial
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from embedded.postgres import Postgres
from embedded.redis import Redis
from load import stage
from persistence.database import Database
from persistence.migrations import migrate

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "migrated"
_fresh = count(1)


def a_room(kind: str = "floor") -> str:
    """The id of a room that no other test has."""
    return f"{kind}/r{next(_fresh)}"


async def until(true: Callable[[], bool], seconds: float = 5.0) -> float:
    """Let the loop run until it is true; how many seconds that took. Raises `TimeoutError`."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.001)
    return time.monotonic() - began


def as_app(url: str) -> str:
    """The same database as the hub itself sees it: through row-level security."""
    return url.replace("//hub@", "//hub_app@")


async def a_database(server: Postgres, template: str = "template1") -> str:
    """A new database, empty unless a template is given."""
    name = f"t{next(_fresh)}"
    await _execute(server.url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return server.database_url(name)


@pytest.fixture(scope="session", autouse=True)
def ready_made(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Every hub that is started begins with a copy of the database of the first one."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "ready-made"
    stage.READY_MADE = partial(_hub_that_was, home)
    yield
    stage.READY_MADE = None


def _hub_that_was(home: Path) -> Path:
    """The directory of a hub that has ended; made once, whoever asks first."""
    with home.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        whole = home / "whole"
        if not whole.exists():
            command = [sys.executable, "-m", "embedded", "up", "--json", "--workers=1", "--port=0", f"--dir={home}"]
            environ = {name: value for name, value in os.environ.items() if not name.startswith(stage.NOT_OURS)}
            with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as hub:
                assert hub.stdout is not None
                assert b"database_url" in hub.stdout.readline()
                assert hub.stdin is not None
                hub.stdin.close()
                assert hub.wait(60) == 0
            whole.touch()
    return home


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Postgres]:
    """A Postgres that all tests share: leave it running."""
    with Postgres(tmp_path_factory.mktemp("shared-postgres")) as server:
        asyncio.run(_template(server))
        yield server
        # Nobody reads this again, so nothing needs to be written out.
        server.kill()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A Redis that all tests share: leave it running."""
    with Redis(tmp_path_factory.mktemp("shared-redis")) as server:
        yield server.url


@pytest.fixture(scope="module")
def database_url(postgres_server: Postgres) -> str:
    """A migrated database of this module's own."""
    return asyncio.run(a_database(postgres_server, TEMPLATE))


@pytest.fixture(scope="module")
def app_url(database_url: str) -> str:
    """The module's database as the hub sees it."""
    return as_app(database_url)


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """The module's database, open."""
    database = Database(database_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def own_redis(tmp_path: Path) -> Generator[Redis]:
    """A Redis of this test's own, to be killed and frozen."""
    with Redis(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def mortal_postgres(tmp_path_factory: pytest.TempPathFactory) -> Generator[Postgres]:
    """A Postgres to be killed and frozen, migrated; leave it running."""
    with Postgres(tmp_path_factory.mktemp("mortal-postgres")) as server:
        asyncio.run(migrate(server.url))
        yield server
        server.kill()


async def _template(server: Postgres) -> None:
    await _execute(server.url, f"CREATE DATABASE {TEMPLATE}")
    await migrate(server.database_url(TEMPLATE))


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()
