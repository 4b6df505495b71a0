"""The process that fills the read models: there is one beside the workers, and whatever ends it, the lists go on."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import asynccontextmanager

import psutil
import pytest
import uvloop
from structlog.testing import capture_logs

from api import projecting
from api.projecting import Companion, at_end_of, cancel_once, project
from api.settings import Settings
from embedded.postgres import Postgres
from persistence.database import Database
from persistence.migrations import migrate
from persistence.room_log import PostgresRoomLog
from tests.api.test_server import served
from tests.builders import a_posted
from tests.persistence.stories import Story, position
from tests.services import a_database, a_room, as_app, until

SECRET = "s" * 32
#: Of the loop: enough for whatever is called in each of them.
TURNS = 20


@pytest.fixture
def database_url(postgres_server: Postgres) -> str:
    """A database of the test's own: a projector looks at every room there is."""
    return asyncio.run(a_database(postgres_server, "migrated"))


@pytest.fixture
def environment(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `hub serve` gives its processes."""
    monkeypatch.setenv("HUB_DATABASE_URL", as_app(database_url))
    monkeypatch.setenv("HUB_REDIS_URL", "redis://nobody")
    monkeypatch.setenv("HUB_GRANT_SECRET", SECRET)


@pytest.fixture
def companion() -> Generator[Companion]:
    companion = Companion()
    yield companion
    companion.end()


def projectors(of: int) -> list[psutil.Process]:
    """The processes below this one that fill read models."""
    children = psutil.Process(of).children()
    return [each for each in children if "api.projecting" in each.cmdline()]


def wait_for(true: Callable[[], bool], seconds: float = 15.0) -> None:
    """Ask until it is true. Raises `TimeoutError`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


class Talk:
    """A room, and how far its lists are."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.story = Story(PostgresRoomLog(database), a_room())

    async def post(self, count: int) -> None:
        """Say so much, and wait until it is in the list."""
        if self.story.room.seq == 0:
            await self.story.open()
        await self.story.tell("ana", [a_posted() for _ in range(count)])
        async with asyncio.timeout(20):
            while await position(self.database, self.story.room.id) < self.story.room.seq:
                await asyncio.sleep(0.01)

    async def rows(self) -> int:
        """Messages in the list."""
        async with self.database.connection() as connection:
            question = "SELECT count(*) FROM chat_message WHERE room = $1"
            return await connection.fetchval(question, self.story.room.id)


@asynccontextmanager
async def talking(database_url: str) -> AsyncGenerator[Talk]:
    database = Database(database_url)
    await database.open()
    yield Talk(database)
    await database.close()


# What starts processes does so on the standard loop.


def test_a_hub_of_two_workers_has_one_and_another_one_when_it_is_killed(database_url: str, redis_url: str) -> None:
    first, second, rows = asyncio.run(one_is_killed(database_url, redis_url))
    assert second.pid != first
    assert not second.is_running()
    assert rows == 5


async def one_is_killed(database_url: str, redis_url: str) -> tuple[int, psutil.Process, int]:
    """The pid of the first, the one that came after it, now that the hub has ended, and how long the list became."""
    async with talking(database_url) as talk, served(database_url, redis_url, 2) as (process, _):
        await talk.post(3)
        [first] = projectors(process.pid)
        assert first.nice() == projecting.NICENESS
        first.kill()
        await talk.post(2)
        [second] = projectors(process.pid)
        rows = await talk.rows()
    return first.pid, second, rows


def test_it_ends_with_a_hub_that_is_killed(database_url: str, redis_url: str) -> None:
    assert not asyncio.run(the_hub_is_killed(database_url, redis_url)).is_running()


async def the_hub_is_killed(database_url: str, redis_url: str) -> psutil.Process:
    """The one that was beside it."""
    environ = {
        **os.environ,
        "HUB_DATABASE_URL": as_app(database_url),
        "HUB_REDIS_URL": redis_url,
        "HUB_GRANT_SECRET": SECRET,
        "HUB_PORT": "0",
    }
    hub = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "api.cli", "serve", env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    others: list[psutil.Process] = []
    try:
        async with talking(database_url) as talk:
            await talk.post(1)
        [beside] = projectors(hub.pid)
        others += psutil.Process(hub.pid).children()
        hub.kill()
        await hub.wait()
        await until(lambda: not beside.is_running(), 10)
        return beside
    finally:
        if hub.returncode is None:
            others += psutil.Process(hub.pid).children()
            hub.kill()
            await hub.wait()
        for each in others:
            if each.is_running():
                each.kill()


@pytest.mark.usefixtures("environment")
def test_it_is_started_once_and_not_again_and_again(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    companion.keep()
    companion.keep()
    [first] = projectors(os.getpid())
    first.kill()
    wait_for(lambda: first.status() == psutil.STATUS_ZOMBIE)
    companion.keep()
    assert projectors(os.getpid()) == []
    monkeypatch.setattr(companion, "_not_before", 0.0)
    companion.keep()
    [second] = projectors(os.getpid())
    assert second.pid != first.pid


@pytest.mark.usefixtures("environment")
def test_one_that_does_not_end_when_it_is_told_is_ended(companion: Companion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projecting, "END_S_MAX", 0.1)
    companion.keep()
    [frozen] = projectors(os.getpid())
    frozen.suspend()
    companion.end()
    assert not frozen.is_running()


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("stdin", [subprocess.PIPE, subprocess.DEVNULL])
def test_it_ends_well_when_it_is_told(number: signal.Signals, stdin: int, capfd: pytest.CaptureFixture[str]) -> None:
    process = subprocess.Popen([sys.executable, "-m", "api.projecting"], stdin=stdin)
    wait_for(lambda: psutil.Process(process.pid).nice() == projecting.NICENESS)
    process.send_signal(number)
    assert process.wait(10) == 0
    if process.stdin is not None:
        process.stdin.close()
    assert capfd.readouterr().err == ""


async def test_one_that_is_told_twice_still_closes() -> None:
    closed: list[bool] = []

    async def working() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            closed.append(True)

    task = asyncio.create_task(working())
    await asyncio.sleep(0)
    cancel_once(task)
    await asyncio.sleep(0)
    cancel_once(task)
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert closed


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_the_end_of_a_pipe_is_told_once(run: Callable[[Coroutine[None, None, int]], int]) -> None:
    assert run(told_of_an_end()) == 1


async def told_of_an_end() -> int:
    """How often it is said while the loop goes on."""
    ours, theirs = os.pipe()
    told: list[int] = []
    at_end_of(ours, lambda: told.append(ours))
    for _ in range(TURNS):
        await asyncio.sleep(0)
    assert told == []
    os.close(theirs)
    await until(lambda: bool(told))
    for _ in range(TURNS):
        await asyncio.sleep(0)
    os.close(ours)
    return len(told)


@pytest.mark.parametrize("name", ["/dev/null", "/dev/ptmx", __file__])
async def test_what_has_no_other_end_never_ends(name: str) -> None:
    told: list[str] = []
    with open(name, "rb") as file:  # noqa: PTH123  a terminal has no other name
        at_end_of(file.fileno(), lambda: told.append(name))
        for _ in range(TURNS):
            await asyncio.sleep(0)
    assert told == []


async def test_it_waits_for_a_database_that_is_not_there_yet(
    mortal_postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projecting, "RETRY_S", 0.02)
    url = await a_database(mortal_postgres)
    await migrate(url)
    await asyncio.to_thread(mortal_postgres.kill)
    with capture_logs() as logs:
        working = asyncio.create_task(project(Settings(database_url=url, redis_url="", grant_secret=SECRET)))
        await until(lambda: bool(logs))
    assert {event["event"] for event in logs} == {"nothing to project from"}
    await asyncio.to_thread(mortal_postgres.start)
    database = Database(url)
    await database.open()
    await Talk(database).post(2)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await database.close()
