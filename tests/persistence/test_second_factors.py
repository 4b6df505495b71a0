"""One-time codes and recovery codes as rows: every race has one winner."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from persistence import second_factors
from persistence.database import Connection, Database
from persistence.second_factors import Totp
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


async def with_app(connection: Connection, step: int = 5) -> str:
    """An account whose app is confirmed with a step."""
    account = await an_account(connection)
    assert await second_factors.begin(connection, account, b"sealed") == account
    assert await second_factors.confirm(connection, account, b"sealed", now_ms=1, step=step)
    return account


async def test_a_secret_counts_when_it_is_confirmed(connection: Connection) -> None:
    account = await an_account(connection)
    assert await second_factors.totp_of(connection, account) == Totp(account, None, None)
    await second_factors.begin(connection, account, b"sealed")
    assert await second_factors.totp_of(connection, account) == Totp(account, b"sealed", None)
    assert not await second_factors.take_step(connection, account, b"sealed", 7)
    assert await second_factors.confirm(connection, account, b"sealed", now_ms=1, step=7)
    assert await second_factors.totp_of(connection, account) == Totp(account, b"sealed", 1)
    assert Totp(account, b"sealed", 1).confirmed
    assert not Totp(account, b"sealed", None).confirmed
    assert await second_factors.totp_of(connection, "nobody") is None


async def test_a_secret_that_was_replaced_is_not_confirmed(connection: Connection) -> None:
    account = await an_account(connection)
    await second_factors.begin(connection, account, b"first")
    await second_factors.begin(connection, account, b"second")
    assert not await second_factors.confirm(connection, account, b"first", now_ms=1, step=1)
    assert await second_factors.confirm(connection, account, b"second", now_ms=1, step=1)
    assert not await second_factors.confirm(connection, account, b"second", now_ms=1, step=2)


async def test_a_secret_that_counts_is_not_replaced(connection: Connection) -> None:
    account = await with_app(connection)
    assert await second_factors.begin(connection, account, b"another") is None
    assert await second_factors.take_step(connection, account, b"sealed", 6)


async def test_steps_are_taken_upwards_and_once(connection: Connection) -> None:
    account = await with_app(connection, step=5)
    taken = [await second_factors.take_step(connection, account, b"sealed", step) for step in (5, 4, 7, 6, 7, 8)]
    assert taken == [False, False, True, False, False, True]
    assert not await second_factors.take_step(connection, account, b"another", 9)


async def test_of_fifty_who_take_a_step_at_once_one_gets_it(hub: Database, connection: Connection) -> None:
    account = await with_app(connection)

    async def take() -> bool:
        async with hub.transaction() as own:
            return await second_factors.take_step(own, account, b"sealed", 6)

    assert sum(await asyncio.gather(*(take() for _ in range(50)))) == 1


async def test_an_app_that_was_taken_away_leaves_nothing(connection: Connection) -> None:
    account = await with_app(connection, step=9)
    await second_factors.keep_codes(connection, account, [b"1", b"2"])
    await second_factors.end(connection, account)
    assert await second_factors.totp_of(connection, account) == Totp(account, None, None)
    assert await second_factors.codes_left(connection, account) == 0
    assert not await second_factors.take_step(connection, account, b"sealed", 10)
    # A new secret has codes of its own, so its steps begin anew.
    await second_factors.begin(connection, account, b"new")
    assert await second_factors.confirm(connection, account, b"new", now_ms=1, step=9)


async def test_a_recovery_code_is_used_up_and_new_ones_replace_the_old(connection: Connection) -> None:
    account, other = await an_account(connection), await an_account(connection)
    await second_factors.keep_codes(connection, account, [b"a1", b"a2", b"a3"])
    assert not await second_factors.spend_code(connection, other, b"a1")
    assert await second_factors.spend_code(connection, account, b"a1")
    assert not await second_factors.spend_code(connection, account, b"a1")
    assert await second_factors.codes_left(connection, account) == 2
    await second_factors.keep_codes(connection, account, [b"b1"])
    assert not await second_factors.spend_code(connection, account, b"a2")
    assert await second_factors.codes_left(connection, account) == 1
