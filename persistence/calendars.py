"""The calendars of members: an address that only they know, and the dates that it tells."""

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Connection, Database
from persistence.tenancy import within

#: `$1` the organisation.
SET = "UPDATE member SET feed = $3 WHERE org_id = $1 AND account = $2"
HAS = "SELECT feed IS NOT NULL FROM member WHERE org_id = $1 AND account = $2"
WHOSE = "SELECT org_id FROM member_of_feed($1)"
NAME = "SELECT name FROM org WHERE org_id = $1"
#: `$2` the first day, `$3` how many at most.
DATES = """
SELECT s.id, s.title, s.day, s.status, s.version, s.created_at_ms, concat_ws(', ', v.name, nullif(v.city, '')) AS place
FROM show s LEFT JOIN venue v ON v.org_id = s.org_id AND v.id = s.venue
WHERE s.org_id = $1 AND s.archived_at_ms IS NULL AND s.day >= $2 ORDER BY s.day, s.id LIMIT $3
"""


class Date(Struct, frozen=True):
    """A show as a calendar has it; `place` may be empty."""

    id: str
    title: str
    day: str
    status: str
    version: int
    created_at_ms: Millis
    place: str


class Told(Struct, frozen=True):
    """What an address tells: whose shows, and which."""

    org: str
    name: str
    dates: list[Date]


async def set_feed(connection: Connection, org: str, account: str, digest: bytes | None) -> bool:
    """Give a member another address (the SHA-256 of its secret), or none; False for who is no member."""
    return await connection.execute(SET, org, account, digest) == "UPDATE 1"


async def has_feed(connection: Connection, org: str, account: str) -> bool:
    """Whether a member has an address."""
    return bool(await connection.fetchval(HAS, org, account))


async def told(database: Database, digest: bytes, since: str, limit: int) -> Told | None:
    """The shows from a day on that an address tells, at most `limit`; None for an address that is nobody's.

    Raises:
        Unavailable: the database cannot be reached.
    """
    async with database.connection() as connection:
        org: str | None = await connection.fetchval(WHOSE, digest)
    if org is None:
        return None
    async with within(database, org) as connection:
        dates = [Date(**row) for row in await connection.fetch(DATES, org, since, limit)]
        return Told(org, await connection.fetchval(NAME, org), dates)
