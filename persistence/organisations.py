"""Organisations: making one, what it is called and offers, which ones somebody is in, and which ones there are."""

import secrets
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis, Party, Role
from persistence.database import Connection
from persistence.tenancy import enter

ADD = "INSERT INTO org (org_id, name, accent, products, side, created_at_ms) VALUES ($1, $2, $3, $4, $5, $6)"
FOUND = "INSERT INTO member (org_id, account, role, created_at_ms) VALUES ($1, $2, 'owner', $3)"
READ = """
SELECT org_id AS org, name, accent, products, coalesce(side, 'band') AS side, created_at_ms FROM org WHERE org_id = $1
"""
HOLD = f"{READ} FOR NO KEY UPDATE"
CHANGE = "UPDATE org SET name = $2, accent = $3, products = $4, side = $5 WHERE org_id = $1"
MINE = "SELECT org_id AS org, name, accent, products, role FROM orgs_of($1)"
#: Who makes two at once waits for the first to be counted.
ONE_AT_A_TIME = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE"
ALL = "SELECT org_id AS org, name, members, created_at_ms, archived_at_ms FROM platform_orgs($1, $2, $3)"
IS_ADMIN = "SELECT EXISTS (SELECT FROM account WHERE id = $1 AND platform_admin)"
#: Not the id of an organisation: the audit of those who run the hub has it.
PLATFORM = "platform"


class Organisation(Struct, frozen=True):
    """An organisation. `accent` is `#rrggbb`; `products` decide which pages are offered.

    `side`: for whom its members speak in its advances.
    """

    org: Id
    name: str
    accent: str
    products: list[str]
    created_at_ms: Millis
    side: Party = "band"


class Mine(Struct, frozen=True):
    """An organisation, and what an account is in it."""

    org: Id
    name: str
    accent: str
    products: list[str]
    role: Role


class Listed(Struct, frozen=True):
    """An organisation as a platform admin sees it."""

    org: Id
    name: str
    members: int
    created_at_ms: Millis
    archived_at_ms: Millis | None


async def make(
    connection: Connection,
    owner: Id,
    name: str,
    accent: str,
    products: Sequence[str],
    *,
    now_ms: Millis,
    side: Party = "band",
) -> Organisation:
    """Make an organisation with its first owner; the transaction is in it from then on."""
    org = f"o_{secrets.token_urlsafe(12)}"
    await enter(connection, org)
    await connection.execute(ADD, org, name, accent, list(products), side, now_ms)
    await connection.execute(FOUND, org, owner, now_ms)
    return Organisation(org, name, accent, list(products), now_ms, side)


async def one_at_a_time(connection: Connection, account: Id) -> None:
    """Wait for whatever else this account is making, and hold up what it makes next."""
    await connection.execute(ONE_AT_A_TIME, account)


async def read(connection: Connection, org: Id, *, hold: bool = False) -> Organisation | None:
    """The organisation; None when there is none. `hold` locks it until the transaction ends, its members as well."""
    row = await connection.fetchrow(HOLD if hold else READ, org)
    return None if row is None else Organisation(**row)


async def change(connection: Connection, changed: Organisation) -> None:
    """Give an organisation another name, accent, products or side."""
    await connection.execute(CHANGE, changed.org, changed.name, changed.accent, changed.products, changed.side)


async def mine(connection: Connection, account: Id) -> list[Mine]:
    """The organisations of an account, the oldest first; archived ones are not offered."""
    return [msgspec.convert(dict(row), Mine) for row in await connection.fetch(MINE, account)]


async def is_admin(connection: Connection, account: Id) -> bool:
    """Whether the account is a platform admin at this moment."""
    return bool(await connection.fetchval(IS_ADMIN, account))


async def everyone(connection: Connection, admin: Id, after: str, limit: int) -> list[Listed]:
    """The organisations of the hub whose id follows `after`; none for whoever is not a platform admin."""
    return [Listed(**row) for row in await connection.fetch(ALL, admin, after, limit)]
