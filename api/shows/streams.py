"""Streams over HTTP. Each has its room, `stream/<id>`, from the moment it is made."""

from typing import Annotated, Literal, TypeAlias

from litestar import Response, get, patch, post
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from api.shows.asked import Cursor, Found, Limit, Ref, Text, Which, differing, fresh_id, given
from api.shows.rooms import Granted, grant
from api.who import Member, Membership
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Line, Role
from persistence import shows, streams
from persistence.audit import note
from persistence.database import Connection
from persistence.paging import Asked
from persistence.room_log import make_room
from persistence.streams import Stream
from persistence.tenancy import within

STREAMERS = ORGANISERS | {Role.STREAMER}
Sort: TypeAlias = Literal["title", "-title", "created", "-created"]


class NewStream(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to watch, of a show or of none."""

    title: Line
    show: Ref | None = None


class StreamChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different; the rest stays."""

    title: Line | UnsetType = UNSET
    show: Ref | UnsetType | None = UNSET


class Streams(Struct, frozen=True):
    """A page of streams; `cursor` asks for the next, and is null when this is the last."""

    streams: list[Stream]
    cursor: str | None


@get("/api/orgs/{org:str}/streams", summary="List streams")
async def list_streams(
    member: Member,
    state: State,
    *,
    which: FromQuery[Which] = "active",
    q: Text = "",
    show: Annotated[str, QueryParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]*\Z")] = "",
    sort: FromQuery[Sort] = "-created",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Streams:
    """The streams with every word of `q` in the title; of one show, when it is named."""
    async with within(state.worker.database, member.org) as connection:
        asked = Asked(sort, cursor, limit)
        found = await streams.listed(connection, member.org, asked, which=which, text=q, show=show)
    return Streams(found.rows, found.cursor)


@post("/api/orgs/{org:str}/streams", opt={"creates": True}, summary="Make a stream")
async def create_stream(member: Member, data: JSONBody[NewStream], state: State) -> Stream:
    """Make a stream and its room."""
    member.must(STREAMERS)
    worker: Worker = state.worker
    stream = Stream(fresh_id(), data.title, data.show, worker.clock.now_ms())
    async with within(worker.database, member.org) as connection:
        await _show_of_ours(connection, member, data.show)
        await streams.make(connection, member.org, stream)
        await make_room(connection, member.org, f"stream/{stream.id}")
        now_ms = stream.created_at_ms
        await note(connection, member.actor, "stream.created", stream.id, now_ms=now_ms, after=data)
    return stream


@get("/api/orgs/{org:str}/streams/{stream:str}", summary="A stream")
async def read_stream(member: Member, stream: Found, state: State) -> Stream:
    """One stream, archived or not."""
    async with within(state.worker.database, member.org) as connection:
        return await _there(connection, member, stream)


@patch("/api/orgs/{org:str}/streams/{stream:str}", summary="Change a stream")
async def change_stream(member: Member, stream: Found, data: JSONBody[StreamChange], state: State) -> Stream:
    """Change what is said of a stream that is not archived."""
    member.must(STREAMERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        found = await _there(connection, member, stream, hold=True)
        if found.archived_at_ms is not None:
            raise Rejected("show.archived")
        before, after = differing(found, given(data))
        if not after:
            return found
        await _show_of_ours(connection, member, after.get("show"))
        changed = replace(found, **after)
        await streams.write(connection, member.org, changed)
        now_ms = worker.clock.now_ms()
        await note(connection, member.actor, "stream.changed", stream, now_ms=now_ms, before=before, after=after)
    return changed


@post("/api/orgs/{org:str}/streams/{stream:str}/archive", status_code=200, summary="Archive a stream")
async def archive_stream(member: Member, stream: Found, state: State) -> Stream:
    """Take a stream out of the lists; again is the same as once."""
    return await _put_away(member, stream, state.worker, away=True)


@post("/api/orgs/{org:str}/streams/{stream:str}/restore", status_code=200, summary="Restore a stream")
async def restore_stream(member: Member, stream: Found, state: State) -> Stream:
    """Put an archived stream back into the lists."""
    return await _put_away(member, stream, state.worker, away=False)


@post("/api/orgs/{org:str}/streams/{stream:str}/grant", status_code=200, summary="Open a stream's room")
async def grant_stream(member: Member, stream: Found, state: State) -> Response[Granted]:
    """Let a member into the stream's room, as what they are in the organisation."""
    async with within(state.worker.database, member.org) as connection:
        await _there(connection, member, stream)
    return grant(state.worker, member, f"stream/{stream}")


async def _put_away(member: Membership, stream: str, worker: Worker, *, away: bool) -> Stream:
    member.must(STREAMERS)
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        found = await _there(connection, member, stream, hold=True)
        if (found.archived_at_ms is not None) is away:
            return found
        changed = replace(found, archived_at_ms=now_ms if away else None)
        await streams.write(connection, member.org, changed)
        await note(connection, member.actor, f"stream.{'archived' if away else 'restored'}", stream, now_ms=now_ms)
    return changed


async def _there(connection: Connection, member: Membership, stream: str, *, hold: bool = False) -> Stream:
    found = await streams.read(connection, member.org, stream, hold=hold)
    if found is None:
        raise Rejected("http.not_found")
    return found


async def _show_of_ours(connection: Connection, member: Membership, show: str | None) -> None:
    if show is not None and await shows.read(connection, member.org, show) is None:
        raise Rejected("show.no_show", show=show)


HANDLERS = (
    list_streams,
    create_stream,
    read_stream,
    change_stream,
    archive_stream,
    restore_stream,
    grant_stream,
)
