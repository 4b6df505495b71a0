"""Shows over HTTP: everybody of an organisation sees them, owners and managers change them."""

from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from litestar import Response, get, patch, post
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from api.shows.advances import make_advance
from api.shows.asked import (
    FIRST_DAY,
    LAST_DAY,
    Cursor,
    Day,
    Found,
    Limit,
    Notes,
    Ref,
    Text,
    Timezone,
    Which,
    differing,
    fresh_id,
    given,
    known,
)
from api.shows.home import Home, home, there
from api.shows.rooms import Granted, grant, reopen, shut
from api.who import Member, Membership
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Line, Millis, RoomId
from hub.money import Currency
from persistence import shows, streams, venues
from persistence.audit import note
from persistence.database import Connection
from persistence.paging import Asked
from persistence.room_log import make_room
from persistence.shows import Show, Sought
from persistence.tenancy import within

Sort: TypeAlias = Literal["day", "-day", "title", "-title", "created", "-created"]
Status: TypeAlias = Literal["hold", "confirmed", "cancelled"]
#: Of an earlier show, what a copy of it takes over.
COPIED = ("venue", "timezone", "currency", "notes")


class NewShow(Struct, frozen=True, forbid_unknown_fields=True):
    """A night. Without a time zone it has that of its venue; `advance`: with its form and its crew room."""

    title: Line
    day: date
    venue: Ref | None = None
    timezone: Timezone | None = None
    status: Status = "hold"
    currency: Currency = "eur"
    notes: Notes = ""
    advance: bool = True


class ShowChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different; the rest stays, but another venue brings its time zone unless one is said.

    `version`: that of the show one has seen; if it has another by now, nothing is changed.
    """

    title: Line | UnsetType = UNSET
    day: date | UnsetType = UNSET
    venue: Ref | UnsetType | None = UNSET
    timezone: Timezone | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    notes: Notes | UnsetType = UNSET
    version: Annotated[int, Meta(ge=1, le=2**31 - 1)] | UnsetType = UNSET


class Again(Struct, frozen=True, forbid_unknown_fields=True):
    """The day of a copy, and its title if that is to be another."""

    day: date
    title: Line | None = None


class RoomAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the show's rooms."""

    room: RoomId


class Shows(Struct, frozen=True):
    """A page of shows; `cursor` asks for the next, and is null when this is the last."""

    shows: list[Show]
    cursor: str | None


