"""Sending somebody out of a room, for an hour, a day or for good; who is out, and letting them in again."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal, TypeAlias

from litestar import Request, delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from api.guards import in_measure
from api.openapi import GRANT
from api.rooms import granted
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import DESK, Id, Name
from persistence import bans
from persistence.audit import Actor, note
from persistence.bans import Banned
from persistence.database import Connection
from persistence.tenancy import in_room

HOUR_MS = 3600 * 1000
#: How long each lasts, in milliseconds; None is for good.
LASTS: dict[str, int | None] = {"hour": HOUR_MS, "day": 24 * HOUR_MS, "good": None}
ORG = "SELECT org_id FROM room WHERE id = $1"
IS_MEMBER = "SELECT EXISTS (SELECT FROM member WHERE org_id = $1 AND account = $2)"

KindInPath: TypeAlias = Annotated[str, PathParameter(max_length=15, pattern=r"\A[a-z]+\Z")]
RoomInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
PersonInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]+\Z")]


class Ban(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to send out: the id that they have in the room, what they are called there for the list, and how long."""

    person: Id
    name: Name | None = None
    lasts: Literal["hour", "day", "good"] = "day"


@asynccontextmanager
async def _at_the_desk(
    room_id: str, request: Request[Any, Any, Any], state: State
) -> AsyncGenerator[tuple[Connection, Actor]]:
    """A transaction in the room's organisation, and who of its desk asks.

    Raises:
        Rejected: `auth.*`, `room.not_granted` or `room.unknown`.
    """
    by = granted(request, state, room_id).actor
    if by.role not in DESK:
        raise Rejected("auth.forbidden", role=by.role.value)
    worker: Worker = state.worker
    async with in_room(worker.database, room_id) as connection:
        org: str | None = await connection.fetchval(ORG, room_id)
        if org is None:
            raise Rejected("room.unknown")
        yield connection, Actor(org, by.person, by.name, request.client.host if request.client else "")


@post(
    "/api/rooms/{kind:str}/{room:str}/bans",
    status_code=204,
    guards=[in_measure],
    security=[{GRANT: []}],
    summary="Send somebody out",
)
async def ban(
    kind: KindInPath, room: RoomInPath, data: JSONBody[Ban], request: Request[Any, Any, Any], state: State
) -> None:
    """Close the sockets of a guest or of somebody in the audience, and keep them out; for the desk."""
    room_id, now_ms = f"{kind}/{room}", state.worker.clock.now_ms()
    async with _at_the_desk(room_id, request, state) as (connection, actor):
        if await connection.fetchval(IS_MEMBER, actor.org, data.person):
            raise Rejected("auth.ban_member")
        lasts_ms = LASTS[data.lasts]
        until_ms = None if lasts_ms is None else now_ms + lasts_ms
        banned = Banned(data.person, data.name or "", actor.account, actor.name, now_ms, until_ms)
        await bans.put(connection, actor.org, room_id, banned)
        await note(connection, actor, "room.banned", room_id, now_ms=now_ms, after=data)


@get("/api/rooms/{kind:str}/{room:str}/bans", security=[{GRANT: []}], summary="Who was sent out")
async def list_bans(kind: KindInPath, room: RoomInPath, request: Request[Any, Any, Any], state: State) -> list[Banned]:
    """Who is kept out now, the last one first, at most 500; for the desk."""
    room_id = f"{kind}/{room}"
    async with _at_the_desk(room_id, request, state) as (connection, actor):
        return await bans.of_room(connection, actor.org, room_id, state.worker.clock.now_ms())


@delete(
    "/api/rooms/{kind:str}/{room:str}/bans/{person:str}",
    guards=[in_measure],
    security=[{GRANT: []}],
    summary="Let somebody in again",
)
async def lift_ban(
    kind: KindInPath, room: RoomInPath, person: PersonInPath, request: Request[Any, Any, Any], state: State
) -> None:
    """End a ban; every worker lets them in again within two seconds. For the desk."""
    room_id, now_ms = f"{kind}/{room}", state.worker.clock.now_ms()
    async with _at_the_desk(room_id, request, state) as (connection, actor):
        name = await bans.take_back(connection, actor.org, room_id, person, now_ms)
        if name is None:
            raise Rejected("http.not_found")
        before = {"person": person, "name": name or None}
        await note(connection, actor, "room.unbanned", room_id, now_ms=now_ms, before=before)


HANDLERS = (ban, list_bans, lift_ban)
