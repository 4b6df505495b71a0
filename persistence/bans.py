"""Who may not come into a room: the list for its desk, kept in step with what every worker looks for."""

from msgspec import Struct

from hub.kernel import Id, Millis, RoomId
from hub.rooms.grant import ban_of
from persistence.database import Connection
from persistence.revocations import FOR_GOOD_MS, lift, stand

#: `$1` the organisation, `$2` the room.
PUT = """
INSERT INTO ban (org_id, room, person, name, by, by_name, at_ms, until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org_id, room, person) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), ban.name),
    by = excluded.by, by_name = excluded.by_name, at_ms = excluded.at_ms, until_ms = excluded.until_ms
"""
#: `$3` now, `$4` how many at most.
LIST = """
SELECT person, name, by, by_name, at_ms, until_ms FROM ban
WHERE org_id = $1 AND room = $2 AND (until_ms IS NULL OR until_ms > $3) ORDER BY at_ms DESC, person LIMIT $4
"""
TAKE = "DELETE FROM ban WHERE org_id = $1 AND room = $2 AND person = $3 RETURNING name, until_ms"
TIDY = "DELETE FROM ban WHERE org_id = $1 AND room = $2 AND until_ms <= $3"
LISTED_MAX = 500


class Banned(Struct, frozen=True):
    """Somebody who is kept out, as they were called, and by whom. `until_ms` null: for good."""

    person: Id
    name: str
    by: str
    by_name: str
    at_ms: Millis
    until_ms: Millis | None


async def put(connection: Connection, org: Id, room: RoomId, banned: Banned) -> None:
    """Keep somebody out of a room from now on; a ban from before gives way to this one."""
    told = (banned.person, banned.name, banned.by, banned.by_name, banned.at_ms, banned.until_ms)
    await connection.execute(PUT, org, room, *told)
    until_ms = FOR_GOOD_MS if banned.until_ms is None else banned.until_ms
    await stand(connection, ban_of(room, banned.person), until_ms, banned.at_ms)
    await connection.execute(TIDY, org, room, banned.at_ms)


async def of_room(connection: Connection, org: Id, room: RoomId, now_ms: Millis) -> list[Banned]:
    """Who is kept out now, the last one first; at most `LISTED_MAX`."""
    return [Banned(**row) for row in await connection.fetch(LIST, org, room, now_ms, LISTED_MAX)]


async def take_back(connection: Connection, org: Id, room: RoomId, person: Id, now_ms: Millis) -> str | None:
    """Let somebody in again; how they were called, None for somebody who was not kept out."""
    row = await connection.fetchrow(TAKE, org, room, person)
    if row is None or (row["until_ms"] is not None and row["until_ms"] <= now_ms):
        return None
    await lift(connection, ban_of(room, person), now_ms)
    name: str = row["name"]
    return name
