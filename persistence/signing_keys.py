"""The ids of the keys that sign. The keys themselves come out of the hub's secret, so there is none to steal here."""

import secrets

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

#: The newest first.
ALL = "SELECT id, created_at_ms, retired_at_ms FROM signing_key ORDER BY created_at_ms DESC, id"
RETIRE_LATER = "UPDATE signing_key SET retired_at_ms = $1 WHERE retired_at_ms IS NULL"
ADD = "INSERT INTO signing_key (id, created_at_ms) VALUES ($1, $2)"
RETIRE = """
UPDATE signing_key SET retired_at_ms = $2
WHERE id = $1 AND (retired_at_ms IS NULL OR retired_at_ms > $2) RETURNING true
"""


class SigningKey(Struct, frozen=True):
    """A key. From `retired_at_ms` on, which may be in the future, nothing that it signed counts."""

    id: Id
    created_at_ms: Millis
    retired_at_ms: Millis | None

    def lives(self, now_ms: Millis) -> bool:
        """Whether what it signed counts."""
        return self.retired_at_ms is None or self.retired_at_ms > now_ms


async def all_keys(connection: Connection) -> list[SigningKey]:
    """Every key there ever was, the newest first."""
    return [SigningKey(**row) for row in await connection.fetch(ALL)]


async def rotate(connection: Connection, *, now_ms: Millis, keep_ms: Millis) -> str:
    """Add a key that signs from now on, for whoever owns the tables; its id.

    Those before end in `keep_ms`: whatever they signed has expired by then.
    """
    key = secrets.token_hex(6)
    await connection.execute(RETIRE_LATER, now_ms + keep_ms)
    await connection.execute(ADD, key, now_ms)
    return key


async def retire(connection: Connection, key: str, *, now_ms: Millis) -> bool:
    """Let a key end now, and all that it signed; False when there is none, or it has ended. For the owner too."""
    return bool(await connection.fetchval(RETIRE, key, now_ms))
