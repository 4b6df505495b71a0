"""Invitations by mail. The secret of one is mailed and never kept: only its SHA-256 is."""

import secrets
from hashlib import sha256

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis, Role
from persistence.database import Connection

SECRET_BYTES = 32
ADD = """
INSERT INTO invitation (org_id, id, mail, role, hash, invited_by, created_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
#: The newest mail to an address is the one that counts.
REPLACE = """
UPDATE invitation SET revoked_at_ms = $3
WHERE org_id = $1 AND lower(mail) = lower($2) AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL
"""
OPEN = """
SELECT i.id, i.mail, i.role, coalesce(a.name, '') AS invited_by, i.created_at_ms, i.expires_at_ms
FROM invitation i LEFT JOIN account a ON a.id = i.invited_by
WHERE i.org_id = $1 AND i.accepted_at_ms IS NULL AND i.revoked_at_ms IS NULL AND i.expires_at_ms > $2
ORDER BY i.created_at_ms DESC, i.id
"""
REVOKE = """
UPDATE invitation SET revoked_at_ms = $3
WHERE org_id = $1 AND id = $2 AND accepted_at_ms IS NULL AND revoked_at_ms IS NULL RETURNING mail, role
"""
ORG = "SELECT org_of_invitation($1)"
HOLD = """
SELECT id, role, expires_at_ms, accepted_at_ms, revoked_at_ms FROM invitation WHERE org_id = $1 AND hash = $2 FOR UPDATE
"""
ACCEPT = "UPDATE invitation SET accepted_at_ms = $3 WHERE org_id = $1 AND id = $2"


class OpenInvitation(Struct, frozen=True):
    """An invitation that waits for its answer; `invited_by` is a name."""

    id: Id
    mail: str
    role: Role
    invited_by: str
    created_at_ms: Millis
    expires_at_ms: Millis


class Held(Struct, frozen=True):
    """An invitation whose row this transaction has to itself."""

    id: Id
    role: Role
    expires_at_ms: Millis
    accepted_at_ms: Millis | None
    revoked_at_ms: Millis | None


class Offer(Struct, frozen=True):
    """What is offered, to whom, by which account, for how long."""

    mail: str
    role: Role
    invited_by: Id
    created_at_ms: Millis
    expires_at_ms: Millis


async def add(connection: Connection, org: Id, offer: Offer) -> tuple[Id, str]:
    """Offer a role to an address, in place of what was offered to it before; the invitation's id and its secret."""
    ident, secret = secrets.token_urlsafe(12), secrets.token_urlsafe(SECRET_BYTES)
    await connection.execute(REPLACE, org, offer.mail, offer.created_at_ms)
    await connection.execute(
        ADD,
        org,
        ident,
        offer.mail,
        offer.role.value,
        hashed(secret),
        offer.invited_by,
        offer.created_at_ms,
        offer.expires_at_ms,
    )
    return ident, secret


async def waiting(connection: Connection, org: Id, *, now_ms: Millis) -> list[OpenInvitation]:
    """The invitations that can still be accepted, the newest first."""
    rows = await connection.fetch(OPEN, org, now_ms)
    return [msgspec.convert(dict(row), OpenInvitation) for row in rows]


async def revoke(connection: Connection, org: Id, ident: Id, *, now_ms: Millis) -> tuple[str, Role] | None:
    """Take an invitation back; its address and role, or None when there is none that waits."""
    row = await connection.fetchrow(REVOKE, org, ident, now_ms)
    return None if row is None else (row["mail"], Role(row["role"]))


async def org_of(connection: Connection, secret: str) -> Id | None:
    """The organisation that a secret invites to; None when it is not one of ours."""
    found: str | None = await connection.fetchval(ORG, hashed(secret))
    return found


async def hold(connection: Connection, org: Id, secret: str) -> Held | None:
    """Lock an invitation until the transaction ends; None when there is none."""
    row = await connection.fetchrow(HOLD, org, hashed(secret))
    return None if row is None else msgspec.convert(dict(row), Held)


async def accept(connection: Connection, org: Id, ident: Id, *, now_ms: Millis) -> None:
    """Spend an invitation that is held."""
    await connection.execute(ACCEPT, org, ident, now_ms)


def hashed(secret: str) -> bytes:
    """What is kept of a secret."""
    return sha256(secret.encode()).digest()
