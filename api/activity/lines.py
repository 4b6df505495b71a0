"""Who did what and when, filtered, in pages; and what somebody has read of it."""

from typing import Annotated, Any, Literal

from litestar import Request, get, put
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody, PathParameter, QueryParameter
from msgspec import Meta, Struct

from api.openapi import GRANT
from api.rooms import granted
from persistence import activity
from persistence.activity import Done, Seen, Sought

KindInPath = Annotated[str, PathParameter(max_length=15, pattern=r"\A[a-z]+\Z")]
RoomInPath = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
Before = Annotated[int, QueryParameter(ge=1, le=2**53, description="The seq to page on from.")]
Limit = Annotated[int, QueryParameter(ge=1, le=200)]
Kind = Literal["", "answers", "rows", "notes", "files", "agreement", "form"]


class HasRead(Struct, frozen=True, forbid_unknown_fields=True):
    """The newest line that was on the screen."""

    seq: Annotated[int, Meta(ge=0, le=2**53)]


@get("/api/rooms/{kind:str}/{room:str}/activity", security=[{GRANT: []}], summary="Who did what and when")
async def list_activity(
    kind: KindInPath,
    room: RoomInPath,
    request: Request[Any, Any, Any],
    state: State,
    *,
    before: Before = 2**53,
    limit: Limit = 50,
    section: Annotated[str, QueryParameter(max_length=40, pattern=r"\A[a-z0-9_]*\Z")] = "",
    person: Annotated[str, QueryParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]*\Z")] = "",
    party: FromQuery[Literal["", "band", "venue"]] = "",
    which: FromQuery[Kind] = "",
) -> list[Done]:
    """Newest first, of the sections that one sees; `was` and `text` say from what to what."""
    grant = granted(request, state, f"{kind}/{room}")
    return await activity.recent(
        state.worker.database,
        f"{kind}/{room}",
        before,
        limit,
        grant.sections,
        private=grant.sight.private,
        sought=Sought(section, person, party, which),
    )


@get("/api/rooms/{kind:str}/{room:str}/activity/seen", security=[{GRANT: []}], summary="How far one has read")
async def read_seen(kind: KindInPath, room: RoomInPath, request: Request[Any, Any, Any], state: State) -> Seen:
    """The newest line that one had on the screen when one was last here."""
    grant = granted(request, state, f"{kind}/{room}")
    return await activity.seen(state.worker.database, f"{kind}/{room}", grant.actor.person)


@put("/api/rooms/{kind:str}/{room:str}/activity/seen", security=[{GRANT: []}], summary="Say how far one has read")
async def keep_seen(
    kind: KindInPath, room: RoomInPath, data: JSONBody[HasRead], request: Request[Any, Any, Any], state: State
) -> Seen:
    """What was read stays read, on whichever device it was."""
    grant = granted(request, state, f"{kind}/{room}")
    now_ms = state.worker.clock.now_ms()
    return await activity.see(state.worker.database, f"{kind}/{room}", grant.actor.person, data.seq, now_ms)


HANDLERS = (list_activity, read_seen, keep_seen)
