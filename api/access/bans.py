"""Sending somebody out of a room for the night: a whole day on this device, by this cookie or this link."""

from typing import Annotated, Any

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from api.guards import in_measure
from api.openapi import GRANT
from api.rooms import granted
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import DESK, Id
from hub.rooms.grant import ban_of
from persistence.audit import Actor, note
from persistence.revocations import revoke
from persistence.tenancy import in_room

ORG = "SELECT org_id FROM room WHERE id = $1"
IS_MEMBER = "SELECT EXISTS (SELECT FROM member WHERE org_id = $1 AND account = $2)"


class Ban(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to send out: the id that they have in the room."""

    person: Id


@post(
    "/api/rooms/{kind:str}/{room:str}/bans",
    status_code=204,
    guards=[in_measure],
    security=[{GRANT: []}],
    summary="Send somebody out",
)
async def ban(
    kind: Annotated[str, PathParameter(max_length=15, pattern=r"\A[a-z]+\Z")],
    room: Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")],
    data: JSONBody[Ban],
    request: Request[Any, Any, Any],
    state: State,
) -> None:
    """Close the sockets of a guest or of somebody in the audience, and keep them out for a day; for the desk."""
    room_id = f"{kind}/{room}"
    by = granted(request, state, room_id).actor
    if by.role not in DESK:
        raise Rejected("auth.forbidden", role=by.role.value)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with in_room(worker.database, room_id) as connection:
        org: str | None = await connection.fetchval(ORG, room_id)
        if org is None:
            raise Rejected("room.unknown")
        if await connection.fetchval(IS_MEMBER, org, data.person):
            raise Rejected("auth.ban_member")
        await revoke(connection, ban_of(room_id, data.person), now_ms)
        address = request.client.host if request.client else ""
        actor = Actor(org, by.person, by.name, address)
        await note(connection, actor, "room.banned", room_id, now_ms=now_ms, after={"person": data.person})


HANDLERS = (ban,)
