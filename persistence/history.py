"""Every value that a field or a cell had, newest first."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from hub.advancing_sync.messages import Kept
from hub.kernel import Millis
from persistence.database import Database
from persistence.tenancy import in_room

VALUES = """
SELECT seq, value, stamp, person, name, party, source, at_ms FROM advance_value
WHERE room = $1 AND field = $2 AND row_id = $3 AND cell = $4 AND seq < $5 ORDER BY seq DESC LIMIT $6
"""


class Version(Struct, frozen=True):
    """A value that stood there, who wrote it when, for which side, and where it came from; null cleared it.

    Of a long text it is the whole text after what one person typed within a minute.
    """

    seq: int
    value: Kept
    stamp: str
    person: str
    name: str
    party: str
    source: str
    at_ms: Millis


async def versions(database: Database, room: str, place: Sequence[str], before: int, limit: int) -> list[Version]:
    """The values of a place (field, row, column) that were written before the fact `before`. Raises `Unavailable`."""
    field, row, column = place
    async with in_room(database, room) as connection:
        rows = await connection.fetch(VALUES, room, field, row, column, before, limit)
    return [Version(**{**row, "value": msgspec.json.decode(row["value"])}) for row in rows]
