"""Invitations as rows, through row-level security."""

from collections.abc import AsyncGenerator

import pytest

from hub.kernel import Role
from persistence import invitations
from persistence.database import Database
from persistence.invitations import Held, Offer, hashed
from tests.persistence.offices import an_organisation, open_as


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    async with open_as(app_url) as database:
        yield database


async def offered(database: Database, mail: str = "ben@example.org") -> tuple[str, str, str]:
    """An organisation, an invitation to it and its secret."""
    async with database.transaction() as connection:
        made, owner = await an_organisation(connection)
        return made.org, *await invitations.add(connection, made.org, Offer(mail, Role.CREW, owner, 1, 100))


async def test_a_secret_says_to_whom_it_belongs_and_is_not_kept(app: Database) -> None:
    org, ident, secret = await offered(app)
    async with app.transaction() as connection:
        assert await invitations.org_of(connection, secret) == org
        assert await invitations.org_of(connection, secret + "x") is None
        await connection.execute("SELECT set_config('hub.org_id', $1, true)", org)
        assert await invitations.hold(connection, org, secret) == Held(ident, Role.CREW, 100, None, None)
        assert await invitations.hold(connection, org, "x") is None
        assert await connection.fetchval("SELECT hash FROM invitation") == hashed(secret)
    assert len(secret) * 6 >= 256


async def test_it_waits_until_it_expires_or_is_answered_or_taken_back(app: Database) -> None:
    org, ident, secret = await offered(app)
    async with app.transaction() as connection:
        await connection.execute("SELECT set_config('hub.org_id', $1, true)", org)
        (waiting,) = await invitations.waiting(connection, org, now_ms=99)
        assert (waiting.id, waiting.mail, waiting.role, waiting.invited_by) == (
            ident,
            "ben@example.org",
            Role.CREW,
            "Ana",
        )
        assert await invitations.waiting(connection, org, now_ms=100) == []
        await invitations.accept(connection, org, ident, now_ms=50)
        assert await invitations.waiting(connection, org, now_ms=99) == []
        assert await invitations.revoke(connection, org, ident, now_ms=51) is None
        held = await invitations.hold(connection, org, secret)
        assert held is not None
        assert (held.accepted_at_ms, held.revoked_at_ms) == (50, None)


async def test_what_is_taken_back_is_so_once(app: Database) -> None:
    org, ident, _ = await offered(app)
    async with app.transaction() as connection:
        await connection.execute("SELECT set_config('hub.org_id', $1, true)", org)
        assert await invitations.revoke(connection, org, ident, now_ms=9) == ("ben@example.org", Role.CREW)
        assert await invitations.revoke(connection, org, ident, now_ms=10) is None


async def test_another_mail_to_an_address_takes_the_place_of_the_first(app: Database) -> None:
    async with app.transaction() as connection:
        made, owner = await an_organisation(connection)
        await invitations.add(connection, made.org, Offer("ben@example.org", Role.CREW, owner, 1, 100))
        second, _ = await invitations.add(connection, made.org, Offer("Ben@Example.org", Role.DJ, owner, 2, 100))
        await invitations.add(connection, made.org, Offer("cleo@example.org", Role.DJ, owner, 1, 100))
        waiting = await invitations.waiting(connection, made.org, now_ms=3)
        assert [each.mail for each in waiting] == ["Ben@Example.org", "cleo@example.org"]
        assert waiting[0].id == second


async def test_an_invitation_of_another_organisation_is_not_there(app: Database) -> None:
    org, ident, secret = await offered(app)
    async with app.transaction() as connection:
        await an_organisation(connection)
        assert await invitations.hold(connection, org, secret) is None
        assert await invitations.revoke(connection, org, ident, now_ms=9) is None
        assert await invitations.waiting(connection, org, now_ms=9) == []
