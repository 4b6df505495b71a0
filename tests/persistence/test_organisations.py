"""Organisations as rows, through row-level security."""

from collections.abc import AsyncGenerator

import asyncpg
import msgspec
import pytest

from hub.kernel import Role
from persistence import organisations
from persistence.database import Database
from persistence.organisations import PLATFORM, Mine
from persistence.tenancy import within
from tests.persistence.offices import an_organisation, open_as
from tests.persistence.people import an_account


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    async with open_as(app_url) as database:
        yield database


async def test_whoever_makes_one_owns_it(app: Database) -> None:
    async with app.transaction() as connection:
        made, owner = await an_organisation(connection)
        assert await organisations.read(connection, made.org) == made
    async with app.connection() as connection:
        found = await organisations.mine(connection, owner)
    assert found == [Mine(made.org, "Lantern", "#7c5cff", ["advance"], Role.OWNER)]


async def test_of_another_one_nothing_is_seen(app: Database) -> None:
    async with app.transaction() as connection:
        one, _ = await an_organisation(connection)
    async with app.transaction() as connection:
        await an_organisation(connection)
        assert await organisations.read(connection, one.org) is None
        await organisations.change(connection, msgspec.structs.replace(one, name="Taken"))
    async with within(app, one.org) as connection:
        assert await organisations.read(connection, one.org, hold=True) == one


async def test_it_is_called_what_it_is_called_now(app: Database) -> None:
    async with app.transaction() as connection:
        made, _ = await an_organisation(connection)
        changed = msgspec.structs.replace(made, name="Beacon", accent="#ff0000", products=["karaoke", "tipjar"])
        await organisations.change(connection, changed)
        assert await organisations.read(connection, made.org) == changed


async def test_no_organisation_has_the_name_of_the_platform(app: Database) -> None:
    async with app.transaction() as connection:
        made, _ = await an_organisation(connection)
    assert made.org.startswith("o_")
    assert not PLATFORM.startswith("o_")


async def test_only_a_platform_admin_is_told_of_all(app: Database) -> None:
    async with app.transaction() as connection:
        orgs = {(await an_organisation(connection))[0].org for _ in range(3)}
        admin = await an_account(connection)
    async with app.transaction() as connection:
        assert await organisations.everyone(connection, admin, "", 1000) == []
        assert not await organisations.is_admin(connection, admin)
        await connection.execute("UPDATE account SET platform_admin = true WHERE id = $1", admin)
        assert await organisations.is_admin(connection, admin)
        listed = [each.org for each in await organisations.everyone(connection, admin, "", 1000)]
        assert orgs <= set(listed)
        assert [each.org for each in await organisations.everyone(connection, admin, listed[0], 2)] == listed[1:3]


async def test_who_makes_two_at_once_makes_one_after_the_other(app: Database) -> None:
    async with app.transaction() as connection:
        account = await an_account(connection)
    async with app.transaction() as one, app.transaction() as other:
        await organisations.one_at_a_time(one, account)
        await other.execute("SET LOCAL lock_timeout = 1")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await organisations.one_at_a_time(other, account)
        # A device that signs in meanwhile does not wait.
        await one.execute("INSERT INTO recovery_code (hash, account) VALUES ('x', $1)", account)
