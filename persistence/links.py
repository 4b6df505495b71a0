"""Access links: a way into one room of a show without an account. Kept as a hash only; a revoked one stays listed."""

import secrets
from hashlib import sha256

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis, Role
from persistence.database import Connection, Database
from persistence.revocations import revoke
from persistence.tenancy import within

#: 192 random bits.
SECRET_BYTES = 24
_OF = """
SELECT l.id, l.name, l.role, l.sections, l.can_write, l.opens_at_ms, l.closes_at_ms, l.created_by, l.created_at_ms,
    l.revoked_at_ms, l.used_at_ms, a.name AS by_name, m.account IS NOT NULL AS by_member"""
_FROM = """ FROM access_link l LEFT JOIN account a ON a.id = l.created_by
LEFT JOIN member m ON m.org_id = l.org_id AND m.account = l.created_by"""
#: `$1` the organisation, `$2` the show.
MAKE = """
INSERT INTO access_link (org_id, show, id, name, hash, role, sections, can_write, opens_at_ms, closes_at_ms, created_by,
    created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
LIST = f"{_OF}{_FROM} WHERE l.org_id = $1 AND l.show = $2 ORDER BY l.created_at_ms DESC, l.id"
COUNT = "SELECT count(*) FROM access_link WHERE org_id = $1 AND show = $2 AND revoked_at_ms IS NULL"
REVOKE = """
UPDATE access_link SET revoked_at_ms = $4 WHERE org_id = $1 AND show = $2 AND id = $3 AND revoked_at_ms IS NULL
"""
READ = f"{_OF}{_FROM} WHERE l.org_id = $1 AND l.show = $2 AND l.id = $3"
WHOSE = "SELECT org_of_link($1)"
OPEN = f"""{_OF}, l.show, s.title, s.archived_at_ms{_FROM}
JOIN show s ON s.org_id = l.org_id AND s.id = l.show WHERE l.org_id = $1 AND l.hash = $2
"""
#: Those that still let somebody in at `$2`, or will, of whoever is no member.
LEFT = f"""{_OF}, l.show, s.title{_FROM} JOIN show s ON s.org_id = l.org_id AND s.id = l.show
WHERE l.org_id = $1 AND m.account IS NULL AND l.revoked_at_ms IS NULL AND coalesce(l.closes_at_ms > $2, true)
ORDER BY l.created_by, l.created_at_ms DESC, l.id
"""
#: `$2` who made them, in the rest.
OPEN_OF = """
SELECT count(*) FROM access_link
WHERE org_id = $1 AND created_by = $2 AND revoked_at_ms IS NULL AND coalesce(closes_at_ms > $3, true)
"""
MADE = "SELECT EXISTS (SELECT FROM access_link WHERE org_id = $1 AND created_by = $2)"
REVOKE_OF = """
UPDATE access_link SET revoked_at_ms = $3 WHERE org_id = $1 AND created_by = $2 AND revoked_at_ms IS NULL
RETURNING id, name
"""
USED = "UPDATE access_link SET used_at_ms = $3 WHERE org_id = $1 AND id = $2"


class NewLink(Struct, frozen=True):
    """A link to be made; `sections` empty means all, `closes_at_ms` None that it stays open."""

    name: str
    role: Role
    sections: tuple[str, ...]
    can_write: bool
    opens_at_ms: Millis
    closes_at_ms: Millis | None


class Link(NewLink, frozen=True, kw_only=True):
    """A link as members see it, without its secret; `used_at_ms`: when somebody opened it last.

    `by_name` and `by_member`: how who made it is called now, null when the account is gone, and whether they are still
    a member. The link stays when they go: it is the organisation's.
    """

    id: Id
    created_by: str
    created_at_ms: Millis
    revoked_at_ms: Millis | None = None
    used_at_ms: Millis | None = None
    by_name: str | None = None
    by_member: bool = True


class LinkOfShow(Link, frozen=True, kw_only=True):
    """A link, and the show that it leads to."""

    show: Id
    title: str


class Opened(LinkOfShow, frozen=True, kw_only=True):
    """A link in the hands of somebody who has its secret, and where it leads."""

    org: Id
    archived_at_ms: Millis | None = None


async def make(
    connection: Connection, org: str, show: str, new: NewLink, by: str, *, now_ms: Millis
) -> tuple[Link, str]:
    """Make a link in the organisation's transaction; it, and its secret, which nobody can read again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = Link(**msgspec.structs.asdict(new), id=secrets.token_urlsafe(9), created_by=by, created_at_ms=now_ms)
    await connection.execute(
        MAKE,
        org,
        show,
        link.id,
        link.name,
        _hash(secret),
        link.role,
        list(link.sections),
        link.can_write,
        link.opens_at_ms,
        link.closes_at_ms,
        by,
        now_ms,
    )
    return link, secret


async def of_show(connection: Connection, org: str, show: str) -> list[Link]:
    """All links of a show, the newest first."""
    return [msgspec.convert(dict(row), Link) for row in await connection.fetch(LIST, org, show)]


async def count(connection: Connection, org: str, show: str) -> int:
    """How many of a show's links are not revoked."""
    found: int = await connection.fetchval(COUNT, org, show)
    return found


async def end(connection: Connection, org: str, show: str, link: str, *, now_ms: Millis) -> tuple[Link | None, bool]:
    """Revoke a link, and what was given for it; the link, None when there is none, and whether this ended it."""
    ended = await connection.execute(REVOKE, org, show, link, now_ms) == "UPDATE 1"
    if ended:
        await revoke(connection, subject_of(link), now_ms)
    row = await connection.fetchrow(READ, org, show, link)
    return (None if row is None else msgspec.convert(dict(row), Link)), ended


async def left_behind(connection: Connection, org: str, now_ms: Millis) -> list[LinkOfShow]:
    """The links that are not over and were made by who is no member now, by who made them."""
    return [msgspec.convert(dict(row), LinkOfShow) for row in await connection.fetch(LEFT, org, now_ms)]


async def open_of(connection: Connection, org: str, account: str, now_ms: Millis) -> int:
    """How many of the links that somebody made are not over."""
    found: int = await connection.fetchval(OPEN_OF, org, account, now_ms)
    return found


async def end_of(connection: Connection, org: str, account: str, *, now_ms: Millis) -> list[tuple[str, str]] | None:
    """Revoke every link that somebody made: id and name of each that this ended; None for who never made one."""
    if not await connection.fetchval(MADE, org, account):
        return None
    ended = [(row["id"], row["name"]) for row in await connection.fetch(REVOKE_OF, org, account, now_ms)]
    for link, _ in ended:
        await revoke(connection, subject_of(link), now_ms)
    return ended


async def find(database: Database, secret: str) -> Opened | None:
    """The link with this secret, open or not; None when there is none. Raises `Unavailable`."""
    digest = _hash(secret)
    async with database.connection() as connection:
        org: str | None = await connection.fetchval(WHOSE, digest)
    if org is None:
        return None
    async with within(database, org) as connection:
        row = await connection.fetchrow(OPEN, org, digest)
    return None if row is None else msgspec.convert(dict(row) | {"org": org}, Opened)


async def used(database: Database, link: Opened, now_ms: Millis) -> None:
    """Somebody came in by it. Raises `Unavailable`."""
    async with within(database, link.org) as connection:
        await connection.execute(USED, link.org, link.id, now_ms)


def subject_of(link: str) -> str:
    """What is revoked with a link."""
    return f"link:{link}"


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
