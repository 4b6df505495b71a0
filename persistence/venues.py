"""The venues of an organisation. Every statement here runs in a transaction of that organisation."""

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Connection
from persistence.paging import Asked, Listing, Page, page, stamped, words

#: `$1` the organisation, in all of them.
READ = """
SELECT id, name, city, address, phone, timezone, notes, created_at_ms, archived_at_ms
FROM venue WHERE org_id = $1 AND id = $2
"""
HOLD = READ + "FOR UPDATE"
MAKE = """
INSERT INTO venue (org_id, id, name, city, address, phone, timezone, notes, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
CHANGE = """
UPDATE venue SET name = $3, city = $4, address = $5, phone = $6, timezone = $7, notes = $8, archived_at_ms = $9
WHERE org_id = $1 AND id = $2
"""
#: `$2` all, active or archived; `$3` patterns.
LIST = """
SELECT id, name, city, address, phone, timezone, notes, created_at_ms, archived_at_ms, {key} AS page_key
FROM venue WHERE org_id = $1 AND ($2 = 'all' OR (archived_at_ms IS NULL) = ($2 = 'active'))
    AND name || ' ' || city ILIKE ALL ($3::text[])
"""


class Venue(Struct, frozen=True):
    """A house. `timezone` is an IANA name."""

    id: str
    name: str
    city: str
    address: str
    phone: str
    timezone: str
    notes: str
    created_at_ms: Millis
    archived_at_ms: Millis | None = None


LISTING = Listing(LIST, {"name": "lower(name)", "city": "lower(city)", "created": stamped("created_at_ms")}, Venue)


async def read(connection: Connection, org: str, venue: str, *, hold: bool = False) -> Venue | None:
    """A venue; None when the organisation has none of this id. `hold`: nobody else changes it meanwhile."""
    row = await connection.fetchrow(HOLD if hold else READ, org, venue)
    return None if row is None else Venue(**row)


async def make(connection: Connection, org: str, venue: Venue) -> None:
    """Put a new one in."""
    told = (venue.name, venue.city, venue.address, venue.phone, venue.timezone, venue.notes)
    await connection.execute(MAKE, org, venue.id, *told, venue.created_at_ms)


async def write(connection: Connection, org: str, venue: Venue) -> None:
    """Let a venue that is held be as it is here."""
    told = (venue.name, venue.city, venue.address, venue.phone, venue.timezone, venue.notes)
    await connection.execute(CHANGE, org, venue.id, *told, venue.archived_at_ms)


async def listed(connection: Connection, org: str, asked: Asked, *, which: str, text: str) -> Page[Venue]:
    """A page of those with every word of `text` in name or city; `which` is active, archived or all.

    Raises:
        Rejected: `http.no_page`.
    """
    return await page(connection, LISTING, asked, org, which, words(text))
