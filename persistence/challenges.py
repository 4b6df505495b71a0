"""Steps of signing in that wait for the next: each is known by the SHA-256 of its secret, and is spent once."""

from hashlib import sha256

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

#: Those that nobody came back for go when others come; a few at a time, and never two at the same ones.
FORGET = """
DELETE FROM challenge WHERE hash IN (
    SELECT hash FROM challenge WHERE expires_at_ms <= $1 LIMIT 10 FOR UPDATE SKIP LOCKED
)
"""
ISSUE = "INSERT INTO challenge (hash, purpose, account, secret, expires_at_ms) VALUES ($1, $2, $3, '', $4)"
LOOK = "SELECT account FROM challenge WHERE hash = $1 AND purpose = $2 AND expires_at_ms > $3"
SPEND = "DELETE FROM challenge WHERE hash = $1 AND purpose = $2 AND expires_at_ms > $3 RETURNING account"
FORGET_ALL = "DELETE FROM challenge WHERE account = $1"


class Waiting(Struct, frozen=True):
    """A step that waits. `account` is None while nobody has said who they are."""

    account: Id | None


async def issue(
    connection: Connection, secret: bytes, purpose: str, account: str | None, *, now_ms: Millis, expires_ms: Millis
) -> None:
    """Let a step wait; `secret` has at least 128 random bits, and goes to whoever may take the next step."""
    await connection.execute(FORGET, now_ms)
    await connection.execute(ISSUE, _hash(secret), purpose, account, expires_ms)


async def look(connection: Connection, secret: bytes, purpose: str, *, now_ms: Millis) -> Waiting | None:
    """The step that waits, without spending it; None when there is none, or not any more."""
    found = await connection.fetchrow(LOOK, _hash(secret), purpose, now_ms)
    return None if found is None else Waiting(found["account"])


async def spend(connection: Connection, secret: bytes, purpose: str, *, now_ms: Millis) -> Waiting | None:
    """Take the step; of many who try at once one gets it."""
    found = await connection.fetchrow(SPEND, _hash(secret), purpose, now_ms)
    return None if found is None else Waiting(found["account"])


async def forget(connection: Connection, account: str) -> None:
    """No step of this account waits any longer: for a new password, or a factor that is taken away."""
    await connection.execute(FORGET_ALL, account)


def _hash(secret: bytes) -> bytes:
    return sha256(secret).digest()
