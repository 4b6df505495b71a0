"""What Postgres refuses of a room, and of the rows that are in one."""

from collections.abc import AsyncGenerator, Sequence

import asyncpg
import pytest

from persistence.database import Connection, Database
from persistence.tables import ROOM_KEYS
from persistence.tenancy import within
from tests.persistence.tables.found import a_row, keys
from tests.services import as_app

OF_ROOMS = sorted(ROOM_KEYS.keys() - {"room"})
#: Each of these would part a row from its room, by the trigger that stands against it.
WAYS = {
    "{0}_stays": ("UPDATE {0} SET room = 'b-x' WHERE org_id = 'a'", "UPDATE {0} SET org_id = 'b' WHERE org_id = 'a'"),
    "room_stays": (
        "UPDATE room SET org_id = 'b' WHERE id = 'a-x'",
        "UPDATE room SET id = 'a-z' WHERE id = 'a-x'",
        "DELETE FROM room WHERE id = 'a-x'",
        "TRUNCATE room",
    ),
}
#: What a column names, and how it is proven that it is the same organisation's.
NAMING = """
SELECT a.attrelid::regclass::text AS table, a.attname::text AS column,
    EXISTS (
        SELECT FROM pg_constraint c JOIN pg_attribute o ON o.attrelid = c.conrelid AND o.attname = 'org_id'
        WHERE c.conrelid = a.attrelid AND c.contype = 'f' AND c.convalidated AND c.conkey @> ARRAY[a.attnum, o.attnum]
    ) AS referred,
    (
        SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE t.tgrelid = a.attrelid AND t.tgenabled = 'O' AND t.tgqual IS NULL AND (
            p.proname = 'rows_are_of_their_rooms' AND t.tgtype = 4
            OR p.proname = 'rooms_stay' AND t.tgtype = 18 AND (
                SELECT array_agg(u.attname::text ORDER BY u.attname) FROM pg_attribute u
                WHERE u.attrelid = a.attrelid AND u.attnum = ANY (t.tgattr)
            ) = '{org_id,room}'
        )
    ) AS checked
FROM pg_attribute a WHERE a.attname = ANY ($1) AND a.attnum > 0 AND EXISTS (
    SELECT FROM pg_attribute o JOIN pg_class c ON c.oid = o.attrelid
    WHERE o.attrelid = a.attrelid AND o.attname = 'org_id' AND c.relkind IN ('r', 'p')
        AND c.relnamespace = 'public'::regnamespace
)
"""
NAMES = ["advance", "room", "show", "stream", "venue"]


@pytest.fixture
async def houses(database: Database) -> AsyncGenerator[Connection]:
    """Two organisations with a room each and, in that of the first, a row of every table; undone after the test."""
    async with database.connection() as connection:
        transaction = connection.transaction()
        await transaction.start()
        for org in ("a", "b"):
            await a_row(connection, "room", org)
        await a_row(connection, "room", "a", id="a-empty")
        for table in OF_ROOMS:
            await a_row(connection, table, "a")
        yield connection
        await transaction.rollback()


async def refused(connection: Connection, ways: Sequence[str]) -> list[bool]:
    """Which of the ways are."""
    found: list[bool] = []
    for way in ways:
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute(way)
        except asyncpg.ForeignKeyViolationError:
            found.append(True)
        else:
            found.append(False)
        await transaction.rollback()
    return found


async def strays(connection: Connection, table: str, **said: str) -> bool:
    """Whether a row of one organisation can be in the room of the other, or in none."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        await a_row(connection, table, "b", **said)
    except asyncpg.ForeignKeyViolationError:
        return False
    else:
        return True
    finally:
        await transaction.rollback()


async def unproven(connection: Connection) -> set[tuple[str, str]]:
    """The columns that name something of an organisation, and may name another's."""
    rows = await connection.fetch(NAMING, NAMES)
    assert {row["table"] for row in rows} >= {*OF_ROOMS, "stream", "advance", "access_link", "show_code", "show"}
    return {
        (row["table"], row["column"])
        for row in rows
        if not row["referred"] and not (row["column"] == "room" and row["checked"] == len(WAYS))
    }


async def test_a_command_has_each_part_once_in_a_room(database: Database) -> None:
    async with database.connection() as connection:
        assert await keys(connection, "room_fact", "u") == [("room", "person", "command_id", "part")]


@pytest.mark.parametrize("table", OF_ROOMS)
async def test_a_row_is_of_its_rooms_organisation_whoever_writes_it(houses: Connection, table: str) -> None:
    assert not await strays(houses, table, room="a-empty")
    assert not await strays(houses, table, room="nowhere")
    assert await strays(houses, table, room="b-x")
    for ways in WAYS.values():
        assert all(await refused(houses, [way.format(table) for way in ways]))


async def test_no_row_among_many_is_in_anothers_room(houses: Connection) -> None:
    many = "INSERT INTO song (room, title, artist, org_id) SELECT room, room || n, '', 'b' FROM unnest($1::text[]) room"
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="song names a room that its organisation does not have"):
        await houses.execute(f"{many}, generate_series(1, 50) n", ["b-x", "a-x"])


@pytest.mark.parametrize("table", OF_ROOMS)
async def test_without_its_checks_a_table_is_found_out(houses: Connection, table: str) -> None:
    """The twin: each trigger by itself is what keeps the table, and the catalogue misses it."""
    for trigger, ways in WAYS.items():
        name, on = trigger.format(table), "room" if trigger == "room_stays" else table
        transaction = houses.transaction()
        await transaction.start()
        await houses.execute(f"DROP TRIGGER {name} ON {on}")
        assert not any(await refused(houses, [way.format(table) for way in ways]))
        assert await unproven(houses) == (set() if on == "room" else {(table, "room")})
        await transaction.rollback()
    await houses.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_of_room")
    assert await strays(houses, table, room="a-empty")
    assert await unproven(houses) == {(table, "room")}


async def test_whatever_names_a_thing_of_an_organisation_is_proven(houses: Connection) -> None:
    assert await unproven(houses) == set()
    await houses.execute("CREATE TABLE later (org_id text, room text REFERENCES room)")
    await houses.execute("ALTER TABLE stream DROP CONSTRAINT stream_org_id_show_fkey")
    assert await unproven(houses) == {("later", "room"), ("stream", "show")}


async def test_the_hub_itself_cannot_put_a_row_into_anothers_room(database_url: str) -> None:
    """Under row-level security another's room is not seen, so it is no room."""
    hub = Database(as_app(database_url))
    await hub.open()
    async with within(hub, "a") as connection:
        await a_row(connection, "room", "a", id="of-a")
    async with within(hub, "b") as connection:
        for table in OF_ROOMS:
            assert not await strays(connection, table, room="of-a")
        # Nor does it help to have a table of that name.
        await connection.execute("CREATE TEMPORARY TABLE room AS SELECT 'of-a' AS id, 'b' AS org_id")
        assert not await strays(connection, "song", room="of-a")
        await connection.execute("DROP TABLE pg_temp.room")
    await hub.close()
