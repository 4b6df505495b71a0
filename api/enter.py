"""The audience walks in: no account, a signed cookie per device, a grant for one public room."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import Cookie, State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api import grants
from api.guards import in_measure
from api.signing import Forged, sign, unsign
from api.worker import Worker
from hub.behaviours import kind_of
from hub.errors import Rejected
from hub.kernel import Actor, Id, Millis, Name, Role, RoomId

COOKIE = "hub_person"
COOKIE_S = 180 * 24 * 3600
GRANT_MS = 12 * 3600 * 1000
_COOKIE_AUDIENCE = "showhub/person"


class Entering(Struct, frozen=True, forbid_unknown_fields=True):
    """Which room, and the name to show there."""

    room: RoomId
    name: Annotated[Name, Meta(description="Shown to others; may be changed by entering again.")] = "Guest"


class Entered(Struct, frozen=True):
    """The grant for a socket's hello, and who the hub takes this device for."""

    token: str
    person: str
    name: str
    expires_ms: Millis


def person_in(secret: str, cookie: str | None) -> str | None:
    """The person a cookie names; None when it names nobody we know."""
    if cookie is None:
        return None
    try:
        return msgspec.convert(unsign(secret, cookie, audience=_COOKIE_AUDIENCE).get("sub"), Id)
    except (Forged, msgspec.ValidationError):
        return None


@post("/api/enter", status_code=200, guards=[in_measure])
async def enter(data: JSONBody[Entering], request: Request[Any, Any, Any], state: State) -> Response[Entered]:
    """Mint an audience grant for a floor or a stream; the identity is the cookie's, never the typed name."""
    kind = kind_of(data.room)
    if kind is None or Role.AUDIENCE not in kind.lanes:
        raise Rejected("room.unknown")
    worker: Worker = state.worker
    if data.room not in await worker.service.doors.ports.log.heads([data.room]):
        raise Rejected("room.unknown")
    secret = worker.settings.grant_secret
    person = person_in(secret, request.cookies.get(COOKIE)) or grants.fresh_person()
    expires_ms = worker.clock.now_ms() + GRANT_MS
    token = grants.mint(secret, Actor(person, Role.AUDIENCE, data.name), [data.room], expires_ms=expires_ms)
    cookie = Cookie(
        key=COOKIE,
        value=sign(secret, {"sub": person}, audience=_COOKIE_AUDIENCE),
        max_age=COOKIE_S,
        httponly=True,
        secure=worker.settings.cookie_secure,
        samesite="lax",
        path="/api",
    )
    return Response(
        Entered(token, person, data.name, expires_ms), cookies=[cookie], headers={"Cache-Control": "no-store"}
    )
