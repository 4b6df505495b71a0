from collections.abc import AsyncGenerator

import pytest
from msgspec.structs import replace

from hub.rooms.grant import ban_of
from persistence import bans
from persistence.bans import Banned
from persistence.database import Connection, Database
from persistence.revocations import FOR_GOOD_MS, Revocations
from persistence.room_log import PostgresRoomLog
from persistence.tenancy import within
from tests.builders import EVENING_MS

FLOOR = "floor/demo"
TROLL = Banned("troll", "Trolly", "dj", "Dee", EVENING_MS, EVENING_MS + 1_000)


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    database = Database(app_url)
    await database.open()
    async with database.connection() as connection:
        await connection.execute("DELETE FROM revoked")
    async with within(database, "org") as connection:
        await connection.execute("DELETE FROM ban")
    await PostgresRoomLog(database).create(FLOOR, "org")
    yield database
    await database.close()


@pytest.fixture
async def org(app: Database) -> AsyncGenerator[Connection]:
    async with within(app, "org") as connection:
        yield connection


async def who(connection: Connection, now_ms: int = EVENING_MS, room: str = FLOOR) -> list[Banned]:
    return await bans.of_room(connection, "org", room, now_ms)


async def test_who_is_out_is_listed_until_the_ban_is_over(org: Connection) -> None:
    await bans.put(org, "org", FLOOR, TROLL)
    always = replace(TROLL, person="bot", at_ms=EVENING_MS + 1, until_ms=None)
    await bans.put(org, "org", FLOOR, always)
    assert await who(org) == [always, TROLL]
    assert await who(org, EVENING_MS + 1_000) == [always]
    assert await who(org, room="floor/other") == []


async def test_a_later_ban_takes_the_place_of_the_one_before_and_keeps_the_name(org: Connection) -> None:
    await bans.put(org, "org", FLOOR, TROLL)
    await bans.put(org, "org", FLOOR, replace(TROLL, name="", by="mod", until_ms=None))
    assert await who(org) == [replace(TROLL, by="mod", until_ms=None)]


async def test_workers_know_what_the_list_says(app: Database) -> None:
    known, subject = Revocations(app), ban_of(FLOOR, "troll")
    async with within(app, "org") as connection:
        await bans.put(connection, "org", FLOOR, TROLL)
    assert await known.look(EVENING_MS) == {subject: EVENING_MS + 1_000}
    async with within(app, "org") as connection:
        await bans.put(connection, "org", FLOOR, replace(TROLL, until_ms=None))
    assert await known.look(EVENING_MS) == {subject: FOR_GOOD_MS}
    async with within(app, "org") as connection:
        assert await bans.take_back(connection, "org", FLOOR, "troll", EVENING_MS) == "Trolly"
        assert await who(connection) == []
    assert await known.look(EVENING_MS) == {subject: 0}


async def test_nobody_is_let_in_twice_or_who_was_not_out(org: Connection) -> None:
    await bans.put(org, "org", FLOOR, TROLL)
    assert await bans.take_back(org, "org", "floor/other", "troll", EVENING_MS) is None
    assert await bans.take_back(org, "org", FLOOR, "troll", EVENING_MS + 1_000) is None
    assert await bans.take_back(org, "org", FLOOR, "troll", EVENING_MS) is None
