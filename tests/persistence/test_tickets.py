import asyncio
from collections.abc import AsyncGenerator

import pytest

from hub.kernel import Role
from hub.rooms.grant import Grant
from persistence import tickets
from persistence.database import Database
from persistence.tenancy import within
from tests.builders import EVENING_MS, an_actor

GRANT = Grant(an_actor("ana", Role.DJ), ("floor/demo",), EVENING_MS + 600_000, ("session:s1",), EVENING_MS, ("show",))


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    database = Database(app_url)
    await database.open()
    yield database
    await database.close()


async def issued(database: Database, grant: Grant = GRANT) -> str:
    async with within(database, "org") as connection:
        return await tickets.issue(connection, "org", grant, EVENING_MS)


async def test_a_ticket_gives_the_grant_once(app: Database) -> None:
    ticket = await issued(app)
    assert tickets.is_ticket(ticket)
    assert await tickets.spend(app, ticket, EVENING_MS) == GRANT
    assert await tickets.spend(app, ticket, EVENING_MS) is None


async def test_of_fifty_at_once_one_gets_it(app: Database) -> None:
    for _ in range(5):
        ticket = await issued(app)
        found = await asyncio.gather(*(tickets.spend(app, ticket, EVENING_MS) for _ in range(50)))
        assert [each for each in found if each is not None] == [GRANT]


async def test_it_is_good_for_half_a_minute(app: Database) -> None:
    early, late = await issued(app), await issued(app)
    assert await tickets.spend(app, early, EVENING_MS + tickets.GOOD_MS - 1) == GRANT
    assert await tickets.spend(app, late, EVENING_MS + tickets.GOOD_MS) is None
    assert await tickets.spend(app, late, EVENING_MS) is None, "who came too late has spent it"


async def test_the_text_of_a_ticket_is_nowhere_in_the_database(app: Database, database: Database) -> None:
    ticket = await issued(app)
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM ticket")
    assert rows
    assert ticket not in str(rows)
    assert ticket.encode() not in b"".join(row["hash"] for row in rows)


async def test_those_that_nobody_spent_are_forgotten(app: Database, database: Database) -> None:
    ticket = await issued(app)
    await tickets.forget(app, EVENING_MS + tickets.GOOD_MS - 1)
    await tickets.forget(app, EVENING_MS + tickets.GOOD_MS)
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM ticket") == 0
    assert await tickets.spend(app, ticket, EVENING_MS) is None


@pytest.mark.parametrize(
    "text",
    ["", "a" * 31, "a" * 33, "a" * 31 + ".", "a" * 31 + "\u0660", "a" * 32 + "\n", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"],
)
def test_what_is_written_otherwise_is_no_ticket(text: str) -> None:
    assert not tickets.is_ticket(text)
