"""Makes one read model anew, after what it says of facts has changed: `hub rebuild`."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import msgspec

from hub.advancing_sync.form import Form
from persistence import facts
from persistence.database import Connection, Database
from persistence.projector import MODELS
from persistence.readmodels import advance_board, advance_field
from persistence.readmodels.advance_board import ADVANCE_BOARD
from persistence.readmodels.advance_field import ADVANCE_FIELD
from persistence.readmodels.rows import Batch, Model, Put

#: The read models by the name of their table.
REBUILT = {model.table: model for model in (*MODELS, ADVANCE_FIELD, ADVANCE_BOARD)}
#: Facts read and written at once.
FACTS_MAX = 2_048
#: Deleting the rows of the biggest room there may be, or waiting for the round that has the room.
LONG_S = 600.0

ROOMS = "SELECT room FROM projection ORDER BY room"
#: Keeps the projector out of the room until the commit; it comes back to it later.
HOLD = "SELECT seq, org_id FROM projection WHERE room = $1 FOR UPDATE"
READ = """
SELECT seq, person, command_id, at_ms, fact FROM room_fact
WHERE room = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4
"""
FORM = "UPDATE projection SET form = $2 WHERE room = $1"
#: What no fact made, and is not forgotten with what they did: who made the advance.
KEPT = {"activity": " AND seq > 0"}


async def rebuild(database: Database, model: Model) -> tuple[int, list[str]]:
    """Make the rows of every room anew from its first fact, up to where the projector is.

    Whoever lists meanwhile sees the old rows until the new ones are whole. How many rooms were done, and those left
    as they are, because a later version of the hub has written there.

    Raises:
        Unavailable: the database is away; the rooms that were done stay done.
    """
    async with database.connection() as connection:
        rooms: list[str] = [row["room"] for row in await connection.fetch(ROOMS)]
    left: list[str] = []
    for room in rooms:
        try:
            async with database.transaction() as connection:
                await _room(connection, model, room)
        except msgspec.ValidationError:
            left.append(room)
    return len(rooms) - len(left), left


async def _room(connection: Connection, model: Model, room: str) -> None:
    await connection.execute("SET LOCAL lock_timeout = 0")
    held = await connection.fetchrow(HOLD, room, timeout=LONG_S)
    assert held is not None, "nothing deletes a room"
    forget = f"DELETE FROM {model.table} WHERE room = $1{KEPT.get(model.table, '')}"  # noqa: S608  our own names
    await connection.execute(forget, room, timeout=LONG_S)
    form, at = advance_field.unpack(None), 0
    while rows := await connection.fetch(READ, room, at, held["seq"], FACTS_MAX):
        entries = [facts.entry(row) for row in rows]
        at = entries[-1].seq
        batch = Batch(model)
        for entry in entries:
            before, form = form, advance_field.fold(form, entry)
            batch.add(room, held["org_id"], model.rows(entry, before, form))
        await batch.write(connection)
    if form.last and model.table in WHOLE:
        batch = Batch(model)
        batch.add(room, held["org_id"], WHOLE[model.table](form))
        await batch.write(connection)
    if model is ADVANCE_FIELD and at:
        await connection.execute(FORM, room, advance_field.pack(form) if form.last else None)


def _fields(form: Form) -> list[Put]:
    return advance_field.differ(advance_field.unpack(None), form)[0]


#: What is made of the form as it stands, not of each fact.
WHOLE: Mapping[str, Callable[[Form], Iterable[Put]]] = MappingProxyType(
    {"advance_field": _fields, "advance_board": advance_board.rows}
)
