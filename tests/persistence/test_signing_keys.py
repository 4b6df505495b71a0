"""Signing keys as rows: their owner changes them, the hub reads them."""

import asyncpg
import pytest

from embedded.postgres import Postgres
from persistence.database import Database
from persistence.signing_keys import SigningKey, all_keys, retire, rotate
from tests.services import TEMPLATE, a_database, as_app


@pytest.fixture
async def keys(postgres_server: Postgres) -> Database:
    """A database without keys, as its owner sees it; not open yet."""
    return Database(await a_database(postgres_server, TEMPLATE))


async def rotated(keys: Database, now_ms: int) -> str:
    async with keys.transaction() as connection:
        return await rotate(connection, now_ms=now_ms, keep_ms=1_000)


async def ended(keys: Database, key: str, now_ms: int) -> bool:
    async with keys.transaction() as connection:
        return await retire(connection, key, now_ms=now_ms)


async def found(keys: Database) -> list[SigningKey]:
    async with keys.connection() as connection:
        return await all_keys(connection)


async def test_a_new_key_comes_first_and_those_before_end_when_what_they_signed_has(keys: Database) -> None:
    await keys.open()
    first = await rotated(keys, 10)
    assert await found(keys) == [SigningKey(first, 10, None)]
    second = await rotated(keys, 20)
    third = await rotated(keys, 30)
    assert await found(keys) == [
        SigningKey(third, 30, None),
        SigningKey(second, 20, 1_030),
        SigningKey(first, 10, 1_020),
    ]
    await keys.close()


async def test_a_key_ends_at_once_and_once(keys: Database) -> None:
    await keys.open()
    first, second = await rotated(keys, 10), await rotated(keys, 20)
    assert await ended(keys, first, 30)
    assert not await ended(keys, first, 31)
    assert await ended(keys, second, 32)
    assert not await ended(keys, "none", 33)
    assert [key.retired_at_ms for key in await found(keys)] == [32, 30]
    await keys.close()


def test_a_key_lives_until_it_ends() -> None:
    assert SigningKey("a", 0, None).lives(1 << 50)
    assert SigningKey("a", 0, 100).lives(99)
    assert not SigningKey("a", 0, 100).lives(100)


async def test_the_hub_itself_makes_and_ends_no_keys(keys: Database) -> None:
    await keys.open()
    key = await rotated(keys, 10)
    await keys.close()
    hub = Database(as_app(keys.url))
    await hub.open()
    assert [each.id for each in await found(hub)] == [key]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await rotated(hub, 20)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ended(hub, key, 20)
    await hub.close()
