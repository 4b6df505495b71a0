"""What a document needs beside the form as it stands: what the hub knows of the show, and what the form once was."""

from collections.abc import AsyncGenerator, Sequence

from msgspec import Struct

from hub.errors import Rejected
from persistence.database import Connection, Database
from persistence.tenancy import in_room

#: Within the room's organisation, and there is no other.
SHOW = """
SELECT coalesce(s.title, '') AS title, coalesce(s.day, '') AS day, coalesce(s.timezone, '') AS timezone,
    coalesce(s.currency, '') AS currency, concat_ws(', ', v.name, nullif(v.city, '')) AS place, o.accent
FROM org o LEFT JOIN show s ON s.org_id = o.org_id AND s.id = $1
    LEFT JOIN venue v ON v.org_id = s.org_id AND v.id = s.venue
"""
HEAD = "SELECT seq FROM room WHERE id = $1"
REVISION = """
SELECT seq FROM room_fact
WHERE room = $1 AND fact ->> 't' = 'advance.published' AND fact ->> 'number' = $2::text ORDER BY seq LIMIT 1
"""
FACTS = """
SELECT seq, fact FROM room_fact
WHERE room = $1 AND seq > $2 AND seq <= $3 AND fact ->> 't' = ANY ($4) ORDER BY seq LIMIT $5
"""
#: Fetched at once, so that the loop is not held up for long.
FETCH_MAX = 1_000
#: Of all facts that lead to a past form; an edit has some 300.
CHARS_MAX = 16_000_000


class Known(Struct, frozen=True):
    """What the hub knows of the show of a room; empty texts where it knows nothing. `accent` is `#rrggbb`."""

    title: str = ""
    day: str = ""
    timezone: str = ""
    currency: str = ""
    place: str = ""
    accent: str = ""


async def known(database: Database, room: str) -> Known:
    """What is known of the show whose room this is. Raises `Unavailable`."""
    async with in_room(database, room) as connection:
        row = await connection.fetchrow(SHOW, room.partition("/")[2])
    return Known() if row is None else Known(**row)


async def seq_of(database: Database, room: str, revision: int) -> int | None:
    """The seq of the fact that made a revision; None when there is none of this number. Raises `Unavailable`."""
    async with in_room(database, room) as connection:
        return await connection.fetchval(REVISION, room, str(revision))


async def past(database: Database, room: str, upto: int, tags: Sequence[str]) -> bytes | None:
    """The facts with these tags up to and with a seq, as one JSON array; None when the room has not come so far.

    Raises:
        Rejected: `document.too_large`, they have more than `CHARS_MAX`.
        Unavailable: the database cannot be reached.
    """
    async with in_room(database, room) as connection:
        if upto > (await connection.fetchval(HEAD, room) or 0):
            return None
        facts: list[str] = []
        chars = 0
        async for fact in _facts(connection, room, upto, tags):
            chars += len(fact)
            if chars > CHARS_MAX:
                raise Rejected("document.too_large")
            facts.append(fact)
    return b"[" + ",".join(facts).encode() + b"]"


async def _facts(connection: Connection, room: str, upto: int, tags: Sequence[str]) -> AsyncGenerator[str]:
    after, rows = 0, [None] * FETCH_MAX
    while len(rows) == FETCH_MAX:
        rows = await connection.fetch(FACTS, room, after, upto, tags, FETCH_MAX)
        for row in rows:
            after = row["seq"]
            yield row["fact"]
