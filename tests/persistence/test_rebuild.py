"""A read model made anew: the same rows that facts lead to one by one, and nothing else."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from embedded.postgres import Postgres
from hub.rooms.ports import RoomLog
from persistence import projector
from persistence import rebuild as making
from persistence.database import Database
from persistence.projector import Projector
from persistence.rebuild import REBUILT, rebuild
from persistence.room_log import PostgresRoomLog
from tests.builders import a_posted
from tests.persistence.stories import READ_MODELS, Story, a_floor, a_show, an_empty_room, dump, position
from tests.services import a_database, a_room, until

CHAT = REBUILT["chat_message"]


@pytest.fixture
async def database(postgres_server: Postgres) -> AsyncGenerator[Database]:
    """A database of the test's own: every room there is is made anew."""
    database = Database(await a_database(postgres_server, "migrated"))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def log(database: Database) -> RoomLog:
    return PostgresRoomLog(database)


@pytest.fixture
async def chat(database: Database, log: RoomLog) -> Story:
    """A room with five messages in its list."""
    story = await Story(log, a_room()).open()
    await story.tell("ana", [a_posted(text=str(n)) for n in range(5)])
    await Projector(database).sweep()
    return story


async def execute(database: Database, statement: str, *terms: object) -> None:
    async with database.connection() as connection:
        await connection.execute(statement, *terms)


async def texts(database: Database, room: str) -> list[str]:
    return [row["text"] for row in sorted((await dump(database, room))["chat_message"], key=lambda row: row["seq"])]


def test_every_read_model_can_be_made_anew() -> None:
    assert set(REBUILT) == set(READ_MODELS)


@pytest.mark.parametrize("table", READ_MODELS)
async def test_it_says_what_it_said_however_it_came_to_be(
    table: str, database: Database, log: RoomLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Projected fact by fact, and made anew a few at a time: the rows know no difference."""
    monkeypatch.setattr(projector, "FACTS_MAX", 1)
    monkeypatch.setattr(making, "FACTS_MAX", 3)
    stories = [await a_floor(log, a_room()), await a_show(log, a_room("show"))]
    await Projector(database).sweep()
    before = [await dump(database, story.room.id) for story in stories]
    assert await rebuild(database, REBUILT[table]) == (2, [])
    assert [await dump(database, story.room.id) for story in stories] == before


async def test_rows_that_no_fact_made_are_gone_and_other_read_models_untouched(database: Database, chat: Story) -> None:
    await execute(database, "UPDATE chat_message SET id = 'ghost', seq = 99 WHERE seq = 1")
    room = await an_empty_room(database)
    await execute(database, "INSERT INTO tip VALUES ($1, 't', 'org', 1, '', '', 1, 'eur', 'small', 1)", room)
    tips = await dump(database, room)
    await rebuild(database, CHAT)
    assert await texts(database, chat.room.id) == ["0", "1", "2", "3", "4"]
    assert await dump(database, room) == tips


async def test_who_made_the_advance_stays_known(database: Database, log: RoomLog) -> None:
    story = await a_show(log, a_room("show"))
    await Projector(database).sweep()
    made = "INSERT INTO activity VALUES ($1, 0, 'org', 'ana', 'Ana', 'advance.created', '', '', 1)"
    await execute(database, made, story.room.id)
    before = await dump(database, story.room.id)
    await rebuild(database, REBUILT["activity"])
    assert await dump(database, story.room.id) == before


async def test_what_the_projector_has_not_done_stays_its_work(database: Database, chat: Story) -> None:
    await chat.tell("ben", [a_posted(text="5")])
    await rebuild(database, CHAT)
    assert await position(database, chat.room.id) == 5
    await Projector(database).sweep()
    assert await texts(database, chat.room.id) == ["0", "1", "2", "3", "4", "5"]


async def test_an_advance_goes_on_from_the_form_that_was_made_anew(database: Database, log: RoomLog) -> None:
    story = await a_show(log, a_room("show"))
    await Projector(database).sweep()
    before = await dump(database, story.room.id)
    await execute(database, "UPDATE projection SET form = NULL")
    await rebuild(database, REBUILT["advance_field"])
    await story.tell("ana", [a_posted(text="Hi")])
    await Projector(database).sweep()
    assert (await dump(database, story.room.id))["advance_field"] == before["advance_field"]
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT form FROM projection WHERE room = $1", story.room.id) is not None


async def test_who_lists_meanwhile_sees_the_old_rows_and_the_projector_waits(
    database: Database, chat: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "FACTS_MAX", 1)
    await execute(database, "UPDATE chat_message SET text = 'old'")
    making_anew = asyncio.create_task(rebuild(database, CHAT))
    listed = set[tuple[str, ...]]()
    while not making_anew.done():
        listed.add(tuple(await texts(database, chat.room.id)))
        await Projector(database).sweep()
    assert await making_anew == (1, [])
    assert listed <= {("old",) * 5, ("0", "1", "2", "3", "4")}
    assert await texts(database, chat.room.id) == ["0", "1", "2", "3", "4"]


async def test_a_room_in_which_a_later_version_wrote_is_left_as_it_is(
    database: Database, chat: Story, log: RoomLog
) -> None:
    other = await Story(log, a_room()).open()
    await other.tell("ana", [a_posted(text="Hi")])
    await Projector(database).sweep()
    strange = """UPDATE room_fact SET fact = '{"t": "chat.exploded"}' WHERE room = $1 AND seq = 2"""
    await execute(database, strange, chat.room.id)
    assert await rebuild(database, CHAT) == (1, [chat.room.id])
    assert await texts(database, chat.room.id) == ["0", "1", "2", "3", "4"]


async def test_a_room_that_is_worked_on_is_waited_for(database: Database, chat: Story) -> None:
    done: list[object] = []
    async with database.transaction() as connection:
        await connection.execute(making.HOLD, chat.room.id)
        waiting = asyncio.create_task(rebuild(database, CHAT))
        waiting.add_done_callback(done.append)
        await until(lambda: database.in_use > 1)
        assert not done
    assert await waiting == (1, [])
