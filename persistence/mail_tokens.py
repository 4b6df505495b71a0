"""Links that were mailed. Only the SHA-256 of their secret is kept; whoever spends one first has it."""

import secrets
from collections.abc import Sequence
from hashlib import sha256

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

#: 256 bits.
SECRET_BYTES = 32
MAKE = "INSERT INTO mail_token (hash, account, purpose, mail, expires_at_ms) VALUES ($1, $2, $3, $4, $5)"
SPEND = """
DELETE FROM mail_token WHERE hash = $1 AND purpose = ANY ($2) RETURNING account, purpose, mail, expires_at_ms
"""
REVOKE = "DELETE FROM mail_token WHERE account = $1 AND purpose = ANY ($2)"
#: A few at a time, and never two at the same ones.
FORGET = """
DELETE FROM mail_token WHERE hash IN (
    SELECT hash FROM mail_token WHERE expires_at_ms < $1 LIMIT 100 FOR UPDATE SKIP LOCKED
)
"""
ACCOUNT = "SELECT account FROM mail_token WHERE hash = $1"
LOOK = "SELECT account, purpose, mail, expires_at_ms FROM mail_token WHERE hash = $1 AND purpose = ANY ($2)"
#: Links for one purpose all last equally long.
REVOKE_LATER = "DELETE FROM mail_token WHERE account = $1 AND purpose = $2 AND expires_at_ms >= $3"
SENT = "SELECT mail, expires_at_ms FROM mail_token WHERE account = $1 AND purpose = $2 AND expires_at_ms > $3"


class Mailed(Struct, frozen=True):
    """What a link is for: `purpose` is verify, reset, change or restore, `mail` where it was sent."""

    account: Id
    purpose: str
    mail: str
    expires_at_ms: Millis


async def make(connection: Connection, account: Id, purpose: str, mail: str, *, expires_ms: Millis) -> str:
    """A new link's secret."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await connection.execute(MAKE, _hash(secret), account, purpose, mail, expires_ms)
    return secret


async def account_of(connection: Connection, secret: str) -> Id | None:
    """Whose link it is, without using it up; None when there is no such link."""
    return await connection.fetchval(ACCOUNT, _hash(secret))


async def look(connection: Connection, secret: str, purposes: Sequence[str]) -> Mailed | None:
    """What a link is for, without using it up; None as of `spend`."""
    row = await connection.fetchrow(LOOK, _hash(secret), purposes)
    return None if row is None else Mailed(**row)


async def spend(connection: Connection, secret: str, purposes: Sequence[str]) -> Mailed | None:
    """Use a link up; None when there is no such link for any of these purposes. It may have expired."""
    row = await connection.fetchrow(SPEND, _hash(secret), purposes)
    return None if row is None else Mailed(**row)


async def revoke(connection: Connection, account: Id, purposes: Sequence[str]) -> None:
    """Take back the links of an account for these purposes."""
    await connection.execute(REVOKE, account, purposes)


async def revoke_later(connection: Connection, account: Id, purpose: str, *, expires_ms: Millis) -> None:
    """Take back the links of an account for this purpose that do not expire before then."""
    await connection.execute(REVOKE_LATER, account, purpose, expires_ms)


async def sent(connection: Connection, account: Id, purpose: str, *, now_ms: Millis) -> list[tuple[str, Millis]]:
    """Where the links of an account for this purpose were sent that have not expired, and when they will."""
    found = await connection.fetch(SENT, account, purpose, now_ms)
    return [(row["mail"], row["expires_at_ms"]) for row in found]


async def forget(connection: Connection, *, before_ms: Millis) -> None:
    """Delete links that expired before then, at most 100."""
    await connection.execute(FORGET, before_ms)


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
