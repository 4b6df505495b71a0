"""The rooms that belong to a show or a stream, how a member gets into them, and how they are shut and opened again.

The rooms of what is archived are shut: nobody but members gets in, and nothing more is written there.
"""

from collections.abc import Iterable

from litestar import Response
from msgspec import Struct

from api import grants
from api.who import Membership
from api.worker import Worker
from hub.behaviours import kind_of
from hub.kernel import Millis, Party, Role, RoomId
from hub.rooms.grant import shut_of
from persistence.database import Connection
from persistence.revocations import FOR_GOOD_MS, lift, stand

GRANT_MS = 12 * 3600 * 1000


class Door(Struct, frozen=True):
    """A room; `open`: to the one who asks."""

    room: str
    kind: str
    open: bool


class Granted(Struct, frozen=True):
    """The grant for a socket's hello, and as whom it lets in. `side`: for whom the organisation speaks."""

    token: str
    room: str
    person: str
    name: str
    role: Role
    expires_ms: Millis
    side: Party


def door(member: Membership, room: str) -> Door:
    """A room as this member finds it."""
    kind = kind_of(room)
    assert kind is not None
    return Door(room, kind.name, member.role in kind.lanes)


def grant(worker: Worker, member: Membership, room: str) -> Response[Granted]:
    """A member's grant for a room of their organisation.

    Raises:
        Rejected: `auth.forbidden`: their role has no seat there.
    """
    granted = member.grant(room, now_ms=worker.clock.now_ms(), good_ms=GRANT_MS)
    token, expires_ms, who = grants.write(worker.keys, granted), granted.expires_ms, member.who
    return Response(
        Granted(token, room, who.account, who.name, member.role, expires_ms, member.side),
        headers={"Cache-Control": "no-store"},
    )


async def shut(connection: Connection, rooms: Iterable[RoomId], now_ms: Millis) -> None:
    """Send everybody but members out of these rooms within two seconds, and let nobody else in.

    What they belong to is held, here and in `reopen`.
    """
    for room in rooms:
        await stand(connection, shut_of(room), FOR_GOOD_MS, now_ms)


async def reopen(connection: Connection, rooms: Iterable[RoomId], now_ms: Millis) -> None:
    """Let everybody in again by what they have."""
    for room in rooms:
        await lift(connection, shut_of(room), now_ms)
