"""What only a real database can show; what every log promises is in `tests.contracts.test_room_log`."""

import asyncio
from collections.abc import AsyncGenerator

import asyncpg
import pytest

from embedded.postgres import Postgres
from hub.rooms.ports import Draft, Outdated, Repeated, RoomLog, Unavailable
from persistence.database import Database
from persistence.room_log import FIND, SINCE, PostgresRoomLog, make_room
from tests.builders import fresh_id
from tests.contracts.ports import an_open_room, append, drafts, hold, save_snapshot, texts_of
from tests.persistence.houses import a_house, an_app
from tests.services import a_room, until


@pytest.fixture
async def log(database: Database) -> RoomLog:
    return PostgresRoomLog(database)


@pytest.fixture
async def own_log(mortal_postgres: Postgres) -> AsyncGenerator[RoomLog]:
    database = Database(mortal_postgres.url)
    await database.open()
    yield PostgresRoomLog(database)
    await database.close()


async def rows(database: Database, question: str, *terms: object) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        return [tuple(row) for row in await connection.fetch(question, *terms)]


async def test_a_room_and_its_facts_belong_to_the_organisation(log: RoomLog, database: Database) -> None:
    room = a_room("show")
    await log.create(room, "org-7")
    await append(log, room, 0, drafts("one"))
    await save_snapshot(log, room, 1, b"x")
    assert await rows(database, "SELECT org_id, kind FROM room WHERE id = $1", room) == [("org-7", "show")]
    for table in ("room_fact", "room_snapshot", "projection"):
        assert await rows(database, f"SELECT org_id FROM {table} WHERE room = $1", room) == [("org-7",)]


async def test_a_refused_append_leaves_the_counter_where_it_was(log: RoomLog, database: Database) -> None:
    room = await an_open_room(log)
    await append(log, room, 0, drafts("one", command="c1"))
    with pytest.raises(Repeated):
        await append(log, room, 1, drafts("again", command="c1"))
    assert await append(log, room, 0, drafts("behind")) is False
    assert await rows(database, "SELECT seq FROM room WHERE id = $1", room) == [(1,)]


async def test_facts_can_be_asked_about_in_sql(log: RoomLog, database: Database) -> None:
    room = await an_open_room(log, "hello")
    question = "SELECT fact ->> 't', fact ->> 'text' FROM room_fact WHERE room = $1"
    assert await rows(database, question, room) == [("chat.posted", "hello")]


async def test_what_only_a_later_version_can_read_is_said_to_be_so(log: RoomLog, database: Database) -> None:
    room = await an_open_room(log, "one", "two")
    async with database.connection() as connection:
        strange = """UPDATE room_fact SET fact = '{"t": "chat.exploded"}' WHERE room = $1 AND seq = 2"""
        await connection.execute(strange, room)
    with pytest.raises(Outdated, match=room):
        await log.load(room)
    with pytest.raises(Outdated, match=r"chat\.exploded"):
        await log.since(room, 0, 10)
    assert [entry.seq for entry in await log.since(room, 0, 1)] == [1]


async def test_a_collision_that_is_no_repeat_is_no_repeat(log: RoomLog, database: Database) -> None:
    """A fact where the counter says there is none: the log is damaged, and says so."""
    room = await an_open_room(log, "one")
    async with database.connection() as connection:
        await connection.execute("UPDATE room SET seq = 0 WHERE id = $1", room)
    with pytest.raises(asyncpg.UniqueViolationError):
        await append(log, room, 0, drafts("two"))


async def test_workers_with_connections_of_their_own_leave_no_hole(database_url: str) -> None:
    workers = [Database(database_url, connections_max=2) for _ in range(4)]
    await asyncio.gather(*(worker.open() for worker in workers))
    logs = [PostgresRoomLog(worker) for worker in workers]
    room = await an_open_room(logs[0])

    async def write(log: RoomLog) -> int:
        after = conflicts = 0
        for n in range(25):
            mine = drafts(str(n), str(n))
            while not await append(log, room, after, mine):
                conflicts += 1
                after += len(await log.since(room, after, 1000))
            after += 2
        return conflicts

    conflicts = await asyncio.gather(*map(write, logs))
    entries = await logs[0].since(room, 0, 1000)
    assert [entry.seq for entry in entries] == list(range(1, 201))
    assert sum(conflicts) > 0, "nobody was in anybody's way: the test shows nothing"
    await asyncio.gather(*(worker.close() for worker in workers))


