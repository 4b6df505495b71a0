"""Members as rows, through row-level security."""

from collections.abc import AsyncGenerator

import pytest

from hub.kernel import Role
from persistence import invitations, members
from persistence.database import Connection, Database
from persistence.invitations import Offer
from persistence.tenancy import within
from tests.persistence.offices import an_organisation, open_as
from tests.persistence.people import an_account

REVOKED = "SELECT at_ms FROM revoked WHERE subject = $1"


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    async with open_as(app_url) as database:
        yield database


async def with_a_member(connection: Connection, role: Role = Role.CREW) -> tuple[str, str]:
    """An organisation that the transaction is in, and somebody who is not its owner."""
    account = await an_account(connection)
    made, _ = await an_organisation(connection)
    await members.add(connection, made.org, account, role, now_ms=2)
    return made.org, account


async def test_members_are_people_with_a_role(app: Database) -> None:
    async with app.transaction() as connection:
        org, account = await with_a_member(connection, Role.VIEWER)
        found = await members.one(connection, org, account)
        assert found is not None
        assert (found.name, found.mail, found.role, found.created_at_ms) == ("Ana", account, Role.VIEWER, 2)
        assert found in await members.everybody(connection, org)
        assert await members.count(connection, org) == 2
        assert await members.owners(connection, org) == 1


async def test_an_address_is_a_members_in_whatever_case(app: Database) -> None:
    async with app.transaction() as connection:
        org, account = await with_a_member(connection)
        await connection.execute("UPDATE account SET mail_key = $2 WHERE id = $1", account, f"{account}@x".casefold())
        assert await members.has_mail(connection, org, f"{account.upper()}@X")
        assert not await members.has_mail(connection, org, "nobody@x")


async def test_members_of_another_organisation_are_not_there(app: Database) -> None:
    async with app.transaction() as connection:
        org, account = await with_a_member(connection)
    async with app.transaction() as connection:
        other, _ = await an_organisation(connection)
        assert await members.one(connection, org, account) is None
        assert await members.everybody(connection, org) == []
        await members.change(connection, org, account, Role.OWNER, now_ms=3)
        assert await members.count(connection, other.org) == 1
    async with within(app, org) as connection:
        found = await members.one(connection, org, account)
        assert found is not None
        assert found.role is Role.CREW


@pytest.mark.parametrize("goes", [True, False])
async def test_every_worker_is_told_when_somebody_is_not_what_they_were(app: Database, goes: bool) -> None:  # noqa: FBT001
    async with app.transaction() as connection:
        org, account = await with_a_member(connection)
        offer = Offer("x@example.org", Role.CREW, account, 3, 100)
        await invitations.add(connection, org, offer)
        if goes:
            await members.remove(connection, org, account, now_ms=7)
        else:
            await members.change(connection, org, account, Role.VIEWER, now_ms=7)
        assert await connection.fetchval(REVOKED, f"member:{org}:{account}") == 7
        assert await invitations.waiting(connection, org, now_ms=8) == []
        found = await members.one(connection, org, account)
        assert (found and found.role) == (None if goes else Role.VIEWER)
