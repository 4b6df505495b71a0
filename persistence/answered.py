"""Answers to requests that name themselves with a key, so that one that is sent twice is done once."""

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection, Database

#: So long an answer is kept, and a key names its first request.
KEPT_MS = 24 * 3600 * 1000
#: Rows that each new one clears away: with the index this costs next to nothing, and the table does not grow.
CLEARED = 10
CLEAR = """
DELETE FROM answered WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM answered WHERE at_ms <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
))
"""
CLAIM = """
INSERT INTO answered (account, key, digest, at_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (account, key) DO UPDATE
SET digest = excluded.digest, status = NULL, body = NULL, at_ms = excluded.at_ms WHERE answered.at_ms <= $5
RETURNING true
"""
FIND = "SELECT digest, status, body, at_ms FROM answered WHERE account = $1 AND key = $2"
KEEP = "UPDATE answered SET status = $4, body = $5 WHERE account = $1 AND key = $2 AND at_ms = $3 AND status IS NULL"
RELEASE = "DELETE FROM answered WHERE account = $1 AND key = $2 AND at_ms = $3 AND status IS NULL"


class Named(Struct, frozen=True):
    """A request: whose, under which key, and when it came. The key is a hash of what the client sent."""

    account: Id
    key: str
    at_ms: Millis


class Earlier(Struct, frozen=True):
    """What became of the first request with a key: `status` and `body` are None until it was answered."""

    digest: bytes
    status: int | None
    body: bytes | None
    at_ms: Millis


async def claim(database: Database, named: Named, digest: bytes) -> Earlier | None:
    """Be the first request with its key: None; or what became of the one that was."""
    async with database.connection() as connection:
        await connection.execute(CLEAR, named.at_ms - KEPT_MS, CLEARED)
        expired_ms = named.at_ms - KEPT_MS
        if await connection.fetchval(CLAIM, named.account, named.key, digest, named.at_ms, expired_ms):
            return None
        return await _earlier(connection, named, digest)


async def keep(database: Database, named: Named, status: int, body: bytes) -> None:
    """The answer to the request that has the key."""
    async with database.connection() as connection:
        await connection.execute(KEEP, named.account, named.key, named.at_ms, status, body)


async def release(database: Database, named: Named) -> None:
    """Nothing was done: the key is free again."""
    async with database.connection() as connection:
        await connection.execute(RELEASE, named.account, named.key, named.at_ms)


async def _earlier(connection: Connection, named: Named, digest: bytes) -> Earlier:
    row = await connection.fetchrow(FIND, named.account, named.key)
    # It was released between the two statements: it is as good as at work.
    return Earlier(**dict(row)) if row is not None else Earlier(digest, None, None, named.at_ms)
