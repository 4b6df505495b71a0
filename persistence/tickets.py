"""Tickets: each opens one socket once, within seconds. Kept as a hash only, beside the grant that it stands for."""

import re
import secrets
from hashlib import sha256

import msgspec

from hub.kernel import Id, Millis
from hub.rooms.grant import Grant
from persistence.database import Connection, Database

GOOD_MS = 30_000
#: 192 random bits, as 32 letters.
BYTES = 24
_TICKET = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
ISSUE = 'INSERT INTO ticket (hash, org_id, "grant", expires_at_ms) VALUES ($1, $2, $3::text::jsonb, $4)'
SPEND = "SELECT ticket_spend($1, $2)"
FORGET = "SELECT tickets_forget($1)"


def is_ticket(token: str) -> bool:
    """Whether a text is written as tickets are; grants have dots."""
    return _TICKET.fullmatch(token) is not None


async def issue(connection: Connection, org: Id, grant: Grant, now_ms: Millis) -> str:
    """A ticket for the grant, in a transaction of the organisation."""
    ticket = secrets.token_urlsafe(BYTES)
    await connection.execute(ISSUE, _hash(ticket), org, msgspec.json.encode(grant).decode(), now_ms + GOOD_MS)
    return ticket


async def spend(database: Database, ticket: str, now_ms: Millis) -> Grant | None:
    """The grant, for whoever is first; None for everybody after, and when it is too late. Raises `Unavailable`."""
    async with database.connection() as connection:
        kept: str | None = await connection.fetchval(SPEND, _hash(ticket), now_ms)
    return None if kept is None else msgspec.json.decode(kept, type=Grant)


async def forget(database: Database, now_ms: Millis) -> None:
    """Let go of those that nobody spent. Raises `Unavailable`."""
    async with database.connection() as connection:
        await connection.execute(FORGET, now_ms)


def _hash(ticket: str) -> bytes:
    return sha256(ticket.encode()).digest()
