"""A step of signing in waits for its own time, for its own purpose, and is taken once."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from persistence import challenges
from persistence.challenges import Waiting
from persistence.database import Database

KEPT = "SELECT hash FROM challenge"


@pytest.fixture
async def hub(app_url: str) -> AsyncGenerator[Database]:
    """The database as the hub sees it."""
    database = Database(app_url)
    await database.open()
    yield database
    await database.close()


async def issued(hub: Database, secret: bytes, account: str | None = "ana", expires_ms: int = 100) -> None:
    async with hub.transaction() as connection:
        await challenges.issue(connection, secret, "second_factor", account, now_ms=0, expires_ms=expires_ms)


async def spent(hub: Database, secret: bytes, purpose: str = "second_factor", now_ms: int = 0) -> Waiting | None:
    async with hub.transaction() as connection:
        return await challenges.spend(connection, secret, purpose, now_ms=now_ms)


async def test_a_step_is_taken_once(hub: Database) -> None:
    await issued(hub, b"once")
    async with hub.connection() as connection:
        for _ in range(2):
            assert await challenges.look(connection, b"once", "second_factor", now_ms=99) == Waiting("ana")
    assert await spent(hub, b"once", now_ms=99) == Waiting("ana")
    assert await spent(hub, b"once", now_ms=99) is None


async def test_nobody_may_be_known_yet(hub: Database) -> None:
    await issued(hub, b"nobody", account=None)
    assert await spent(hub, b"nobody") == Waiting(None)


async def test_it_is_for_one_purpose_and_a_time(hub: Database) -> None:
    await issued(hub, b"timely")
    assert await spent(hub, b"timely", purpose="passkey") is None
    assert await spent(hub, b"timely", now_ms=100) is None
    async with hub.connection() as connection:
        assert await challenges.look(connection, b"timely", "passkey", now_ms=0) is None
        assert await challenges.look(connection, b"timely", "second_factor", now_ms=100) is None
    assert await spent(hub, b"timely", now_ms=99) is not None


async def test_of_fifty_who_take_it_at_once_one_gets_it(hub: Database) -> None:
    await issued(hub, b"race")
    taken = await asyncio.gather(*(spent(hub, b"race") for _ in range(50)))
    assert sum(each is not None for each in taken) == 1


async def test_the_steps_of_an_account_end_with_its_password(hub: Database) -> None:
    await issued(hub, b"hers", account="cleo")
    await issued(hub, b"his", account="dan")
    async with hub.transaction() as connection:
        await challenges.forget(connection, "cleo")
    assert await spent(hub, b"hers") is None
    assert await spent(hub, b"his") is not None


async def test_steps_that_nobody_took_do_not_pile_up(hub: Database) -> None:
    for n in range(15):
        await issued(hub, b"left %d" % n, expires_ms=-1)
    for n in range(3):
        await issued(hub, b"new %d" % n)
    async with hub.connection() as connection:
        kept = {bytes(row["hash"]) for row in await connection.fetch(KEPT)}
        assert not await connection.fetchval("SELECT count(*) FROM challenge WHERE expires_at_ms < 0")
    assert b"new 1" not in kept
