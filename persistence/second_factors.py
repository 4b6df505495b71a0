"""One-time codes and recovery codes of accounts. Every change is one statement, so a race has one winner."""

from collections.abc import Sequence

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Connection

TOTP = "SELECT mail, totp_secret, totp_since_ms FROM account WHERE id = $1"
#: Another secret has other codes, so its steps begin anew.
BEGIN = """
UPDATE account SET totp_secret = $2, totp_step = 0 WHERE id = $1 AND totp_since_ms IS NULL RETURNING mail
"""
CONFIRM = """
UPDATE account SET totp_since_ms = $3, totp_step = $4
WHERE id = $1 AND totp_secret = $2 AND totp_since_ms IS NULL RETURNING true
"""
STEP = """
UPDATE account SET totp_step = $3
WHERE id = $1 AND totp_secret = $2 AND totp_since_ms IS NOT NULL AND totp_step < $3 RETURNING true
"""
END = "UPDATE account SET totp_secret = NULL, totp_since_ms = NULL, totp_step = 0 WHERE id = $1"
FORGET = "DELETE FROM recovery_code WHERE account = $1"
KEEP = "INSERT INTO recovery_code (hash, account) SELECT hash, $1 FROM unnest($2::bytea[]) AS hash"
SPEND = "DELETE FROM recovery_code WHERE hash = $2 AND account = $1 RETURNING true"
LEFT = "SELECT count(*) FROM recovery_code WHERE account = $1"


class Totp(Struct, frozen=True):
    """What makes an account's one-time codes. `secret` is sealed; it counts since it was confirmed."""

    mail: str
    secret: bytes | None
    since_ms: Millis | None

    @property
    def confirmed(self) -> bool:
        """Whether signing in asks for a code."""
        return self.since_ms is not None


async def totp_of(connection: Connection, account: str) -> Totp | None:
    """Of an account; None when there is no such account."""
    found = await connection.fetchrow(TOTP, account)
    return None if found is None else Totp(found["mail"], found["totp_secret"], found["totp_since_ms"])


async def begin(connection: Connection, account: str, secret: bytes) -> str | None:
    """Keep a secret until it is confirmed; the account's mail, or None when another counts already."""
    return await connection.fetchval(BEGIN, account, secret)


async def confirm(connection: Connection, account: str, secret: bytes, *, now_ms: Millis, step: int) -> bool:
    """Let the secret count, with this step of it taken; False when it was replaced or confirmed meanwhile."""
    return bool(await connection.fetchval(CONFIRM, account, secret, now_ms, step))


async def take_step(connection: Connection, account: str, secret: bytes, step: int) -> bool:
    """Take a step of the secret that counts; False when it or a later one is taken."""
    return bool(await connection.fetchval(STEP, account, secret, step))


async def end(connection: Connection, account: str) -> None:
    """No second factor any more, and no recovery codes."""
    await connection.execute(END, account)
    await connection.execute(FORGET, account)


async def keep_codes(connection: Connection, account: str, hashes: Sequence[bytes]) -> None:
    """These recovery codes, and none from before."""
    await connection.execute(FORGET, account)
    await connection.execute(KEEP, account, hashes)


async def spend_code(connection: Connection, account: str, code: bytes) -> bool:
    """Use a recovery code up, by its hash; of many who try at once one gets True."""
    return bool(await connection.fetchval(SPEND, account, code))


async def codes_left(connection: Connection, account: str) -> int:
    """How many recovery codes are not used yet."""
    return await connection.fetchval(LEFT, account)
