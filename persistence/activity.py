"""The list of who did what when."""

from collections.abc import Sequence

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Database
from persistence.tenancy import in_room

RECENT = """
SELECT seq, person, name, what, about, text, at_ms FROM activity
WHERE room = $1 AND seq < coalesce($2, 9223372036854775807)
    AND ($4::text[] IS NULL OR about = '' OR split_part(about, '.', 1) = ANY ($4)) ORDER BY seq DESC LIMIT $3
"""


class Done(Struct, frozen=True):
    """One line. `what` is a fact's tag, `about` the key of the thing, `text` what was written, `name` may be empty."""

    seq: int
    person: str
    name: str
    what: str
    about: str
    text: str
    at_ms: Millis


async def recent(
    database: Database, room: str, before: int | None, limit: int, sections: Sequence[str] = ()
) -> list[Done]:
    """The newest lines of a room, newest first; `before` is the seq of the last line that one has.

    With `sections`, only the lines about these.

    Raises:
        Unavailable: the database cannot be reached.
    """
    async with in_room(database, room) as connection:
        rows = await connection.fetch(RECENT, room, before, limit, list(sections) or None)
    return [Done(**row) for row in rows]
