"""The board in the database: what is no word is not searched for, and organisations see their own."""

from collections.abc import AsyncGenerator

import pytest

from hub.kernel import is_private
from persistence.boards import FOUND, FOUND_MAX, Seeking, listed
from persistence.database import Connection, Database
from persistence.paging import Asked
from persistence.room_log import PostgresRoomLog
from tests.persistence.houses import a_house, an_app
from tests.services import a_room

FIRST = Asked("day")
SECTIONS = ["money", "private_fees", "privateer", "moneybox", "show"]
ANSWER = """
INSERT INTO advance_field (org_id, room, field, row_id, cell, place, value, person, name, at_ms, siblings)
VALUES ($1, $2, $3, '', '', '', to_jsonb($4::text), 'ana', 'Ana', 1, 0)
"""
ROOMS = "SELECT room FROM rooms_that_say($1, $2) AS room"


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    """As the hub sees it."""
    async with an_app(app_url) as database:
        yield database


async def saying(app: Database, answers: dict[str, str]) -> tuple[str, str]:
    """A new organisation and a room of it with these answers."""
    async with a_house(app) as (_, org):
        pass
    room = a_room("show")
    await PostgresRoomLog(app).create(room, org)
    async with a_house(app, org) as (connection, _):
        for field, text in answers.items():
            await connection.execute(ANSWER, org, room, field, text)
    return org, room


async def rooms(connection: Connection, *, private: bool = True) -> list[str]:
    """The rooms that say tea."""
    return [row["room"] for row in await connection.fetch(ROOMS, "tea:*", private)]


async def said(connection: Connection, *among: str, private: bool = True) -> list[tuple[str, str]]:
    """What these rooms say of tea."""
    found = await connection.fetch(FOUND, "tea:*", private, among, FOUND_MAX)
    return [(row["room"], row["text"]) for row in found]


@pytest.mark.parametrize("answer", ["", "   ", "'|!:*", "tea & (", "\\"])
async def test_whatever_is_typed_is_a_question(database: Database, answer: str) -> None:
    async with a_house(database) as (connection, org):
        found = await listed(connection, org, FIRST, Seeking(answer=answer), private=True)
    assert (found.rows, found.cursor) == ([], None)


async def test_answers_are_found_in_ones_own_organisation_only(app: Database) -> None:
    ours, room = await saying(app, {"show.notes": "Tea and cake"})
    theirs, other = await saying(app, {"show.notes": "Tea for two"})
    for org, own in ((ours, room), (theirs, other)):
        async with a_house(app, org) as (connection, _):
            assert await rooms(connection) == [own]
            assert [where for where, _ in await said(connection, room, other)] == [own]
    async with app.connection() as connection:
        assert await rooms(connection) == []
        assert await said(connection, room, other) == []


@pytest.mark.parametrize("section", SECTIONS)
async def test_what_is_private_is_found_by_who_may_see_it(app: Database, section: str) -> None:
    org, room = await saying(app, {f"{section}.notes": "Tea"})
    async with a_house(app, org) as (connection, _):
        for private in (True, False):
            seen = private or not is_private(section)
            assert bool(await rooms(connection, private=private)) is seen
            assert bool(await said(connection, room, private=private)) is seen


async def test_of_a_show_the_first_are_told(app: Database) -> None:
    org, room = await saying(app, {f"show.f{n}": f"Tea {n}" for n in range(9)})
    async with a_house(app, org) as (connection, _):
        found = await said(connection, room)
    assert [text for _, text in found] == ["Tea 0", "Tea 1", "Tea 2"]
