"""The advance of a show: made with its parts, its code, its room and the first line of its activity in one act."""

import secrets
from collections.abc import Sequence

from asyncpg import UniqueViolationError
from msgspec import Struct

from hub.advancing_sync.messages import Edited
from hub.advancing_sync.prefill import SHOW as PREFILLER
from hub.kernel import Millis
from persistence import facts
from persistence.audit import Actor
from persistence.database import Connection

MAKE = "SELECT advance_make($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
READ = "SELECT status, revision, created_at_ms FROM advance WHERE org_id = $1 AND show = $2"
PARTS = "SELECT section, state FROM advance_part WHERE org_id = $1 AND show = $2"


class Advance(Struct, frozen=True):
    """How far an advance is. `parts` is the state of each section: open, submitted or signed_off."""

    status: str
    revision: int
    created_at_ms: Millis
    parts: dict[str, str]


async def make(
    connection: Connection,
    actor: Actor,
    show: str,
    sections: Sequence[str],
    codes: Sequence[str],
    *,
    known: Sequence[Edited] = (),
    now_ms: Millis,
) -> bool:
    """Make the advance of a show, with the first of these codes that no other show has; False when it has one.

    Its room begins with what is `known`, as the log of anything else that was written there.

    Raises:
        UniqueViolationError: every one of the codes is taken.
    """
    *others, last = codes
    epoch = secrets.token_urlsafe(12)
    written = [facts.encode(each) for each in known]

    async def attempt(code: str) -> bool:
        async with connection.transaction():
            told = (code, epoch, actor.account, actor.name, now_ms, PREFILLER.person, written)
            made: bool = await connection.fetchval(MAKE, actor.org, show, list(sections), *told)
            return made

    for code in others:
        try:
            return await attempt(code)
        except UniqueViolationError:
            continue
    return await attempt(last)


async def read(connection: Connection, org: str, show: str) -> Advance | None:
    """The advance of a show; None when it has none."""
    row = await connection.fetchrow(READ, org, show)
    if row is None:
        return None
    parts = {each["section"]: each["state"] for each in await connection.fetch(PARTS, org, show)}
    return Advance(row["status"], row["revision"], row["created_at_ms"], parts)
