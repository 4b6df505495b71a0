"""What an advance form shows, field by field. The form itself is folded by its own rules and kept with the position."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.form import Form
from hub.advancing_sync.register import Register
from hub.advancing_sync.rows import standing
from hub.advancing_sync.schema import Schema
from hub.behaviours import OWNER_OF
from hub.rooms.ports import Entry
from persistence.database import Connection
from persistence.readmodels.rows import Model, Put

#: A field, or a cell: the field's key, the row and the column, both empty for a plain field.
Place: TypeAlias = tuple[str, str, str]

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Form).decode
_NO_SCHEMA = Schema(())

ADVANCE_FIELD = Model(
    table="advance_field",
    key={"field": "text", "row_id": "text", "cell": "text"},
    columns={
        "place": "text",
        "value": "jsonb",
        "person": "text",
        "name": "text",
        "at_ms": "bigint",
        "siblings": "integer",
        "locked_by": "text",
    },
)
REMOVE = """
DELETE FROM advance_field t
USING unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS d (room, field, row_id, cell)
WHERE t.room = d.room AND t.field = d.field AND t.row_id = d.row_id AND t.cell = d.cell
"""


def unpack(kept: bytes | None) -> Form:
    """The form as `pack` kept it; an empty one when there is none yet. Its schema is nobody's business here."""
    return _decode(kept) if kept else Form(_NO_SCHEMA)


def fold(form: Form, entry: Entry) -> Form:
    """The form after an entry of its room; the same where the fact is none of a form's."""
    return ADVANCING_SYNC.apply(form, entry.fact) if OWNER_OF[type(entry.fact)] is ADVANCING_SYNC else form


def pack(form: Form) -> bytes:
    """The form as bytes."""
    return _encode(form)


def differ(before: Form, after: Form) -> tuple[list[Put], list[Place]]:
    """What to write when a form went from one to the other: rows, and the places where nothing stands any more."""
    was, now = _shown(before), _shown(after)
    return [Put(at, row) for at, row in now.items() if was.get(at) != row], [at for at in was if at not in now]


async def remove(connection: Connection, gone: Iterable[tuple[str, Place]]) -> None:
    """Delete what stands at these places, each with its room."""
    listed = list(gone)
    if listed:
        fields, rows, cells = zip(*(place for _, place in listed), strict=True)
        await connection.execute(REMOVE, [room for room, _ in listed], fields, rows, cells)


def _shown(form: Form) -> dict[Place, Mapping[str, object]]:
    """A row for each field and each cell of a standing row that somebody has written."""
    shown: dict[Place, Mapping[str, object]] = {}
    for key, register in form.fields.items():
        hold = form.locks.get(key)
        shown[key, "", ""] = _row(register, "", hold.name if hold and hold.on else None)
    for key, rows in form.lists.items():
        for row in standing(rows):
            for column, register in row.cells.items():
                shown[key, row.id, column] = _row(register, row.index, None)
    return {place: row for place, row in shown.items() if row["at_ms"]}


def _row(register: Register, place: str, locked_by: str | None) -> Mapping[str, object]:
    return {
        "place": place,
        "value": _encode(register.value).decode(),
        "person": register.by,
        "name": register.name,
        "at_ms": register.at_ms,
        "siblings": len(register.siblings),
        "locked_by": locked_by,
    }