async def test_a_log_that_is_away_is_unavailable_and_then_it_works_again(
    own_log: RoomLog, mortal_postgres: Postgres
) -> None:
    room = await an_open_room(own_log, "one")
    mortal_postgres.kill()
    with pytest.raises(Unavailable):
        await append(own_log, room, 1, drafts("two"))
    with pytest.raises(Unavailable):
        await own_log.load(room)
    with pytest.raises(Unavailable):
        async with hold(own_log, room):
            raise AssertionError
    mortal_postgres.start()
    assert await append(own_log, room, 1, drafts("three")) is True
    assert await texts_of(own_log, room) == ["one", "three"]


async def test_what_was_acknowledged_outlives_a_crash_and_the_rest_is_there_once_or_not(
    own_log: RoomLog, mortal_postgres: Postgres
) -> None:
    """Promise 7. Every writer's last command is ambiguous: `find` tells, and writing it again never doubles it."""
    rooms = [await an_open_room(own_log) for _ in range(4)]
    acked: dict[str, list[Draft]] = {room: [] for room in rooms}
    open_question: dict[str, Draft] = {}

    async def write(room: str) -> None:
        while True:
            [draft] = drafts(fresh_id())
            try:
                assert await append(own_log, room, len(acked[room]), [draft])
            except Unavailable:
                open_question[room] = draft
                return
            acked[room].append(draft)

    writers = asyncio.gather(*map(write, rooms))
    await until(lambda: all(len(done) > 20 for done in acked.values()))
    mortal_postgres.stop_immediate()
    await writers
    mortal_postgres.start()
    for room in rooms:
        entries = await own_log.since(room, 0, 1_000_000)
        ids = [entry.command_id for entry in entries]
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert ids[: len(acked[room])] == [draft.command_id for draft in acked[room]]
        unsure = open_question[room]
        extra = ids[len(acked[room]) :]
        assert extra in ([], [unsure.command_id])
        found = await own_log.find(room, [(unsure.person, unsure.command_id)])
        assert list(found.values()) == [len(acked[room]) + 1] * len(extra)
        if extra:
            with pytest.raises(Repeated):
                await append(own_log, room, len(entries), [unsure])
        else:
            assert await append(own_log, room, len(entries), [unsure])


async def test_a_hold_whose_connection_dies_writes_nothing_and_frees_the_room(log: RoomLog, database: Database) -> None:
    room = await an_open_room(log, "one")

    async def cut_off() -> None:
        async with hold(log, room) as held:
            await held.append(1, drafts("lost"))
            async with database.connection() as other:
                await other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE state = 'idle in transaction' AND datname = current_database()"
                )

    with pytest.raises(Unavailable):
        await cut_off()
    assert await append(log, room, 1, drafts("two")) is True
    assert await texts_of(log, room) == ["one", "two"]


async def test_a_statement_is_planned_on_its_indexes_however_big_the_room(
    log: RoomLog, database: Database, app_url: str
) -> None:
    """A plan that reads a whole room for one command would be found at the busiest show.

    As the hub runs them, and so often that Postgres has made a plan for every room.
    """
    room = await an_open_room(log)
    for after in range(0, 3000, 500):
        await append(log, room, after, [each for n in range(500) for each in drafts(str(n))])
    async with database.connection() as connection:
        await connection.execute("ANALYZE room_fact")

    scans = "SELECT seq_scan, idx_scan > 0 FROM pg_stat_xact_user_tables WHERE relname = 'room_fact'"
    for statement, terms in ((FIND, (room, ["ana"], ["c1"])), (SINCE, (room, 2990, None))):
        async with an_app(app_url) as app, app.transaction() as connection:
            for _ in range(10):
                await connection.fetch(statement, *terms)
            assert tuple(await connection.fetchrow(scans) or ()) == (0, True)


async def test_a_room_is_there_when_its_transaction_is(app_url: str) -> None:
    room, lost = a_room(), a_room()
    async with an_app(app_url) as database:
        async with a_house(database) as (connection, org):
            assert await make_room(connection, org, room)
            assert not await make_room(connection, org, room)

        async def torn() -> None:
            async with a_house(database) as (connection, org):
                await make_room(connection, org, lost)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await torn()
        heads = await PostgresRoomLog(database).heads([room, lost])
        assert list(heads) == [room]
