"""Show codes: eight characters on a poster or a form that say which show is meant, and let nobody in."""

from msgspec import Struct

from persistence.database import Connection, Database
from persistence.tenancy import within

OF_SHOW = "SELECT code FROM show_code WHERE org_id = $1 AND show = $2"
WHOSE = "SELECT org_of_code($1)"
NAMED = """
SELECT s.title, s.day, v.name AS venue, v.city FROM show_code c JOIN show s ON s.org_id = c.org_id AND s.id = c.show
LEFT JOIN venue v ON v.org_id = s.org_id AND v.id = s.venue
WHERE c.org_id = $1 AND c.code = $2 AND s.archived_at_ms IS NULL
"""


class Named(Struct, frozen=True):
    """What a code says: which show, when and where. `venue` and `city` are null while there is none."""

    title: str
    day: str
    venue: str | None
    city: str | None


async def of_show(connection: Connection, org: str, show: str) -> str | None:
    """The code of a show; None when it has none, as before its advance is made."""
    code: str | None = await connection.fetchval(OF_SHOW, org, show)
    return code


async def find(database: Database, code: str) -> Named | None:
    """The show that is meant; None when there is no such code, or the show is archived. Raises `Unavailable`."""
    async with database.connection() as connection:
        org: str | None = await connection.fetchval(WHOSE, code)
    if org is None:
        return None
    async with within(database, org) as connection:
        row = await connection.fetchrow(NAMED, org, code)
    return None if row is None else Named(**dict(row))
