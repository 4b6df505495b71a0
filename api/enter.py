"""The audience walks in: no account, a signed cookie per device, a grant for one public room."""

from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from api import grants
from api.guards import in_measure
from api.person import Preferences, asking, chosen, cookie_of
from api.worker import Worker
from hub.behaviours import kind_of
from hub.errors import Rejected
from hub.kernel import Actor, Millis, Name, Role, RoomId
from hub.rooms.grant import Grant, is_shut

GRANT_MS = 12 * 3600 * 1000


class Entering(Struct, frozen=True, forbid_unknown_fields=True):
    """Which room; the name to show there, and preferences to keep."""

    room: RoomId
    name: (
        Annotated[Name, Meta(description="Shown to others; without one, the name that this device chose last.")]
        | UnsetType
    ) = UNSET
    preferences: Preferences | UnsetType = UNSET


class Entered(Struct, frozen=True):
    """The grant for a socket's hello, and who the hub takes this device for."""

    token: str
    person: str
    name: str
    expires_ms: Millis
    preferences: Preferences


@post("/api/enter", status_code=200, guards=[in_measure])
async def enter(data: JSONBody[Entering], request: Request[Any, Any, Any], state: State) -> Response[Entered]:
    """Mint an audience grant for a floor or a stream; the identity is the cookie's, never the typed name."""
    kind = kind_of(data.room)
    if kind is None or Role.AUDIENCE not in kind.lanes:
        raise Rejected("room.unknown")
    worker: Worker = state.worker
    if data.room not in await worker.service.doors.ports.log.heads([data.room]):
        raise Rejected("room.unknown")
    person = chosen(asking(request, worker), data.name, data.preferences)
    expires_ms = worker.clock.now_ms() + GRANT_MS
    grant = Grant(Actor(person.sub, Role.AUDIENCE, person.name), (data.room,), expires_ms)
    known, now_ms = worker.admission.revocations.known, worker.clock.now_ms()
    if is_shut(data.room, known, now_ms):
        raise Rejected("room.archived")
    if grant.revoked_by(known, now_ms):
        raise Rejected("auth.banned")
    return Response(
        Entered(grants.write(worker.keys, grant), person.sub, person.name, expires_ms, person.prefs),
        cookies=[cookie_of(worker, person)],
        headers={"Cache-Control": "no-store"},
    )
