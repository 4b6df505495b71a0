"""Whom a worker lets in, and what it says when it cannot know."""

from collections.abc import AsyncGenerator
from inspect import isawaitable

import pytest

from api import grants
from api.admission import Admission
from hub.errors import Rejected
from hub.kernel import Role
from hub.rooms.grant import Grant
from persistence.clock import SystemClock
from persistence.database import Database
from persistence.revocations import Revocations, revoke
from tests.api.whole import SECRET
from tests.builders import an_actor

ANA = an_actor("ana", Role.CREW)
A_TICKET = "t" * 32


@pytest.fixture
async def admission(app_url: str) -> AsyncGenerator[Admission]:
    database = Database(app_url)
    await database.open()
    yield Admission(SECRET, SystemClock(), database, Revocations(database))
    await database.close()


def a_grant(admission: Admission, *subjects: str) -> Grant:
    now_ms = admission.clock.now_ms()
    return Grant(ANA, ("show/demo",), now_ms // 1000 * 1000 + 60_000, subjects, now_ms)


async def refused(admission: Admission, token: str) -> str:
    async def admitted() -> None:
        found = admission.admit(token)
        if isawaitable(found):
            await found

    with pytest.raises(Rejected) as error:
        await admitted()
    return error.value.code


async def test_a_grant_is_let_in_at_once(admission: Admission) -> None:
    grant = a_grant(admission)
    assert admission.admit(grants.write(SECRET, grant)) == grant


async def test_a_grant_that_can_be_revoked_waits_until_what_was_revoked_is_known(admission: Admission) -> None:
    grant = a_grant(admission, "link:l1")
    token = grants.write(SECRET, grant)
    assert await refused(admission, token) == "auth.unchecked"
    await admission.revocations.look(admission.clock.now_ms())
    assert admission.admit(token) == grant
    async with admission.database.transaction() as connection:
        await revoke(connection, "link:l1", admission.clock.now_ms())
    await admission.revocations.look(admission.clock.now_ms())
    assert await refused(admission, token) == "auth.revoked"


async def test_what_is_no_ticket_is_told_so(admission: Admission) -> None:
    assert await refused(admission, A_TICKET) == "auth.ticket_invalid"


async def test_while_postgres_is_away_tickets_are_to_be_brought_again(admission: Admission) -> None:
    await admission.database.close()
    assert await refused(admission, A_TICKET) == "auth.unchecked"
