"""Who is in an organisation, as what. Whoever changes that holds the organisation: `organisations.read(hold=True)`."""

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis, Role
from persistence.accounts import mail_key
from persistence.database import Connection
from persistence.revocations import revoke

LIST = """
SELECT m.account, a.name, a.mail, m.role, m.created_at_ms FROM member m JOIN account a ON a.id = m.account
WHERE m.org_id = $1 ORDER BY a.name, m.account
"""
ONE = """
SELECT m.account, a.name, a.mail, m.role, m.created_at_ms FROM member m JOIN account a ON a.id = m.account
WHERE m.org_id = $1 AND m.account = $2
"""
COUNT = "SELECT count(*) FROM member WHERE org_id = $1"
OWNERS = "SELECT count(*) FROM member WHERE org_id = $1 AND role = 'owner'"
HAS_MAIL = """
SELECT EXISTS (SELECT FROM member m JOIN account a ON a.id = m.account WHERE m.org_id = $1 AND a.mail_key = $2)
"""
ADD = "INSERT INTO member (org_id, account, role, created_at_ms) VALUES ($1, $2, $3, $4)"
CHANGE = "UPDATE member SET role = $3 WHERE org_id = $1 AND account = $2"
REMOVE = "DELETE FROM member WHERE org_id = $1 AND account = $2"
#: What somebody offered while they still could is not taken from their hands later.
TAKE_BACK = """
UPDATE invitation SET revoked_at_ms = $3
WHERE org_id = $1 AND invited_by = $2 AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL
"""


class Person(Struct, frozen=True):
    """Somebody of an organisation."""

    account: Id
    name: str
    mail: str
    role: Role
    created_at_ms: Millis


async def everybody(connection: Connection, org: Id) -> list[Person]:
    """The members, by name."""
    return [msgspec.convert(dict(row), Person) for row in await connection.fetch(LIST, org)]


async def one(connection: Connection, org: Id, account: Id) -> Person | None:
    """A member; None when the account is none."""
    row = await connection.fetchrow(ONE, org, account)
    return None if row is None else msgspec.convert(dict(row), Person)


async def count(connection: Connection, org: Id) -> int:
    """How many members there are."""
    return int(await connection.fetchval(COUNT, org))


async def owners(connection: Connection, org: Id) -> int:
    """How many of them are owners."""
    return int(await connection.fetchval(OWNERS, org))


async def has_mail(connection: Connection, org: Id, mail: str) -> bool:
    """Whether somebody with this address is a member."""
    return bool(await connection.fetchval(HAS_MAIL, org, mail_key(mail)))


async def add(connection: Connection, org: Id, account: Id, role: Role, *, now_ms: Millis) -> None:
    """Let an account in."""
    await connection.execute(ADD, org, account, role.value, now_ms)


async def change(connection: Connection, org: Id, account: Id, role: Role, *, now_ms: Millis) -> None:
    """Give a member another role: their sockets close, and what they invited to is taken back."""
    await connection.execute(CHANGE, org, account, role.value)
    await _revoke(connection, org, account, now_ms)


async def remove(connection: Connection, org: Id, account: Id, *, now_ms: Millis) -> None:
    """Let a member go; likewise."""
    await connection.execute(REMOVE, org, account)
    await _revoke(connection, org, account, now_ms)


async def _revoke(connection: Connection, org: Id, account: Id, now_ms: Millis) -> None:
    await revoke(connection, f"member:{org}:{account}", now_ms)
    await connection.execute(TAKE_BACK, org, account, now_ms)
