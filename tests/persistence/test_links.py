"""Access links as rows."""

from msgspec.structs import asdict, replace

from hub.kernel import Role
from persistence import shows
from persistence.database import Database
from persistence.links import (
    Link,
    NewLink,
    Opened,
    count,
    end,
    end_of,
    find,
    left_behind,
    make,
    of_show,
    open_of,
    subject_of,
    used,
)
from tests.builders import EVENING_MS
from tests.persistence.houses import a_house, an_app
from tests.persistence.test_shows import NIGHT

MERCH = NewLink("Merch", Role.GUEST, ("hospitality",), can_write=True, opens_at_ms=EVENING_MS, closes_at_ms=None)


async def a_link(database: Database) -> tuple[str, Link, str]:
    """A link of a new organisation's show; the organisation, the link and its secret."""
    async with a_house(database) as (connection, org):
        await shows.make(connection, org, NIGHT)
        link, secret = await make(connection, org, "s1", MERCH, "ana", now_ms=EVENING_MS)
    return org, link, secret


async def test_a_link_is_found_by_its_secret_alone(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, link, secret = await a_link(database)
        assert await find(database, secret) == Opened(
            **asdict(replace(link, by_member=False)), org=org, show="s1", title="Night"
        )
        assert await find(database, secret[:-1]) is None
        assert await find(database, link.id) is None


async def test_when_it_was_used_is_kept(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, _, secret = await a_link(database)
        opened = await find(database, secret)
        assert opened is not None
        await used(database, opened, EVENING_MS + 5)
        async with a_house(database, org) as (connection, _):
            [listed] = await of_show(connection, org, "s1")
        assert listed.used_at_ms == EVENING_MS + 5


async def test_a_link_ends_once_and_tells_every_worker(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, link, secret = await a_link(database)
        async with a_house(database, org) as (connection, _):
            assert await count(connection, org, "s1") == 1
            ended, now = await end(connection, org, "s1", link.id, now_ms=EVENING_MS + 1)
            again, then = await end(connection, org, "s1", link.id, now_ms=EVENING_MS + 2)
            assert ended == again
            assert (now, then) == (True, False)
            assert ended is not None
            assert ended.revoked_at_ms == EVENING_MS + 1
            assert await end(connection, org, "s2", link.id, now_ms=1) == (None, False)
            assert await count(connection, org, "s1") == 0
            told = await connection.fetch("SELECT at_ms FROM revoked WHERE subject = $1", subject_of(link.id))
            assert [row["at_ms"] for row in told] == [EVENING_MS + 1]
        opened = await find(database, secret)
        assert opened is not None
        assert opened.revoked_at_ms == EVENING_MS + 1


async def test_no_secret_is_in_the_database(app_url: str, database: Database) -> None:
    async with an_app(app_url) as app:
        _, _, secret = await a_link(app)
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM access_link")
    assert secret not in str(rows)
    assert secret.encode() not in b"".join(row["hash"] for row in rows)


async def test_of_who_is_no_member_every_link_is_listed_that_is_not_over(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, link, _ = await a_link(database)
        brief = replace(MERCH, closes_at_ms=EVENING_MS + 10)
        async with a_house(database, org) as (connection, _):
            await make(connection, org, "s1", brief, "ana", now_ms=EVENING_MS + 1)
            found = await left_behind(connection, org, EVENING_MS)
            assert [(each.id == link.id, each.show, each.title, each.by_member) for each in found] == [
                (False, "s1", "Night", False),
                (True, "s1", "Night", False),
            ]
            assert [each.id for each in await left_behind(connection, org, EVENING_MS + 10)] == [link.id]
            assert await open_of(connection, org, "ana", EVENING_MS) == 2
            assert await open_of(connection, org, "ana", EVENING_MS + 10) == 1
            assert await open_of(connection, org, "ben", EVENING_MS) == 0


async def test_all_links_of_somebody_end_at_once(app_url: str) -> None:
    async with an_app(app_url) as database:
        org, link, _ = await a_link(database)
        async with a_house(database, org) as (connection, _):
            kept, _ = await make(connection, org, "s1", MERCH, "ben", now_ms=EVENING_MS)
            assert await end_of(connection, org, "cleo", now_ms=EVENING_MS) is None
            assert await end_of(connection, org, "ana", now_ms=EVENING_MS + 1) == [(link.id, "Merch")]
            assert await end_of(connection, org, "ana", now_ms=EVENING_MS + 2) == []
            assert [each.id for each in await left_behind(connection, org, EVENING_MS)] == [kept.id]
            told = await connection.fetch("SELECT at_ms FROM revoked WHERE subject = $1", subject_of(link.id))
            assert [row["at_ms"] for row in told] == [EVENING_MS + 1]
