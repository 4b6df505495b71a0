"""Venues as rows."""

from msgspec.structs import replace

from persistence.paging import Asked
from persistence.venues import Venue, listed, make, read, write
from tests.persistence.houses import a_house, an_app

PONYHOF = Venue("v1", "Ponyhof", "Leipzig", "Gasse 3", "0341", "Europe/Berlin", "Ring.", 5)


async def test_a_venue_is_read_as_it_was_made_and_then_written(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await make(connection, org, PONYHOF)
        assert await read(connection, org, "v1") == PONYHOF
        changed = replace(
            PONYHOF, name="Flex", city="", address="A", phone="", timezone="UTC", notes="", archived_at_ms=9
        )
        await write(connection, org, changed)
        assert await read(connection, org, "v1", hold=True) == changed
        assert await read(connection, org, "v2") is None


async def test_those_that_are_archived_have_a_list_of_their_own(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        other = replace(PONYHOF, id="v2", name="Flex", city="Wien")
        for venue in (PONYHOF, other):
            await make(connection, org, venue)
        away = replace(other, archived_at_ms=9)
        await write(connection, org, away)
        for which, text, found in (
            ("active", "", [PONYHOF]),
            ("archived", "", [away]),
            ("all", "", [away, PONYHOF]),
            ("all", "leip ony", [PONYHOF]),
        ):
            page = await listed(connection, org, Asked("name"), which=which, text=text)
            assert page.rows == found


async def test_two_organisations_may_have_the_same_id_and_see_their_own(app_url: str) -> None:
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await make(connection, org, PONYHOF)
        async with a_house(database) as (connection, other):
            await make(connection, other, replace(PONYHOF, name="Flex"))
            await write(connection, org, replace(PONYHOF, name="Stolen"))
            assert await read(connection, org, "v1") is None
            assert (await listed(connection, org, Asked("name"), which="all", text="")).rows == []
        async with a_house(database, org) as (connection, _):
            assert await read(connection, org, "v1") == PONYHOF
