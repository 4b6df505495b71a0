"""Reading an organisation's audit: page by page, the newest first."""

from typing import Any

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

PAGE = """
SELECT id, at_ms, account, name, what, about, address, before::text AS before, after::text AS after FROM audit
WHERE org_id = $1 AND (at_ms, id) < ($2, $3) AND at_ms >= $4
    AND ($5 = '' OR what = $5 OR starts_with(what, $5 || '.'))
    AND ($6 = '' OR account = $6) AND ($7 = '' OR about = $7)
ORDER BY at_ms DESC, id DESC LIMIT $8
"""


class Noted(Struct, frozen=True):
    """One line. `what` is `show.archived`, `about` the id of the thing; `account` is empty for the command line."""

    id: Id
    at_ms: Millis
    account: str
    name: str
    what: str
    about: str
    address: str
    before: Any
    after: Any


class Place(Struct, frozen=True):
    """Where a page begins: after the line with this time and id."""

    at_ms: Millis = 2**53
    id: str = ""


class Sought(Struct, frozen=True):
    """Which lines; what is empty does not matter. `what` is a whole one, or the part before its dot."""

    what: str = ""
    account: str = ""
    about: str = ""
    since_ms: Millis = 0


async def page(connection: Connection, org: Id, sought: Sought, after: Place, limit: int) -> list[Noted]:
    """At most `limit` lines of an organisation."""
    rows = await connection.fetch(
        PAGE,
        org,
        after.at_ms,
        after.id,
        sought.since_ms,
        sought.what,
        sought.account,
        sought.about,
        limit,
    )
    return [Noted(**{**row, "before": _value(row["before"]), "after": _value(row["after"])}) for row in rows]


def _value(text: str | None) -> Any:
    return None if text is None else msgspec.json.decode(text)
