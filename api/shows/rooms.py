"""The rooms that belong to a show or a stream, and how a member gets into them."""

from litestar import Response
from msgspec import Struct

from api import grants
from api.who import Membership
from api.worker import Worker
from hub.behaviours import kind_of
from hub.kernel import Millis, Role

GRANT_MS = 12 * 3600 * 1000


class Door(Struct, frozen=True):
    """A room; `open`: to the one who asks."""

    room: str
    kind: str
    open: bool


class Granted(Struct, frozen=True):
    """The grant for a socket's hello, and as whom it lets in."""

    token: str
    room: str
    person: str
    name: str
    role: Role
    expires_ms: Millis


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
        Granted(token, room, who.account, who.name, member.role, expires_ms), headers={"Cache-Control": "no-store"}
    )
