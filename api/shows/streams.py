"""Streams over HTTP. Each has its room, `stream/<id>`, from the moment it is made."""

from typing import Annotated, Literal, TypeAlias

from litestar import Response, get, patch, post
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Struct, UnsetType

from api.shows.asked import Cursor, Found, Limit, Ref, Text, Which, fresh_id, given
from api.shows.rooms import Granted, grant, reopen, shut
from api.shows.shelf import Shelf
from api.who import Member, Membership
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Line, Millis, Role
from persistence import shows, streams
from persistence.audit import note
from persistence.database import Connection
from persistence.paging import Asked
from persistence.room_log import make_room
from persistence.streams import Stream
from persistence.tenancy import within

STREAMS = Shelf("stream", streams.read, streams.write)
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
        await put_on(connection, member, stream, data)
    return stream


async def put_on(connection: Connection, member: Membership, stream: Stream, said: object) -> None:
    """Make a stream and its room, and note what was said of it."""
    await streams.make(connection, member.org, stream)
    await make_room(connection, member.org, f"stream/{stream.id}")
    await note(connection, member.actor, "stream.created", stream.id, now_ms=stream.created_at_ms, after=said)


@get("/api/orgs/{org:str}/streams/{stream:str}", summary="A stream")
async def read_stream(member: Member, stream: Found, state: State) -> Stream:
    """One stream, archived or not."""
    async with within(state.worker.database, member.org) as connection:
        return await STREAMS.there(connection, member, stream)


@patch("/api/orgs/{org:str}/streams/{stream:str}", summary="Change a stream")
async def change_stream(member: Member, stream: Found, data: JSONBody[StreamChange], state: State) -> Stream:
    """Change what is said of a stream that is not archived."""
    member.must(STREAMERS)
    worker: Worker = state.worker
    said, now_ms = given(data), worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        found = await STREAMS.there(connection, member, stream, hold=True)
        if said.get("show") != found.show:
            await _show_of_ours(connection, member, said.get("show"))
        changed = await STREAMS.change(connection, member, stream, said, now_ms)
        await _shut_or_open(connection, member, changed, now_ms)
    return changed


@post("/api/orgs/{org:str}/streams/{stream:str}/archive", status_code=200, summary="Archive a stream")
async def archive_stream(member: Member, stream: Found, state: State) -> Stream:
    """Take a stream out of the lists and shut its room within two seconds; again is the same as once."""
    return await _put_away(member, stream, state.worker, away=True)


@post("/api/orgs/{org:str}/streams/{stream:str}/restore", status_code=200, summary="Restore a stream")
async def restore_stream(member: Member, stream: Found, state: State) -> Stream:
    """Put an archived stream back into the lists. Its room opens again, unless its show is archived."""
    return await _put_away(member, stream, state.worker, away=False)


@post("/api/orgs/{org:str}/streams/{stream:str}/grant", status_code=200, summary="Open a stream's room")
async def grant_stream(member: Member, stream: Found, state: State) -> Response[Granted]:
    """Let a member into the stream's room, as what they are in the organisation."""
    async with within(state.worker.database, member.org) as connection:
        await STREAMS.there(connection, member, stream)
    return grant(state.worker, member, f"stream/{stream}")


async def _put_away(member: Membership, stream: str, worker: Worker, *, away: bool) -> Stream:
    member.must(STREAMERS)
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        changed = await STREAMS.put_away(connection, member, stream, now_ms, away=away)
        await _shut_or_open(connection, member, changed, now_ms)
    return changed


async def _shut_or_open(connection: Connection, member: Membership, stream: Stream, now_ms: Millis) -> None:
    """Let the stream's room be open unless it is archived, or its show is."""
    show = None if stream.show is None else await shows.read(connection, member.org, stream.show, hold=True)
    archived = stream.archived_at_ms is not None or (show is not None and show.archived_at_ms is not None)
    await (shut if archived else reopen)(connection, [f"stream/{stream.id}"], now_ms)


async def _show_of_ours(connection: Connection, member: Membership, show: str | None) -> None:
    """Refuse a show that a stream cannot be put into. Raises `Rejected`: `show.no_show` or `show.archived`."""
    found = None if show is None else await shows.read(connection, member.org, show, hold=True)
    if show is not None and found is None:
        raise Rejected("show.no_show", show=show)
    if found is not None and found.archived_at_ms is not None:
        raise Rejected("show.archived")


HANDLERS = (
    list_streams,
    create_stream,
    read_stream,
    change_stream,
    archive_stream,
    restore_stream,
    grant_stream,
)
