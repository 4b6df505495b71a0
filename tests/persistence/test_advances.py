"""The advance of a show, made in one act."""

import pytest
from asyncpg import UniqueViolationError

from hub.advancing_sync.prefill import prefill
from persistence import shows
from persistence.activity import Done, recent
from persistence.advances import Advance, make, read
from persistence.audit import Actor
from persistence.room_log import PostgresRoomLog
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_shows import NIGHT
from tests.services import a_room


def a_show() -> shows.Show:
    """One with a room that no other test has."""
    return shows.Show(a_room("show").partition("/")[2], *(getattr(NIGHT, each) for each in NIGHT.__struct_fields__[1:]))


async def test_an_advance_is_made_with_its_parts_its_code_and_its_room(app_url: str) -> None:
    show = a_show()
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await shows.make(connection, org, show)
            assert await read(connection, org, show.id) is None
            ana = Actor(org, "ana", "Ana", "")
            assert await make(connection, ana, show.id, ["show", "money"], [f"C{show.id}"], now_ms=7)
            made = Advance("not_sent", 1, 7, {"show": "open", "money": "open"})
            assert await read(connection, org, show.id) == made
            assert not await make(connection, ana, show.id, ["show"], [f"D{show.id}"], now_ms=8)
            assert await read(connection, org, show.id) == made
        room = f"show/{show.id}"
        assert (await PostgresRoomLog(database).heads([room]))[room][1] == 0
        lines = await recent(database, room, None, 5)
        assert lines == [Done(0, "ana", "Ana", "advance.created", "", "", 7)]


async def test_what_the_show_says_of_itself_begins_the_log_of_its_room(app_url: str) -> None:
    show, known = a_show(), prefill({"show.title": "Night", "show.city": "Leipzig"}, 7)
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await shows.make(connection, org, show)
            ana = Actor(org, "ana", "Ana", "")
            assert await make(connection, ana, show.id, [], [f"C{show.id}"], known=known, now_ms=7)
        log, room = PostgresRoomLog(database), f"show/{show.id}"
        assert (await log.heads([room]))[room][1] == 2
        entries = await log.since(room, 0, 10)
        assert [(each.seq, each.person, each.fact) for each in entries] == [
            (1, "show", known[0]),
            (2, "show", known[1]),
        ]


async def test_a_code_that_is_taken_is_passed_over_and_with_none_left_nothing_is_made(app_url: str) -> None:
    first, second = a_show(), a_show()
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        ana = Actor(org, "ana", "Ana", "")
        for show in (first, second):
            await shows.make(connection, org, show)
        assert await make(connection, ana, first.id, [], [f"C{first.id}"], now_ms=7)
        with pytest.raises(UniqueViolationError):
            await make(connection, ana, second.id, [], [f"C{first.id}", f"C{first.id}"], now_ms=7)
        assert await read(connection, org, second.id) is None
        assert await make(connection, ana, second.id, [], [f"C{first.id}", f"C{second.id}"], now_ms=7)
        codes = await connection.fetch("SELECT code FROM show_code WHERE show = $1", second.id)
        assert [each["code"] for each in codes] == [f"C{second.id}"]
