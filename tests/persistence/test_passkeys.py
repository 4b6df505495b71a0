"""Passkeys as rows: each belongs to one account, and a signature is noted once."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from persistence import passkeys
from persistence.database import Connection, Database
from persistence.passkeys import Key, Passkey
from tests.persistence.people import an_account


@pytest.fixture
async def hub(app_url: str) -> AsyncGenerator[Database]:
    """The database as the hub sees it."""
    database = Database(app_url)
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def connection(hub: Database) -> AsyncGenerator[Connection]:
    """A connection, outside of any transaction."""
    async with hub.connection() as connection:
        yield connection


async def added(connection: Connection, account: str, credential: bytes, now_ms: int = 1) -> bool:
    return await passkeys.add(connection, account, credential, b"public", sign_count=3, name="Phone", now_ms=now_ms)


async def test_a_passkey_says_whose_it_is(connection: Connection) -> None:
    account = await an_account(connection)
    assert await added(connection, account, b"c1")
    found = Key(account, "Ana", platform_admin=False, public_key=b"public", sign_count=3)
    assert await passkeys.find(connection, b"c1") == found
    assert await passkeys.find(connection, b"c2") is None


async def test_all_go_but_those_that_are_kept(connection: Connection) -> None:
    ana, ben = await an_account(connection), await an_account(connection)
    for credential in (b"k1", b"k2", b"k3"):
        await added(connection, ana, credential)
    await added(connection, ben, b"k4")
    assert await passkeys.keep(connection, ana, [b"k2", b"k4", b"nobody's"]) == ["Phone", "Phone"]
    assert [each.credential for each in await passkeys.of(connection, ana)] == [b"k2"]
    assert await passkeys.keep(connection, ana, []) == ["Phone"]
    assert len(await passkeys.of(connection, ben)) == 1


async def test_a_passkey_belongs_to_one_account(connection: Connection) -> None:
    ana, ben = await an_account(connection), await an_account(connection)
    assert await added(connection, ana, b"only")
    assert not await added(connection, ben, b"only")
    assert await passkeys.of(connection, ben) == []
    assert await passkeys.drop(connection, ben, b"only") is None
    assert await passkeys.drop(connection, ana, b"only") == "Phone"
    assert await passkeys.find(connection, b"only") is None


async def test_the_list_has_the_oldest_first(connection: Connection) -> None:
    account = await an_account(connection)
    await added(connection, account, b"new", now_ms=2)
    await added(connection, account, b"old", now_ms=1)
    await passkeys.use(connection, b"old", sign_count=4, now_ms=9)
    assert await passkeys.of(connection, account) == [Passkey(b"old", "Phone", 1, 9), Passkey(b"new", "Phone", 2, None)]
    assert await passkeys.count(connection, account) == 2


async def test_who_signs_at_the_same_time_waits_and_sees_the_count(hub: Database, connection: Connection) -> None:
    """A copy of a passkey is told by its count, so no two signatures are held against the same one."""
    await added(connection, await an_account(connection), b"race")

    async def use() -> int:
        async with hub.transaction() as own:
            key = await passkeys.find(own, b"race")
            assert key is not None
            await passkeys.use(own, b"race", sign_count=key.sign_count + 1, now_ms=9)
            return key.sign_count

    assert sorted(await asyncio.gather(*(use() for _ in range(20)))) == list(range(3, 23))
