"""Streams as rows."""

import pytest
from asyncpg import ForeignKeyViolationError
from msgspec.structs import replace

from persistence import shows
from persistence.paging import Asked
from persistence.streams import Stream, listed, make, of_show, read, write
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_shows import NIGHT

LATE = Stream("t1", "Late show", None, 5)


async def test_a_stream_is_read_as_it_was_made_and_then_written(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await shows.make(connection, org, NIGHT)
        await make(connection, org, LATE)
        assert await read(connection, org, "t1") == LATE
        changed = replace(LATE, title="Later", show="s1", archived_at_ms=9)
        await write(connection, org, changed)
        assert await read(connection, org, "t1", hold=True) == changed
        assert await read(connection, org, "t2") is None


async def test_a_show_has_those_that_are_not_archived(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await shows.make(connection, org, NIGHT)
        of_it = replace(LATE, id="t2", show="s1")
        for stream in (LATE, of_it, replace(of_it, id="t3")):
            await make(connection, org, stream)
        await write(connection, org, replace(of_it, id="t3", archived_at_ms=9))
        assert await of_show(connection, org, "s1") == [of_it]
        found = await listed(connection, org, Asked("title"), which="all", text="late", show="s1")
        assert [each.id for each in found.rows] == ["t2", "t3"]
        assert len((await listed(connection, org, Asked("-created"), which="active", text="")).rows) == 2


async def test_a_stream_is_of_no_show_of_another_organisation(app_url: str) -> None:
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await shows.make(connection, org, NIGHT)
        with pytest.raises(ForeignKeyViolationError):
            async with a_house(database) as (connection, other):
                await make(connection, other, replace(LATE, show="s1"))