@get("/api/orgs/{org:str}/shows", summary="List shows")
async def list_shows(
    member: Member,
    state: State,
    *,
    which: FromQuery[Which] = "active",
    q: Text = "",
    status: FromQuery[Literal["", "hold", "confirmed", "cancelled"]] = "",
    venue: Annotated[str, QueryParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]*\Z")] = "",
    since: Day = FIRST_DAY,
    until: Day = LAST_DAY,
    sort: FromQuery[Sort] = "day",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Shows:
    """The shows with every word of `q` in title, venue or city, from `since` to and with `until`."""
    sought = Sought(which, q, status, venue, since, until)
    async with within(state.worker.database, member.org) as connection:
        found = await shows.listed(connection, member.org, Asked(sort, cursor, limit), sought)
    return Shows(found.rows, found.cursor)


@post("/api/orgs/{org:str}/shows", opt={"creates": True}, summary="Make a show")
async def create_show(member: Member, data: JSONBody[NewShow], state: State) -> Home:
    """Make a show with its floor, and unless told otherwise with its advance."""
    member.must(ORGANISERS)
    said = given(data)
    with_advance = said.pop("advance")
    return await _make(member, state.worker, said, with_advance=with_advance)


@get("/api/orgs/{org:str}/shows/{show:str}", summary="A show and its rooms")
async def read_show(member: Member, show: Found, state: State) -> Home:
    """One show, archived or not, with its rooms."""
    async with within(state.worker.database, member.org) as connection:
        return await home(connection, member, show)


@patch("/api/orgs/{org:str}/shows/{show:str}", summary="Change a show")
async def change_show(member: Member, show: Found, data: JSONBody[ShowChange], state: State) -> Home:
    """Change what is said of a show that is not archived."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    said = given(data)
    version = said.pop("version", None)
    async with within(worker.database, member.org) as connection:
        found = await there(connection, member, show, hold=True)
        if found.archived_at_ms is not None:
            raise Rejected("show.archived")
        if version not in {None, found.version}:
            raise Rejected("show.changed")
        if said.get("venue", found.venue) == found.venue:
            said.pop("venue", None)  # it may be archived by now
        before, after = differing(found, await _placed(connection, member, said))
        if after:
            await shows.write(connection, member.org, replace(found, **after, version=found.version + 1))
            now_ms = worker.clock.now_ms()
            await note(connection, member.actor, "show.changed", show, now_ms=now_ms, before=before, after=after)
        return await home(connection, member, show)


@post("/api/orgs/{org:str}/shows/{show:str}/archive", status_code=200, summary="Archive a show")
async def archive_show(member: Member, show: Found, state: State) -> Home:
    """Take a show out of the lists and the calendars; again is the same as once.

    Its rooms are shut within two seconds: guests and audience are sent out, members can only read.
    """
    return await _put_away(member, show, state.worker, away=True)


@post("/api/orgs/{org:str}/shows/{show:str}/restore", status_code=200, summary="Restore a show")
async def restore_show(member: Member, show: Found, state: State) -> Home:
    """Put an archived show back into the lists. Its rooms open again, for links and grants from before too."""
    return await _put_away(member, show, state.worker, away=False)


@post("/api/orgs/{org:str}/shows/{show:str}/duplicate", opt={"creates": True}, summary="Copy a show to another day")
async def duplicate_show(member: Member, show: Found, data: JSONBody[Again], state: State) -> Home:
    """Make another show like this one, on hold, with rooms of its own and an advance if this one has one."""
    member.must(ORGANISERS)
    async with within(state.worker.database, member.org) as connection:
        found = await home(connection, member, show)
    said = {name: getattr(found, name) for name in COPIED} | {
        "title": data.title or found.title,
        "day": data.day.isoformat(),
        "status": "hold",
    }
    return await _make(member, state.worker, said, with_advance=found.advance is not None, like=show)


@post("/api/orgs/{org:str}/shows/{show:str}/grant", status_code=200, summary="Open a room of a show")
async def grant_show(member: Member, show: Found, data: JSONBody[RoomAsked], state: State) -> Response[Granted]:
    """Let a member into one of the show's rooms, as what they are in the organisation."""
    async with within(state.worker.database, member.org) as connection:
        rooms = [each.room for each in (await home(connection, member, show)).rooms]
    if data.room not in rooms:
        raise Rejected("room.unknown")
    return grant(state.worker, member, data.room)


async def _make(
    member: Membership, worker: Worker, said: dict[str, Any], *, with_advance: bool, like: str | None = None
) -> Home:
    now_ms: Millis = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        said = said if like is not None else await _placed(connection, member, said)
        show = Show(id=fresh_id(), version=1, created_at_ms=now_ms, **said)
        await put_on(connection, member, show, said if like is None else said | {"like": like})
        if with_advance:
            await make_advance(connection, member, await there(connection, member, show.id), now_ms)
        return await home(connection, member, show.id)


async def put_on(connection: Connection, member: Membership, show: Show, said: object) -> None:
    """Make a show and its floor, and note what was said of it."""
    await shows.make(connection, member.org, show)
    await make_room(connection, member.org, f"floor/{show.id}")
    await note(connection, member.actor, "show.created", show.id, now_ms=show.created_at_ms, after=said)


async def _put_away(member: Membership, show: str, worker: Worker, *, away: bool) -> Home:
    member.must(ORGANISERS)
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        found = await there(connection, member, show, hold=True)
        if (found.archived_at_ms is not None) is not away:
            away_at_ms = now_ms if away else None
            changed = replace(found, archived_at_ms=away_at_ms, version=found.version + 1)
            await shows.write(connection, member.org, changed)
            await note(connection, member.actor, f"show.{'archived' if away else 'restored'}", show, now_ms=now_ms)
            streams_of = await streams.of_show(connection, member.org, show)
            rooms = [f"show/{show}", f"floor/{show}", *(f"stream/{each.id}" for each in streams_of)]
            await (shut if away else reopen)(connection, rooms, now_ms)
        return await home(connection, member, show)


async def _placed(connection: Connection, member: Membership, said: dict[str, Any]) -> dict[str, Any]:
    """What was said of a show, with the time zone of its venue where none was said.

    Raises:
        Rejected: `show.no_venue`, `show.venue_archived` or `show.no_timezone`.
    """
    timezone = said.get("timezone")
    if said.get("venue") is not None:
        venue = await venues.read(connection, member.org, said["venue"])
        if venue is None:
            raise Rejected("show.no_venue", venue=said["venue"])
        if venue.archived_at_ms is not None:
            raise Rejected("show.venue_archived")
        timezone = timezone or venue.timezone
    if timezone is not None:
        return said | {"timezone": known(timezone)}
    return said | {"timezone": "UTC"} if "timezone" in said else said


HANDLERS = (
    list_shows,
    create_show,
    read_show,
    change_show,
    archive_show,
    restore_show,
    duplicate_show,
    grant_show,
)
