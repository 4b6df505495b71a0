"""Show codes as rows."""

from msgspec.structs import replace

from persistence import shows, venues
from persistence.advances import make
from persistence.audit import Actor
from persistence.codes import Named, find, of_show
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_advances import a_show
from tests.persistence.test_venues import PONYHOF


async def test_a_code_names_its_show_until_that_is_archived(app_url: str) -> None:
    async with an_app(app_url) as database:
        show = a_show()
        code = f"C{show.id}"
        async with a_house(database) as (connection, org):
            await venues.make(connection, org, PONYHOF)
            await shows.make(connection, org, show)
            assert await of_show(connection, org, show.id) is None
            await make(connection, Actor(org, "ana", "Ana", ""), show.id, ["show"], [code], now_ms=1)
            assert await of_show(connection, org, show.id) == code
        assert await find(database, code) == Named("Night", "2027-03-06", None, None)
        async with a_house(database, org) as (connection, _):
            await shows.write(connection, org, replace(show, venue="v1"))
        assert await find(database, code) == Named("Night", "2027-03-06", "Ponyhof", "Leipzig")
        async with a_house(database, org) as (connection, _):
            await shows.write(connection, org, replace(show, archived_at_ms=1))
        assert await find(database, code) is None
        assert await find(database, "NOWHERE0") is None
