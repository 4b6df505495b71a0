"""The read models: each fact once, whoever projects, whatever fails meanwhile."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import pytest

from embedded.postgres import Postgres
from hub.rooms.ports import RoomLog, Unavailable
from persistence import projector
from persistence.database import Database
from persistence.migrations import migrate
from persistence.projector import Projector
from persistence.rebuild import REBUILT, rebuild
from persistence.room_log import PostgresRoomLog
from tests.builders import a_posted
from tests.persistence.stories import Story, a_floor, a_show, dump, position
from tests.services import a_database, a_room, until

POSTS = 300


@pytest.fixture
async def database(postgres_server: Postgres) -> AsyncGenerator[Database]:
    """A database of the test's own: a projector looks at every room there is."""
    database = Database(await a_database(postgres_server, "migrated"))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
def log(database: Database) -> RoomLog:
    return PostgresRoomLog(database)


async def a_chat(log: RoomLog, posts: int, org: str = "org") -> Story:
    story = await Story(log, a_room()).open(org)
    for at in range(0, posts, 100):
        await story.tell("ana", [a_posted(text=str(n)) for n in range(at, min(at + 100, posts))])
    return story


@asynccontextmanager
async def running(projecting: Projector) -> AsyncGenerator[None]:
    """The projector at work, until the context ends."""
    task = asyncio.create_task(projecting.run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def texts(database: Database, room: str) -> list[str]:
    return [row["text"] for row in sorted((await dump(database, room))["chat_message"], key=lambda row: row["seq"])]


class TestEachFactOnce:
    async def test_every_fact_is_in_the_rows_and_the_position_says_so(self, database: Database, log: RoomLog) -> None:
        story = await a_chat(log, POSTS)
        await Projector(database).sweep()
        assert await texts(database, story.room.id) == [str(n) for n in range(POSTS)]
        assert await position(database, story.room.id) == POSTS

    async def test_what_comes_later_is_added(self, database: Database, log: RoomLog) -> None:
        story = await a_chat(log, 2)
        projecting = Projector(database)
        await projecting.sweep()
        await story.tell("ben", [a_posted(text="2")])
        await projecting.sweep()
        assert await texts(database, story.room.id) == ["0", "1", "2"]

    async def test_a_room_with_more_than_fits_a_round_is_finished(
        self, database: Database, log: RoomLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(projector, "FACTS_MAX", 7)
        story = await a_chat(log, POSTS)
        working = Projector(database)
        await working.sweep()
        assert await texts(database, story.room.id) == [str(n) for n in range(POSTS)]
        assert working.progress.facts == POSTS

    async def test_projectors_side_by_side_do_not_do_things_twice(
        self, database: Database, log: RoomLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(projector, "FACTS_MAX", 20)
        monkeypatch.setattr(projector, "ROOMS_MAX", 2)
        stories = [await a_chat(log, 100) for _ in range(6)]
        several = [Projector(database) for _ in range(4)]
        await asyncio.gather(*(each.sweep() for each in several))
        await several[0].sweep()
        assert sum(each.progress.facts for each in several) == 600
        for story in stories:
            assert await texts(database, story.room.id) == [str(n) for n in range(100)]

    async def test_while_one_is_at_work_another_does_nothing_and_then_takes_over(
        self, database: Database, log: RoomLog
    ) -> None:
        story = await a_chat(log, 3)
        working = Projector(database, every_s=0.02)
        async with database.transaction() as at_work:
            assert await at_work.fetchval(projector.TURN)
            await working.sweep()
            assert await position(database, story.room.id) == 0
        async with running(working):
            await until(lambda: working.progress.facts == 3)

    async def test_one_that_is_frozen_in_the_middle_keeps_the_others_waiting_for_seconds_only(
        self, database: Database, log: RoomLog
    ) -> None:
        """What it has locked is freed by the server, and its work undone."""
        frozen = Database(database.url, idle_s=0.2)
        await frozen.open()
        story = await a_chat(log, 3)
        working = Projector(database, every_s=0.02)

        async def stand_still() -> None:
            async with frozen.transaction() as stopped:
                assert await stopped.fetchval(projector.TURN)
                async with running(working):
                    await until(lambda: working.progress.facts == 3)

        with pytest.raises(Unavailable):
            await stand_still()
        assert await texts(database, story.room.id) == ["0", "1", "2"]
        await frozen.close()

    async def test_one_that_is_cut_off_anywhere_leaves_nothing_half_done(
        self, database: Database, log: RoomLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(projector, "FACTS_MAX", 10)
        story = await a_floor(log, a_room())
        for turns in range(0, 60, 3):
            cut = asyncio.create_task(Projector(database).sweep())
            for _ in range(turns):
                await asyncio.sleep(0)
            cut.cancel()
            await asyncio.gather(cut, return_exceptions=True)
            rows = await dump(database, story.room.id)
            reached = await position(database, story.room.id)
            assert all(row["seq"] <= reached for table in ("chat_message", "tip") for row in rows[table])
        await Projector(database).sweep()
        rows = await dump(database, story.room.id)
        for model in REBUILT.values():
            await rebuild(database, model)
        assert await dump(database, story.room.id) == rows

    async def test_rows_belong_to_the_rooms_organisation(self, database: Database, log: RoomLog) -> None:
        here, there = await a_chat(log, 1, "org-1"), await a_chat(log, 1, "org-2")
        await Projector(database).sweep()
        for story, org in ((here, "org-1"), (there, "org-2")):
            rows = await dump(database, story.room.id)
            assert {row["org_id"] for table in rows.values() for row in table} == {org}


class TestWhatItSays:
    """The rows of whole stories, as somebody would list them who only heard the story told."""

    async def test_of_a_night_on_the_floor(self, database: Database, log: RoomLog) -> None:
        story = await a_floor(log, a_room())
        await Projector(database).sweep()
        rows = await dump(database, story.room.id)
        queue = {row["title"]: (row["state"], row["held"]) for row in rows["queue_entry"]}
        states = story.room.states["queue"]
        for entry, title in ((entry.id, entry.title) for entry in states.entries.values()):
            assert queue.pop(title)[0] == states.standing(entry).replace(" ", "_")
        assert sorted(state for state, _ in queue.values()) == ["played", "skipped", "withdrawn"]
        assert [(row["text"], row["removed_by"]) for row in rows["chat_message"]] == [
            ("Hello", "dj"),
            ("Hello yourself", None),
        ]
        assert [(row["id"], row["name"], row["amount"], row["tier"]) for row in rows["tip"]] == [
            ("tip1", "Cleo", 2500, "large")
        ]
        assert [row["seq"] for row in rows["activity"]] == [
            seq for seq in range(1, story.room.seq + 1) if seq not in {row["seq"] for row in rows["chat_message"]}
        ]

    async def test_of_an_advance(self, database: Database, log: RoomLog) -> None:
        story = await a_show(log, a_room("show"))
        await Projector(database).sweep()
        rows = (await dump(database, story.room.id))["advance_field"]
        said = {
            (row["field"], row["row_id"], row["cell"]): (row["value"], row["person"], row["siblings"], row["locked_by"])
            for row in rows
        }
        assert said == {
            ("show.title", "", ""): ('"Night one"', "ana", 0, "Ana"),
            ("show.city", "", ""): ('"Oslo"', "ben", 1, None),
            ("show.venue", "", ""): ('"The Hall"', "ben", 0, None),
            ("show.stage", "", ""): ("null", "ana", 0, None),
            ("schedule.items", "r1", "title"): ('"Doors"', "ana", 0, None),
        }


class TestRunning:
    @pytest.fixture
    async def told(self) -> list[dict[str, Any]]:
        """What the loop's exception handler was told."""
        told: list[dict[str, Any]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))
        return told

    async def test_it_looks_by_itself(self, database: Database, log: RoomLog) -> None:
        working = Projector(database, every_s=0.02)
        async with running(working):
            await a_chat(log, 3)
            await until(lambda: working.progress.facts == 3)

    async def test_every_room_has_its_turn_beside_a_busy_one(
        self, database: Database, log: RoomLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(projector, "FACTS_MAX", 5)
        monkeypatch.setattr(projector, "ROOMS_MAX", 1)
        await a_chat(log, 200)
        quiet = [await a_chat(log, 1) for _ in range(5)]
        working = Projector(database)
        task = asyncio.create_task(working.sweep())
        await until(lambda: working.progress.rounds >= 6)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for story in quiet:
            assert await texts(database, story.room.id) == ["0"]

    async def test_it_goes_on_when_the_database_is_back(self, mortal_postgres: Postgres) -> None:
        url = await a_database(mortal_postgres)
        await migrate(url)
        database = Database(url)
        await database.open()
        working = Projector(database, every_s=0.02)
        async with running(working):
            story = await a_chat(PostgresRoomLog(database), 3)
            await until(lambda: working.progress.facts == 3)
            await asyncio.to_thread(mortal_postgres.kill)
            await asyncio.to_thread(mortal_postgres.start)
            await story.tell("ana", [a_posted(text="3")])
            await until(lambda: working.progress.facts == 4)
        assert await texts(database, story.room.id) == ["0", "1", "2", "3"]
        await database.close()

    async def test_a_fault_is_told_and_does_not_end_it(
        self, database: Database, log: RoomLog, told: list[dict[str, Any]]
    ) -> None:
        async with database.connection() as connection:
            await connection.execute("ALTER TABLE chat_message RENAME TO away")
        working = Projector(database, every_s=0.02)
        async with running(working):
            story = await a_chat(log, 3)
            await until(lambda: bool(told))
            assert type(told[0]["exception"]) is asyncpg.UndefinedTableError
            assert await position(database, story.room.id) == 0
            async with database.connection() as connection:
                await connection.execute("ALTER TABLE away RENAME TO chat_message")
            await until(lambda: working.progress.facts == 3)


class TestAnotherVersion:
    """A worker that is newer than we are has written what we do not know: one of its kind will project it."""

    @pytest.fixture
    async def strange(self, database: Database, log: RoomLog) -> Story:
        story = await a_chat(log, 3)
        async with database.connection() as connection:
            await connection.execute(
                """UPDATE room_fact SET fact = '{"t": "chat.exploded"}' WHERE room = $1 AND seq = 2""",
                story.room.id,
            )
        return story

    async def test_what_comes_before_it_is_projected_and_what_comes_after_waits(
        self, database: Database, strange: Story
    ) -> None:
        await Projector(database).sweep()
        assert await texts(database, strange.room.id) == ["0"]
        assert await position(database, strange.room.id) == 1

    async def test_other_rooms_do_not_wait(self, database: Database, log: RoomLog, strange: Story) -> None:
        working = Projector(database)
        await working.sweep()
        other = await a_chat(log, 3)
        await working.sweep()
        assert await texts(database, other.room.id) == ["0", "1", "2"]
        assert await position(database, strange.room.id) == 1

    async def test_a_version_that_knows_it_goes_on_from_there(self, database: Database, strange: Story) -> None:
        await Projector(database).sweep()
        async with database.connection() as connection:
            await connection.execute(
                "UPDATE room_fact SET fact = (SELECT fact FROM room_fact WHERE room = $1 AND seq = 3) "
                '|| \'{"id": "known"}\' WHERE room = $1 AND seq = 2',
                strange.room.id,
            )
        await Projector(database).sweep()
        assert await texts(database, strange.room.id) == ["0", "2", "2"]
