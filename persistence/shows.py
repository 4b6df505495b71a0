"""The shows of an organisation. Every statement here runs in a transaction of that organisation."""

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Connection
from persistence.paging import Asked, Listing, Page, page, stamped, words

_OF = """
SELECT s.id, s.title, s.venue, v.name AS venue_name, v.city, s.day, s.timezone, s.status, s.currency, s.notes,
    s.version, s.created_at_ms, s.archived_at_ms"""
_FROM = " FROM show s LEFT JOIN venue v ON v.org_id = s.org_id AND v.id = s.venue WHERE s.org_id = $1"
#: `$1` the organisation, in all of them.
READ = _OF + _FROM + " AND s.id = $2"
HOLD = READ + " FOR UPDATE OF s"
MAKE = """
INSERT INTO show (org_id, id, title, venue, day, timezone, status, currency, notes, version, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
CHANGE = """
UPDATE show SET title = $3, venue = $4, day = $5, timezone = $6, status = $7, currency = $8, notes = $9,
    version = $10, archived_at_ms = $11 WHERE org_id = $1 AND id = $2
"""
#: `$2` all, active or archived; `$3` patterns; `$4` a status and `$5` a venue, or nothing; `$6` and `$7` days.
LIST = f"""{_OF}, {{key}} AS page_key{_FROM}
    AND ($2 = 'all' OR (s.archived_at_ms IS NULL) = ($2 = 'active'))
    AND concat_ws(' ', s.title, v.name, v.city) ILIKE ALL ($3::text[])
    AND ($4 = '' OR s.status = $4) AND ($5 = '' OR s.venue = $5) AND s.day BETWEEN $6 AND $7
"""


class Show(Struct, frozen=True):
    """A night. `day` is YYYY-MM-DD at the venue; `venue_name` and `city` are the venue's; `version` counts changes."""

    id: str
    title: str
    venue: str | None
    day: str
    timezone: str
    status: str
    currency: str
    notes: str
    version: int
    created_at_ms: Millis
    archived_at_ms: Millis | None = None
    venue_name: str | None = None
    city: str | None = None


class Sought(Struct, frozen=True):
    """Which shows: with every word of `text` in title, venue or city, from `since` to and with `until`.

    `which` is active, archived or all; an empty `status` or `venue` is any.
    """

    which: str = "active"
    text: str = ""
    status: str = ""
    venue: str = ""
    since: str = "0001-01-01"
    until: str = "9999-12-31"


LISTING = Listing(
    LIST, {"day": "s.day", "title": "lower(s.title)", "created": stamped("s.created_at_ms")}, Show, "s.id"
)


async def read(connection: Connection, org: str, show: str, *, hold: bool = False) -> Show | None:
    """A show; None when the organisation has none of this id. `hold`: nobody else changes it meanwhile."""
    row = await connection.fetchrow(HOLD if hold else READ, org, show)
    return None if row is None else Show(**row)


async def make(connection: Connection, org: str, show: Show) -> None:
    """Put a new one in."""
    told = (show.title, show.venue, show.day, show.timezone, show.status, show.currency, show.notes)
    await connection.execute(MAKE, org, show.id, *told, show.version, show.created_at_ms)


async def write(connection: Connection, org: str, show: Show) -> None:
    """Let a show that is held be as it is here."""
    told = (show.title, show.venue, show.day, show.timezone, show.status, show.currency, show.notes)
    await connection.execute(CHANGE, org, show.id, *told, show.version, show.archived_at_ms)


async def listed(connection: Connection, org: str, asked: Asked, sought: Sought) -> Page[Show]:
    """A page of those that are sought.

    Raises:
        Rejected: `http.no_page`.
    """
    values = (sought.which, words(sought.text), sought.status, sought.venue, sought.since, sought.until)
    return await page(connection, LISTING, asked, org, *values)
