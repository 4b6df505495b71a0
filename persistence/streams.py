"""The streams of an organisation. Every statement here runs in a transaction of that organisation."""

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Connection
from persistence.paging import Asked, Listing, Page, page, stamped, words

#: `$1` the organisation, in all of them.
READ = "SELECT id, title, show, created_at_ms, archived_at_ms FROM stream WHERE org_id = $1 AND id = $2"
HOLD = READ + " FOR UPDATE"
OF_SHOW = """
SELECT id, title, show, created_at_ms, archived_at_ms FROM stream
WHERE org_id = $1 AND show = $2 AND archived_at_ms IS NULL ORDER BY created_at_ms, id
"""
MAKE = "INSERT INTO stream (org_id, id, title, show, created_at_ms) VALUES ($1, $2, $3, $4, $5)"
CHANGE = "UPDATE stream SET title = $3, show = $4, archived_at_ms = $5 WHERE org_id = $1 AND id = $2"
#: `$2` all, active or archived; `$3` patterns; `$4` a show, or nothing for those of all and none.
LIST = """
SELECT id, title, show, created_at_ms, archived_at_ms, {key} AS page_key
FROM stream WHERE org_id = $1 AND ($2 = 'all' OR (archived_at_ms IS NULL) = ($2 = 'active'))
    AND title ILIKE ALL ($3::text[]) AND ($4 = '' OR show = $4)
"""


class Stream(Struct, frozen=True):
    """Something to watch; `show` is null when it belongs to none. Its room is `stream/<id>`."""

    id: str
    title: str
    show: str | None
    created_at_ms: Millis
    archived_at_ms: Millis | None = None


LISTING = Listing(LIST, {"title": "lower(title)", "created": stamped("created_at_ms")}, Stream)


async def read(connection: Connection, org: str, stream: str, *, hold: bool = False) -> Stream | None:
    """A stream; None when the organisation has none of this id. `hold`: nobody else changes it meanwhile."""
    row = await connection.fetchrow(HOLD if hold else READ, org, stream)
    return None if row is None else Stream(**row)


async def of_show(connection: Connection, org: str, show: str) -> list[Stream]:
    """Those of a show that are not archived, oldest first."""
    return [Stream(**row) for row in await connection.fetch(OF_SHOW, org, show)]


async def make(connection: Connection, org: str, stream: Stream) -> None:
    """Put a new one in."""
    await connection.execute(MAKE, org, stream.id, stream.title, stream.show, stream.created_at_ms)


async def write(connection: Connection, org: str, stream: Stream) -> None:
    """Let a stream that is held be as it is here."""
    await connection.execute(CHANGE, org, stream.id, stream.title, stream.show, stream.archived_at_ms)


async def listed(
    connection: Connection, org: str, asked: Asked, *, which: str, text: str, show: str = ""
) -> Page[Stream]:
    """A page of those with every word of `text` in the title; `which` is active, archived or all.

    Raises:
        Rejected: `http.no_page`.
    """
    return await page(connection, LISTING, asked, org, which, words(text), show)
