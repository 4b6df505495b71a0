"""The log of the rooms in Postgres: an append is one statement, which commits the counter and the facts together."""

import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

import asyncpg
import msgspec

from hub.rooms.ports import Draft, Entry, Outdated, Repeated, Stored, Unavailable
from persistence import facts
from persistence.database import Connection, Database

#: Each enters the room's organisation for its own transaction (`persistence/piccolo_migrations`): one round trip, and
#: what it does is seen through row-level security. The counter moves only if it stands where the writer believes.
APPEND = "SELECT room_append($1, $2, $3, $4, $5, $6, $7, $8)"
#: A lock and what it protects are two statements: one would read the tail as it was before it waited.
LOCK = "SELECT room_hold($1)"
SINCE = "SELECT * FROM room_since($1, $2, $3)"
LOAD = "SELECT * FROM room_load($1)"
HEADS = "SELECT * FROM room_heads($1)"
FIND = "SELECT * FROM room_find($1, $2, $3)"
#: A snapshot ahead of the log is of another history.
SAVE_SNAPSHOT = "SELECT room_keep($1, $2, $3, $4)"
CREATE = "SELECT room_make($1, $2, $3, $4)"
ONCE = "room_fact_once"


async def make_room(connection: Connection, org: str, room: str) -> bool:
    """Make an empty room with whatever else this transaction makes; False when it is there already."""
    made: bool = await connection.fetchval(CREATE, room, org, room.partition("/")[0], secrets.token_urlsafe(12))
    return made


class PostgresRoomLog:
    """`hub.rooms.ports.RoomLog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, room: str, org: str) -> bool:
        """Make an empty room with an epoch of its own; False when it is there already."""
        async with self._database.connection() as connection:
            return await make_room(connection, org, room)

    async def load(self, room: str) -> Stored | None:
        """The newest snapshot and every entry after it; None when there is no such room."""
        async with self._database.connection() as connection:
            head = await connection.fetchrow(LOAD, room)
            if head is None:
                return None
            return Stored(head["epoch"], head["seq"], head["state"], await _since(connection, room, head["seq"]))

    async def append(self, room: str, epoch: str, after: int, drafts: Sequence[Draft]) -> bool:
        """Write the drafts if the head is still `after` of `epoch`. Raises `Repeated`."""
        async with self._database.connection() as connection:
            return await _append(connection, room, epoch, after, drafts)

    @asynccontextmanager
    async def hold(self, room: str, epoch: str) -> AsyncGenerator["HeldRoom"]:
        """Take the room's row lock; the transaction ends with the context, and a commit may fail ambiguously."""
        async with self._database.transaction() as connection:
            if await connection.fetchval(LOCK, room) != epoch:
                raise Unavailable(f"{room} has another history than {epoch}.")
            yield HeldRoom(connection, room, epoch)

    async def since(self, room: str, after: int, limit: int) -> Sequence[Entry]:
        """At most `limit` entries above `after`, in order."""
        async with self._database.connection() as connection:
            return await _since(connection, room, after, limit)

    async def heads(self, rooms: Sequence[str]) -> Mapping[str, tuple[str, int]]:
        """(epoch, last seq) of each room that exists."""
        async with self._database.connection() as connection:
            rows = await connection.fetch(HEADS, rooms)
        return {row["id"]: (row["epoch"], row["seq"]) for row in rows}

    async def find(self, room: str, commands: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        """The first seq of each (person, command id) that is in the log."""
        persons, ids = [person for person, _ in commands], [command for _, command in commands]
        async with self._database.connection() as connection:
            rows = await connection.fetch(FIND, room, persons, ids)
        return {(row["person"], row["command_id"]): row["seq"] for row in rows}

    async def save_snapshot(self, room: str, epoch: str, seq: int, state: bytes) -> None:
        """Keep the state; an older one never replaces a newer one."""
        async with self._database.connection() as connection:
            await connection.execute(SAVE_SNAPSHOT, room, seq, state, epoch)


class HeldRoom:
    """`hub.rooms.ports.Held`. After `Repeated` the transaction is over: leave the context."""

    def __init__(self, connection: Connection, room: str, epoch: str) -> None:
        self._connection = connection
        self._room = room
        self._epoch = epoch

    async def tail(self, after: int) -> Sequence[Entry]:
        """Every entry above `after`."""
        return await _since(self._connection, self._room, after)

    async def append(self, after: int, drafts: Sequence[Draft]) -> None:
        """Write the drafts. Raises `Unavailable` when the log does not end at `after`: it was restored meanwhile."""
        if not await _append(self._connection, self._room, self._epoch, after, drafts):
            raise Unavailable(f"{self._room} does not end at {after}: its history is another one.")


async def _append(connection: Connection, room: str, epoch: str, after: int, drafts: Sequence[Draft]) -> bool:
    try:
        written: int = await connection.fetchval(
            APPEND,
            room,
            after,
            [draft.person for draft in drafts],
            [draft.command_id for draft in drafts],
            [draft.part for draft in drafts],
            [draft.at_ms for draft in drafts],
            [facts.encode(draft.fact) for draft in drafts],
            epoch,
        )
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name == ONCE:
            raise Repeated from error
        raise
    return written == len(drafts)


async def _since(connection: Connection, room: str, after: int, limit: int | None = None) -> list[Entry]:
    rows = await connection.fetch(SINCE, room, after, limit)
    try:
        return [facts.entry(row) for row in rows]
    except msgspec.ValidationError as error:
        raise Outdated(f"{room} has facts of a later version of the hub: {error}") from error
