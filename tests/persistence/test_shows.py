"""Shows as rows."""

from typing import Any

import pytest
from asyncpg import ForeignKeyViolationError
from msgspec.structs import replace

from persistence import venues
from persistence.paging import Asked
from persistence.shows import Show, Sought, listed, make, read, write
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_venues import PONYHOF

NIGHT = Show("s1", "Night", None, "2027-03-06", "Europe/Berlin", "hold", "eur", "Two sets.", 1, 5)


async def test_a_show_is_read_as_it_was_made_and_then_written(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await venues.make(connection, org, PONYHOF)
        await make(connection, org, NIGHT)
        assert await read(connection, org, "s1") == NIGHT
        changes: dict[str, Any] = {"title": "Day", "venue": "v1", "day": "2027-03-07", "timezone": "UTC"}
        changes |= {"status": "confirmed", "currency": "chf", "notes": "", "version": 2, "archived_at_ms": 9}
        changed = replace(NIGHT, **changes)
        await write(connection, org, changed)
        placed = replace(changed, venue_name="Ponyhof", city="Leipzig")
        assert await read(connection, org, "s1", hold=True) == placed
        assert await read(connection, org, "s2") is None


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), ["s2", "s1"]),
        (Sought(which="archived"), ["s3"]),
        (Sought(which="all", text="leipzig"), ["s3", "s1"]),
        (Sought(text="ponyhof nig"), ["s1"]),
        (Sought(status="confirmed"), ["s2"]),
        (Sought(venue="v1"), ["s1"]),
        (Sought(since="2027-03-06"), ["s1"]),
        (Sought(until="2027-03-05"), ["s2"]),
    ],
)
async def test_a_list_has_what_is_sought(app_url: str, sought: Sought, found: list[str]) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await venues.make(connection, org, PONYHOF)
        await make(connection, org, replace(NIGHT, venue="v1"))
        await make(connection, org, replace(NIGHT, id="s2", day="2027-03-05", status="confirmed"))
        away = replace(NIGHT, id="s3", venue="v1", day="2027-01-01")
        await make(connection, org, away)
        await write(connection, org, replace(away, archived_at_ms=9))
        assert [each.id for each in (await listed(connection, org, Asked("day"), sought)).rows] == found


async def test_a_show_is_at_no_venue_of_another_organisation(app_url: str) -> None:
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await venues.make(connection, org, PONYHOF)
        with pytest.raises(ForeignKeyViolationError):
            async with a_house(database) as (connection, other):
                await make(connection, other, replace(NIGHT, venue="v1"))
