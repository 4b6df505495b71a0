"""Templates as rows."""

from msgspec.structs import replace

from persistence import advances, shows, venues
from persistence.audit import Actor
from persistence.templates import Content, LastShow, Template, content, last_show, listed, make, read, standing, write
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_shows import NIGHT
from tests.persistence.test_venues import PONYHOF

CLUB = Template("t1", "Club night", "ana", 5)
HOLDS = Content('{"sections": []}', "{}")


async def test_one_is_read_as_it_was_made_and_then_written(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await make(connection, org, CLUB, HOLDS)
        await make(connection, org, replace(CLUB, id="t2", name="a festival"), HOLDS)
        assert await read(connection, org, "t1") == CLUB
        assert await content(connection, org, "t1") == HOLDS
        changed = replace(CLUB, name="Club", archived_at_ms=9)
        await write(connection, org, changed)
        assert await read(connection, org, "t1", hold=True) == changed
        assert [each.id for each in await listed(connection, org)] == ["t2", "t1"]
        assert await standing(connection, org) == 1
        assert (await read(connection, org, "t3"), await content(connection, org, "t3")) == (None, None)


async def test_nobody_else_has_them(app_url: str) -> None:
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            await make(connection, org, CLUB, HOLDS)
        async with a_house(database) as (connection, _):
            assert (await read(connection, org, "t1"), await listed(connection, org)) == (None, [])


async def test_the_last_show_is_the_one_before_at_the_venue_that_has_an_advance(app_url: str) -> None:
    async with an_app(app_url) as database, a_house(database) as (connection, org):
        await venues.make(connection, org, PONYHOF)
        for show, day in (("a", "2027-01-01"), ("b", "2027-02-01"), ("c", "2027-02-01"), ("d", "2027-03-01")):
            await shows.make(connection, org, replace(NIGHT, id=f"{org}{show}", day=day, venue="v1"))
            if show != "c":
                codes = [f"{org}{show}".upper().rjust(8, "0")[-8:]]
                assert await advances.make(
                    connection, Actor(org, "ana", "Ana", ""), f"{org}{show}", [], codes, now_ms=1
                )
        last = LastShow(f"{org}a", NIGHT.title, "2027-01-01", PONYHOF.name)
        assert await last_show(connection, org, f"{org}b") == last
        assert (await last_show(connection, org, f"{org}d")) == replace(last, show=f"{org}b", day="2027-02-01")
        assert await last_show(connection, org, f"{org}a") is None
