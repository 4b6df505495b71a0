"""The addresses of calendars, and what they tell."""

from msgspec.structs import replace

from persistence import shows, venues
from persistence.calendars import Date, Told, has_feed, set_feed, told
from persistence.database import Database
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_shows import NIGHT
from tests.persistence.test_venues import PONYHOF

ACCOUNT = """
INSERT INTO account (id, mail, mail_key, name, password, totp_step, platform_admin, created_at_ms)
VALUES ($1, $1, $1, $1, '', 0, false, 1)
"""
MEMBER = "INSERT INTO member (org_id, account, role, created_at_ms) VALUES ($1, $2, 'crew', 1)"


async def a_member(database: Database, digest: bytes) -> tuple[str, str]:
    """An organisation and an account in it that has an address."""
    async with a_house(database) as (connection, org):
        account = f"of-{org}"
        await connection.execute(ACCOUNT, account)
        await connection.execute(MEMBER, org, account)
        assert not await has_feed(connection, org, account)
        assert await set_feed(connection, org, account, digest)
        assert await has_feed(connection, org, account)
    return org, account


async def test_an_address_tells_the_dates_of_its_organisation(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, _ = await a_member(database, b"1")
        other, _ = await a_member(database, b"2")
        async with a_house(database, org) as (connection, _):
            await venues.make(connection, org, PONYHOF)
            await shows.make(connection, org, replace(NIGHT, venue="v1"))
            await shows.make(connection, org, replace(NIGHT, id="s2", day="2027-03-08"))
            away = replace(NIGHT, id="s3")
            await shows.make(connection, org, away)
            await shows.write(connection, org, replace(away, archived_at_ms=9))
        first = Date("s1", "Night", "2027-03-06", "hold", 1, 5, "Ponyhof, Leipzig")
        second = replace(first, id="s2", day="2027-03-08", place="")
        assert await told(database, b"1", "2027-03-06", 5) == Told(org, org, [first, second])
        assert await told(database, b"1", "2027-03-07", 5) == Told(org, org, [second])
        assert await told(database, b"1", "2027-01-01", 1) == Told(org, org, [first])
        assert await told(database, b"2", "2027-01-01", 5) == Told(other, other, [])


async def test_an_address_that_was_replaced_or_ended_tells_nothing(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, account = await a_member(database, b"3")
        async with a_house(database, org) as (connection, _):
            assert await set_feed(connection, org, account, b"4")
        assert await told(database, b"3", "2027-01-01", 5) is None
        assert await told(database, b"4", "2027-01-01", 5) is not None
        async with a_house(database, org) as (connection, _):
            assert await set_feed(connection, org, account, None)
            assert not await set_feed(connection, org, "somebody", b"5")
            assert not await has_feed(connection, org, "somebody")
        assert await told(database, b"4", "2027-01-01", 5) is None
