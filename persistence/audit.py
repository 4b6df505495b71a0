"""What was done in an organisation, by whom, from where. The table only grows: Postgres refuses everything else."""

import secrets
from typing import Any

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

NOTE = """
INSERT INTO audit (org_id, id, at_ms, account, name, what, about, address, before, after)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb, $10::text::jsonb)
"""


class Actor(Struct, frozen=True):
    """Who did it; `account` is empty for operators at the command line."""

    org: Id
    account: str
    name: str
    address: str


async def note(
    connection: Connection,
    actor: Actor,
    what: str,
    about: str,
    *,
    now_ms: Millis,
    before: Any = None,
    after: Any = None,
) -> None:
    """Note an act in the transaction that does it; `what` is `show.archived`, `about` the id of the thing.

    `before` and `after` are what changed of it, without secrets: Structs or plain values.
    """
    told = [None if each is None else msgspec.json.encode(each).decode() for each in (before, after)]
    await connection.execute(
        NOTE,
        actor.org,
        secrets.token_urlsafe(12),
        now_ms,
        actor.account,
        actor.name,
        what,
        about,
        actor.address,
        *told,
    )
