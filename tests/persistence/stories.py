"""Rooms with a history, told through the real rules, and what the tables say of them."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import AddRow, Edit, Lock, Pick, RemoveRow
from hub.chat.messages import Post, Remove
from hub.kernel import Actor, Command, Fact, Moment, Role
from hub.queue.messages import CallUp, Hold, Play, Skip, Submit, Withdraw
from hub.rooms import room as rules
from hub.rooms.ports import Draft, Entry, RoomLog
from hub.tips.messages import Confirm
from persistence.database import Database
from persistence.room_log import PostgresRoomLog
from persistence.tables import ROOM_KEYS
from tests.builders import EVENING_MS, an_actor, fresh_id, the_desk, the_system
from tests.contracts.ports import append
from tests.services import a_room

READ_MODELS = ("chat_message", "queue_entry", "advance_field", "tip", "activity")


class Story:
    """A room in a log, and what somebody makes happen in it."""

    def __init__(self, log: RoomLog, room: str) -> None:
        self.log = log
        self.room = rules.restore(room)
        self._now_ms = count(EVENING_MS, 1000)

    async def open(self, org: str = "org") -> "Story":
        await self.log.create(self.room.id, org)
        return self

    async def do(self, actor: Actor, command: Command) -> list[Fact]:
        """Carry out a command; the facts it led to."""
        now_ms = next(self._now_ms)
        outcome = rules.decide(self.room, command, Moment(actor, now_ms, fresh_id))
        facts = [each for each in outcome if isinstance(each, Fact)]
        await self.tell(actor.person, facts, now_ms)
        return facts

    async def tell(self, person: str, facts: Iterable[Fact], at_ms: int = EVENING_MS) -> None:
        """Write facts as one command's."""
        command = fresh_id()
        drafts = [Draft(person, command, part, at_ms, fact) for part, fact in enumerate(facts)]
        assert await append(self.log, self.room.id, self.room.seq, drafts)
        for draft in drafts:
            self.room = rules.apply(self.room, draft.fact)


async def an_empty_room(database: Database, kind: str = "floor", org: str = "org") -> str:
    """The id of a room of an organisation in which nothing has happened."""
    room = a_room(kind)
    await PostgresRoomLog(database).create(room, org)
    return room


async def a_floor(log: RoomLog, room: str) -> Story:
    """A night on which everything happened that can happen to a request, a message and a tip."""
    story = await Story(log, room).open()
    ana, ben, desk = an_actor("ana"), an_actor("ben"), the_desk()
    for n in range(6):
        await story.do(ana if n % 2 else ben, Submit(title=f"Song {n}", artist="Somebody", note="in G"))
    waiting = list(story.room.states["queue"].waiting)
    await story.do(desk, Hold(entry=waiting[5]))
    await story.do(desk, CallUp())
    await story.do(desk, Play())
    await story.do(desk, Play())
    await story.do(desk, Skip(entry=story.room.states["queue"].playing))
    await story.do(desk, Withdraw(entry=waiting[4]))
    [posted] = await story.do(ana, Post(text="Hello"))
    await story.do(ben, Post(text="Hello yourself", reply_to=posted.id))  # type: ignore[attr-defined]
    await story.do(desk, Remove(message=posted.id))  # type: ignore[attr-defined]
    await story.do(the_system(), Confirm(tip="tip1", name="Cleo", amount=2500, currency="eur", text="Encore!"))
    return story


async def a_show(log: RoomLog, room: str) -> Story:
    """An advance with a plain value, one with a sibling, one settled, one locked, one cleared, and a list."""
    story = await Story(log, room).open()
    ana, ben = an_actor("ana", Role.CREW), an_actor("ben", Role.VENUE)
    await story.do(ana, Edit(field="show.title", value="Night one"))
    await story.do(ana, Edit(field="show.city", value="Bergen"))
    await story.do(ben, Edit(field="show.city", value="Oslo"))
    await story.do(ana, Edit(field="show.venue", value="Hall"))
    await story.do(ben, Edit(field="show.venue", value="The Hall"))
    shown = story.room.states["advancing_sync"].fields["show.venue"].stamp
    await story.do(ana, Pick(field="show.venue", stamp=shown, saw=shown))
    await story.do(ana, Lock(field="show.title"))
    [stage] = await story.do(ana, Edit(field="show.stage", value="Main"))
    await story.do(ana, Edit(field="show.stage", value=None, saw=stage.stamp))  # type: ignore[attr-defined]
    await story.do(ana, AddRow(field="schedule.items", row="r1"))
    await story.do(ana, AddRow(field="schedule.items", row="r2", after="r1"))
    await story.do(ana, Edit(field="schedule.items", row="r1", column="title", value="Doors"))
    await story.do(ana, Edit(field="schedule.items", row="r2", column="title", value="Curfew"))
    form: Form = story.room.states["advancing_sync"]
    await story.do(ben, RemoveRow(field="schedule.items", row="r2", saw=form.last))
    return story


async def dump(database: Database, room: str) -> dict[str, list[dict[str, Any]]]:
    """Every row that the read models have of a room, by table, in the order of their keys."""
    tables: dict[str, list[dict[str, Any]]] = {}
    async with database.connection() as connection:
        for table in READ_MODELS:
            question = f"SELECT * FROM {table} WHERE room = $1 ORDER BY {', '.join(ROOM_KEYS[table])}"
            tables[table] = [dict(row) for row in await connection.fetch(question, room)]
    return tables


async def position(database: Database, room: str) -> int:
    """How far the read models of a room are."""
    async with database.connection() as connection:
        return await connection.fetchval("SELECT seq FROM projection WHERE room = $1", room)


def an_entry(fact: Fact, seq: int = 1, person: str = "ana") -> Entry:
    """A fact as the log has it."""
    return Entry(seq, person, fresh_id(), EVENING_MS, fact)
