"""Every value that a field, a cell, a row or a whole list had, newest first."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from hub.advancing_sync.messages import Kept
from hub.kernel import Millis
from persistence.database import Database
from persistence.tenancy import in_room

VALUES = """
SELECT seq, row_id AS row, cell AS column, value, stamp, person, name, party, source, at_ms FROM advance_value
WHERE room = $1 AND field = $2 AND ($3 = '' OR row_id = $3) AND ($4 = '' OR cell = $4) AND seq < $5
ORDER BY seq DESC LIMIT $6
"""


class Version(Struct, frozen=True):
    """A value that stood there, who wrote it when, for which side, and where it came from; null cleared it.

    `row` and `column` say in which cell of a list; empty for a plain field.
    Of a long text it is the whole text after what one person typed within a minute.
    """

    seq: int
    row: str
    column: str
    value: Kept
    stamp: str
    person: str
    name: str
    party: str
    source: str
    at_ms: Millis


async def versions(database: Database, room: str, place: Sequence[str], before: int, limit: int) -> list[Version]:
    """The values of a place (field, row, column) that were written before the fact `before`.

    Of a list without a row those of all its rows, without a column those of all its columns.

    Raises:
        Unavailable: the database is away.
    """
    field, row, column = place
    async with in_room(database, room) as connection:
        rows = await connection.fetch(VALUES, room, field, row, column, before, limit)
    return [Version(**{**row, "value": msgspec.json.decode(row["value"])}) for row in rows]
