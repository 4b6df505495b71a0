"""Devices that are signed in. Each is a family of refresh tokens: that of `generation` is good, older ones are not."""

import secrets

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

START = """
INSERT INTO session (id, account, generation, rotated_at_ms, created_at_ms, seen_at_ms, proven_at_ms, device, address)
SELECT $1, a.id, 0, $3, $3, $3, $3, $4, $5 FROM account a WHERE a.id = $2
"""
BEARER = "SELECT name, platform_admin FROM account WHERE id = $1"
#: Long after it could be used, so that whoever comes with a stolen token is told what it is.
KEPT_MS = 90 * 24 * 3600 * 1000
FORGET = "DELETE FROM session WHERE account = $1 AND seen_at_ms < $2"
HOLD = """
SELECT id, account, generation, rotated_at_ms, seen_at_ms, ended_at_ms FROM session WHERE id = $1 FOR UPDATE
"""
ROTATE = "UPDATE session SET generation = generation + 1, rotated_at_ms = $2, seen_at_ms = $2 WHERE id = $1"
PROVEN = "SELECT proven_at_ms FROM session WHERE id = $1 AND account = $2 AND ended_at_ms IS NULL"
PROVE = """
UPDATE session SET proven_at_ms = $3 WHERE id = $1 AND account = $2 AND ended_at_ms IS NULL RETURNING true
"""
LIVING = """
SELECT id, created_at_ms, seen_at_ms, device, address FROM session
WHERE account = $1 AND ended_at_ms IS NULL AND seen_at_ms > $2 ORDER BY seen_at_ms DESC, id LIMIT 200
"""
END = """
WITH ended AS (
    UPDATE session SET ended_at_ms = $3, ended_why = $4
    WHERE account = $1 AND id = ANY ($2) AND ended_at_ms IS NULL RETURNING id
), told AS (
    INSERT INTO revoked (id, subject, at_ms) SELECT gen_random_uuid()::text, 'session:' || id, $3 FROM ended
)
SELECT id FROM ended
"""
OTHERS = "SELECT id FROM session WHERE account = $1 AND id <> $2 AND ended_at_ms IS NULL FOR UPDATE"


class Bearer(Struct, frozen=True):
    """Whose session it is, as its word says it."""

    name: str
    platform_admin: bool


class Held(Struct, frozen=True):
    """A session whose row this transaction has to itself."""

    id: Id
    account: Id
    generation: int
    rotated_at_ms: Millis
    seen_at_ms: Millis
    ended_at_ms: Millis | None


class Device(Struct, frozen=True):
    """A session, for its owner to recognise: `device` is what the browser calls itself."""

    id: Id
    created_at_ms: Millis
    seen_at_ms: Millis
    device: str
    address: str


async def start(connection: Connection, account: Id, device: str, address: str, *, now_ms: Millis) -> tuple[Id, Bearer]:
    """Begin a session for who has just shown that the account is theirs, and forget its oldest; its id and whose it is.

    Raises:
        LookupError: there is no such account.
    """
    bearer = await bearer_of(connection, account)
    session = secrets.token_urlsafe(16)
    await connection.execute(FORGET, account, now_ms - KEPT_MS)
    await connection.execute(START, session, account, now_ms, device, address)
    return session, bearer


async def bearer_of(connection: Connection, account: Id) -> Bearer:
    """What the word of a session says of its account. Raises `LookupError` when there is none."""
    row = await connection.fetchrow(BEARER, account)
    if row is None:
        raise LookupError(account)
    return Bearer(**row)


async def hold(connection: Connection, session: Id) -> Held | None:
    """Lock a session until the transaction ends; None when there is none."""
    row = await connection.fetchrow(HOLD, session)
    return None if row is None else Held(**row)


async def rotate(connection: Connection, session: Id, *, now_ms: Millis) -> None:
    """Give a session its next generation."""
    await connection.execute(ROTATE, session, now_ms)


async def proven_at(connection: Connection, account: Id, session: Id) -> Millis | None:
    """When who has this session of an account last showed who they are; None when it has ended, or there is none."""
    return await connection.fetchval(PROVEN, session, account)


async def prove(connection: Connection, account: Id, session: Id, *, now_ms: Millis) -> bool:
    """They have shown it now; False when the session has ended."""
    return bool(await connection.fetchval(PROVE, session, account, now_ms))


async def living(connection: Connection, account: Id, *, since_ms: Millis) -> list[Device]:
    """The sessions of an account that were seen after `since_ms`, the last seen first, at most 200."""
    return [Device(**row) for row in await connection.fetch(LIVING, account, since_ms)]


async def end(connection: Connection, account: Id, sessions: list[Id], why: str, *, now_ms: Millis) -> list[Id]:
    """End these sessions of an account, and tell every worker; those that had not ended before.

    `why` is signed_out, ended, reused, password, or mail.
    """
    return [row["id"] for row in await connection.fetch(END, account, sessions, now_ms, why)]


async def end_all(connection: Connection, account: Id, why: str, *, but: Id = "", now_ms: Millis) -> list[Id]:
    """End every session of an account except `but`; likewise."""
    found = [row["id"] for row in await connection.fetch(OTHERS, account, but)]
    return await end(connection, account, found, why, now_ms=now_ms)
