"""Mails of a demo, which nobody sends, kept to be read at `/dev/mail`."""

import secrets

from msgspec import Struct

from hub.kernel import Millis
from persistence.database import Connection

#: The oldest of more than so many are forgotten.
KEPT = 500
KEEP = "INSERT INTO mail (id, address, subject, text, at_ms) VALUES ($1, $2, $3, $4, $5)"
FORGET = "DELETE FROM mail WHERE id IN (SELECT id FROM mail ORDER BY at_ms DESC, id DESC OFFSET $1)"
RECENT = "SELECT address, subject, text, at_ms FROM mail ORDER BY at_ms DESC, id DESC LIMIT $1"


class Kept(Struct, frozen=True):
    """A mail in plain text."""

    address: str
    subject: str
    text: str
    at_ms: Millis


async def keep(connection: Connection, address: str, subject: str, text: str, *, now_ms: Millis) -> None:
    """Keep a mail, and forget the oldest."""
    await connection.execute(KEEP, secrets.token_urlsafe(12), address, subject, text, now_ms)
    await connection.execute(FORGET, KEPT)


async def recent(connection: Connection, limit: int = KEPT) -> list[Kept]:
    """The newest, newest first."""
    return [Kept(**row) for row in await connection.fetch(RECENT, limit)]
