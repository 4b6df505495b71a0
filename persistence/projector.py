"""Fills the read models from the log. A room's rows and how far they are commit together, so each fact counts once.

It runs in a process of its own (`api.projecting`), because what it costs the sockets of a worker should not wait for.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg
import msgspec

from hub.rooms.ports import Entry, Unavailable
from persistence import facts
from persistence.database import Connection, Database
from persistence.readmodels import advance_board, advance_field
from persistence.readmodels.activity import ACTIVITY
from persistence.readmodels.advance_board import ADVANCE_BOARD
from persistence.readmodels.advance_field import ADVANCE_FIELD, Place
from persistence.readmodels.advance_value import ADVANCE_VALUE
from persistence.readmodels.chat_message import CHAT_MESSAGE
from persistence.readmodels.queue_entry import QUEUE_ENTRY
from persistence.readmodels.rows import Batch, Model
from persistence.readmodels.tip import TIP
from persistence.tenancy import enter

MODELS: tuple[Model, ...] = (CHAT_MESSAGE, QUEUE_ENTRY, TIP, ACTIVITY, ADVANCE_VALUE)
#: One round: it is what a crash makes to be done again, and what is in memory.
ROOMS_MAX = 8
FACTS_MAX = 256
#: After each round it rests for so many times as long: lists may be a moment late, whoever commits meanwhile may not.
REST_TIMES = 1.0

#: Of all the projectors of this database one is at work. It is for a round, so nobody who died or froze has it long.
TURN = "SELECT pg_try_advisory_xact_lock(hashtext('projector'))"
#: Whoever claims a room keeps others out of it until the commit: here they are those that make a read model anew.
#: All that it claims at a time is one organisation's, and it sees no other.
CLAIM = "SELECT * FROM projection_claim($1, $2)"
FACTS = """
SELECT f.room, f.seq, f.person, f.command_id, f.at_ms, f.fact
FROM unnest($1::text[], $2::bigint[]) AS p (room, seq), LATERAL (
    SELECT * FROM room_fact WHERE room = p.room AND room_fact.seq > p.seq ORDER BY room_fact.seq LIMIT $3
) f
ORDER BY f.room, f.seq LIMIT $3
"""
REACHED = """
UPDATE projection p SET seq = d.seq, form = d.form
FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS d (room, seq, form) WHERE p.room = d.room
"""


@dataclass(slots=True)
class Progress:
    """What the projector did since it was made."""

    facts: int = 0
    rounds: int = 0


class Projector:
    """Any number may run, anywhere; one at a time is at work. Looks every `every_s` for what was written."""

    def __init__(self, database: Database, *, every_s: float = 1.0) -> None:
        self.progress = Progress()
        self._database = database
        self._every_s = every_s
        self._full = False
        # A later version of the hub wrote there; its projector goes on.
        self._stuck: set[str] = set()

    async def run(self) -> None:
        """Project until cancelled; whatever fails is tried again, and whoever has no turn asks again."""
        while True:
            try:
                await self.sweep()
            except Unavailable:
                pass
            except Exception as error:  # noqa: BLE001  the lists go on when the fault is over
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "The read models could not be written.", "exception": error}
                )
            await asyncio.sleep(self._every_s)

    async def sweep(self) -> None:
        """Bring every room up to date, unless another projector does. Raises `Unavailable`."""
        full = True
        while full:
            full, seen = False, list(self._stuck)
            # Each room has its turn before one with many facts has another.
            began_s = time.monotonic()
            while rooms := await self._round(seen):
                full = full or self._full
                seen.extend(rooms)
                await asyncio.sleep(REST_TIMES * (time.monotonic() - began_s))
                began_s = time.monotonic()

    async def _round(self, seen: list[str]) -> list[str]:
        """Take some facts of some unseen rooms further; the rooms it claimed, none when there was nothing to do."""
        async with self._database.transaction() as connection:
            its_turn = await connection.fetchval(TURN)
            claims = await connection.fetch(CLAIM, seen, ROOMS_MAX) if its_turn else []
            if not claims:
                return []
            await enter(connection, claims[0]["org_id"])
            rooms: list[str] = [each["room"] for each in claims]
            rows = await connection.fetch(FACTS, rooms, [each["seq"] for each in claims], FACTS_MAX)
            work = Work()
            entries = self._entries(rows)
            for each in claims:
                work.add(each["room"], each["org_id"], each["form"], entries[each["room"]])
            await work.write(connection)
        self.progress.rounds += 1
        self.progress.facts += len(rows)
        self._full = len(rows) == FACTS_MAX
        return rooms

    def _entries(self, rows: Sequence[asyncpg.Record]) -> Mapping[str, list[Entry]]:
        """The entries of each room, up to the first that this version of the hub does not know."""
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for row in rows:
            room: str = row["room"]
            if room in self._stuck:
                continue
            try:
                entries[room].append(facts.entry(row))
            except msgspec.ValidationError:
                self._stuck.add(room)
        return entries


class Work:
    """What one round writes."""

    def __init__(self) -> None:
        self._batches = [Batch(model) for model in MODELS]
        self._fields = Batch(ADVANCE_FIELD)
        self._boards = Batch(ADVANCE_BOARD)
        self._gone: list[tuple[str, Place]] = []
        self._reached: list[tuple[str, int, bytes | None]] = []

    def add(self, room: str, org: str, form: bytes | None, entries: Sequence[Entry]) -> None:
        """Take the next entries of a room, whose form is `form` before them."""
        if not entries:
            return
        before = now = advance_field.unpack(form)
        for entry in entries:
            was, now = now, advance_field.fold(now, entry)
            for batch in self._batches:
                batch.add(room, org, batch.model.rows(entry, was, now))
        if now is not before:
            rows, gone = advance_field.differ(before, now)
            self._fields.add(room, org, rows)
            self._gone.extend((room, place) for place in gone)
            self._boards.add(room, org, advance_board.rows(now))
            form = advance_field.pack(now)
        self._reached.append((room, entries[-1].seq, form))

    async def write(self, connection: Connection) -> None:
        """Write it all, and the positions."""
        for batch in (*self._batches, self._fields, self._boards):
            await batch.write(connection)
        await advance_field.remove(connection, self._gone)
        await connection.execute(
            REACHED,
            [room for room, _, _ in self._reached],
            [seq for _, seq, _ in self._reached],
            [form for _, _, form in self._reached],
        )
