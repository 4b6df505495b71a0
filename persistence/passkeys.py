"""Passkeys of accounts (WebAuthn credentials): public keys only, so nothing here lets anybody in."""

from collections.abc import Sequence

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

#: One more only while there is room; whoever adds two at once waits for the account's row.
LOCK = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE"
COUNT = "SELECT count(*) FROM passkey WHERE account = $1"
ADD = """
INSERT INTO passkey (credential, account, public_key, sign_count, name, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING true
"""
LIST = """
SELECT credential, name, created_at_ms, used_at_ms FROM passkey WHERE account = $1 ORDER BY created_at_ms, credential
"""
FIND = """
SELECT p.account, a.name, a.platform_admin, p.public_key, p.sign_count
FROM passkey p JOIN account a ON a.id = p.account WHERE p.credential = $1 FOR UPDATE OF p
"""
USE = "UPDATE passkey SET sign_count = $2, used_at_ms = $3 WHERE credential = $1"
DROP = "DELETE FROM passkey WHERE account = $1 AND credential = $2 RETURNING name"
KEEP = "DELETE FROM passkey WHERE account = $1 AND credential <> ALL ($2) RETURNING name"


class Passkey(Struct, frozen=True):
    """A passkey in its owner's list."""

    credential: bytes
    name: str
    created_at_ms: Millis
    used_at_ms: Millis | None


class Key(Struct, frozen=True):
    """What a signature is held against, and whose it is. `sign_count` is 0 for keys that do not count."""

    account: Id
    name: str
    platform_admin: bool
    public_key: bytes
    sign_count: int


async def count(connection: Connection, account: str) -> int:
    """How many an account has, until this transaction ends."""
    await connection.execute(LOCK, account)
    return await connection.fetchval(COUNT, account)


async def add(
    connection: Connection,
    account: str,
    credential: bytes,
    public_key: bytes,
    *,
    sign_count: int,
    name: str,
    now_ms: Millis,
) -> bool:
    """Add one; False when some account has it already."""
    return bool(await connection.fetchval(ADD, credential, account, public_key, sign_count, name, now_ms))


async def of(connection: Connection, account: str) -> list[Passkey]:
    """All of an account, the oldest first."""
    return [
        Passkey(row["credential"], row["name"], row["created_at_ms"], row["used_at_ms"])
        for row in await connection.fetch(LIST, account)
    ]


async def find(connection: Connection, credential: bytes) -> Key | None:
    """What belongs to a credential, which this transaction then has to itself; None when nobody has it."""
    row = await connection.fetchrow(FIND, credential)
    return None if row is None else Key(**dict(row))


async def use(connection: Connection, credential: bytes, *, sign_count: int, now_ms: Millis) -> None:
    """Note that it signed, in the transaction that found it."""
    await connection.execute(USE, credential, sign_count, now_ms)


async def drop(connection: Connection, account: str, credential: bytes) -> str | None:
    """Take one away; its name, or None when the account has no such passkey."""
    return await connection.fetchval(DROP, account, credential)


async def keep(connection: Connection, account: str, credentials: Sequence[bytes]) -> list[str]:
    """Take all of an account away but these; the names of those that are gone."""
    return [row["name"] for row in await connection.fetch(KEEP, account, credentials)]
