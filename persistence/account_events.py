"""What happened to an account, for its owner to read."""

import secrets

from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

TELL = "INSERT INTO account_event (id, account, what, device, address, at_ms) VALUES ($1, $2, $3, $4, $5, $6)"
KEPT_MS = 365 * 24 * 3600 * 1000
FORGET = "DELETE FROM account_event WHERE account = $1 AND at_ms < $2"
RECENT = """
SELECT id, what, device, address, at_ms FROM account_event WHERE account = $1 ORDER BY at_ms DESC, id LIMIT $2
"""


class Happened(Struct, frozen=True):
    """One line. `what` is `signed_in`, `password_changed` and the like; `device` is what the browser calls itself."""

    id: Id
    what: str
    device: str
    address: str
    at_ms: Millis


async def tell(connection: Connection, account: Id, what: str, *, device: str, address: str, now_ms: Millis) -> None:
    """Keep what happens for a year, in the transaction in which it does."""
    await connection.execute(FORGET, account, now_ms - KEPT_MS)
    await connection.execute(TELL, secrets.token_urlsafe(12), account, what, device, address, now_ms)


async def recent(connection: Connection, account: Id, limit: int) -> list[Happened]:
    """The newest lines, newest first."""
    return [Happened(**row) for row in await connection.fetch(RECENT, account, limit)]
