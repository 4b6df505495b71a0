"""Who may read of a room over HTTP, and the songs of a floor."""

from typing import Annotated, Any

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import PathParameter, QueryParameter

from api.guards import in_measure
from api.worker import Worker
from hub.behaviours import kind_of
from hub.errors import Rejected
from hub.kernel import Role
from hub.rooms.grant import Grant, is_shut
from hub.rooms.live import Live
from hub.wire import Seen
from persistence.songs import Song, search


def granted(request: Request[Any, Any, Any], state: State, room: str) -> Grant:
    """The request's bearer grant, which opens the room.

    Raises:
        Rejected: `auth.*` or `room.not_granted`; who has no seat in such a room has no lists of it, and the audience
            has none at all.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Rejected("auth.grant_missing")
    worker: Worker = state.worker
    grant = worker.admission.grant(token)
    if room not in grant.rooms:
        raise Rejected("room.not_granted")
    of_room = kind_of(room)
    if grant.actor.role is Role.AUDIENCE or of_room is None or grant.actor.role not in of_room.lanes:
        raise Rejected("auth.forbidden", role=grant.actor.role.value)
    return grant


async def current(worker: Worker, room: str) -> Live:
    """A room as its log has it now, also when another worker was the last to write there.

    Raises:
        Rejected: `room.unknown`, `room.unavailable` or `hub.outdated`.
    """
    doors = worker.service.doors
    epoch, head = (await doors.ports.log.heads([room])).get(room, ("", 0))
    if not epoch:
        raise Rejected("room.unknown")
    return await doors.at(Seen(room, epoch, head))


def shut_now(worker: Worker, room: str) -> bool:
    """Whether a room is shut, as while its show is archived: nothing is written there."""
    return is_shut(room, worker.admission.revocations.known, worker.clock.now_ms())


@get("/api/floors/{floor:str}/songs", guards=[in_measure])
async def songs(
    floor: Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")],
    state: State,
    q: Annotated[str, QueryParameter(max_length=100, pattern=r"\A[^\x00-\x1f]*\Z")] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20,
) -> list[Song]:
    """The songs of this floor's songbook that match every word of `q`."""
    return await search(state.worker.database, f"floor/{floor}", q, limit)
