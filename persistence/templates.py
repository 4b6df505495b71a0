"""Templates of an organisation as rows. Every statement here runs in a transaction of that organisation."""

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

_OF = """
SELECT t.id, t.name, t.created_by, a.name AS by_name, t.created_at_ms, t.archived_at_ms
FROM template t LEFT JOIN account a ON a.id = t.created_by WHERE t.org_id = $1"""
#: `$1` the organisation, in all of them.
LIST = _OF + " ORDER BY lower(t.name), t.id"
READ = _OF + " AND t.id = $2"
HOLD = READ + " FOR UPDATE OF t"
CONTENT = "SELECT schema::text AS schema, answers::text AS answers FROM template WHERE org_id = $1 AND id = $2"
#: Whoever makes one waits here for the others of the organisation.
HOLD_ORG = "SELECT 1 FROM org WHERE org_id = $1 FOR NO KEY UPDATE"
COUNT = "SELECT count(*) FROM template WHERE org_id = $1 AND archived_at_ms IS NULL"
MAKE = """
INSERT INTO template (org_id, id, name, schema, answers, created_by, created_at_ms)
VALUES ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6, $7)
"""
CHANGE = "UPDATE template SET name = $3, archived_at_ms = $4 WHERE org_id = $1 AND id = $2"
#: `$2` a show: the one before it at its venue that has an advance, archived or not.
LAST = """
SELECT l.id AS show, l.title, l.day, v.name AS venue_name
FROM show s JOIN show l ON l.org_id = s.org_id AND l.venue = s.venue AND (l.day, l.id) < (s.day, s.id)
JOIN advance a ON a.org_id = l.org_id AND a.show = l.id
JOIN venue v ON v.org_id = l.org_id AND v.id = l.venue
WHERE s.org_id = $1 AND s.id = $2 ORDER BY l.day DESC, l.id DESC LIMIT 1
"""


class Template(Struct, frozen=True):
    """A form that is kept; `by_name` is null when the account of who kept it is gone."""

    id: Id
    name: str
    created_by: str
    created_at_ms: Millis
    archived_at_ms: Millis | None = None
    by_name: str | None = None


class Content(Struct, frozen=True):
    """What is in a template, as JSON texts."""

    schema: str
    answers: str


class LastShow(Struct, frozen=True):
    """The show before another one at the same venue; `day` is YYYY-MM-DD."""

    show: Id
    title: str
    day: str
    venue_name: str


async def listed(connection: Connection, org: str) -> list[Template]:
    """All of them, by name."""
    return [Template(**row) for row in await connection.fetch(LIST, org)]


async def read(connection: Connection, org: str, template: str, *, hold: bool = False) -> Template | None:
    """One; None when the organisation has none of this id. `hold`: nobody else changes it meanwhile."""
    row = await connection.fetchrow(HOLD if hold else READ, org, template)
    return None if row is None else Template(**row)


async def content(connection: Connection, org: str, template: str) -> Content | None:
    """What is in it; None when the organisation has none of this id."""
    row = await connection.fetchrow(CONTENT, org, template)
    return None if row is None else Content(**row)


async def standing(connection: Connection, org: str) -> int:
    """How many are not archived; nobody else makes one until the transaction ends."""
    await connection.execute(HOLD_ORG, org)
    found: int = await connection.fetchval(COUNT, org)
    return found


async def make(connection: Connection, org: str, template: Template, holds: Content) -> None:
    """Put a new one in."""
    told = (template.name, holds.schema, holds.answers, template.created_by, template.created_at_ms)
    await connection.execute(MAKE, org, template.id, *told)


async def write(connection: Connection, org: str, template: Template) -> None:
    """Let one that is held be called, and archived, as it is here."""
    await connection.execute(CHANGE, org, template.id, template.name, template.archived_at_ms)


async def last_show(connection: Connection, org: str, show: str) -> LastShow | None:
    """The last show at a show's venue that has an advance; None when there is none, or no venue."""
    row = await connection.fetchrow(LAST, org, show)
    return None if row is None else LastShow(**row)
