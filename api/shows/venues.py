"""Venues over HTTP: everybody of an organisation sees them, owners and managers change them."""

from typing import Any, Literal, TypeAlias

from litestar import get, patch, post
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody
from msgspec import UNSET, Struct, UnsetType

from api.shows.asked import Cursor, Found, Limit, Notes, Text, Timezone, Which, Words, fresh_id, given, known
from api.shows.shelf import Shelf
from api.who import Member, Membership
from api.worker import Worker
from hub.kernel import ORGANISERS, Line
from persistence import venues
from persistence.audit import note
from persistence.database import Connection
from persistence.paging import Asked
from persistence.tenancy import within
from persistence.venues import Venue

VENUES = Shelf("venue", venues.read, venues.write)
Sort: TypeAlias = Literal["name", "-name", "city", "-city", "created", "-created"]


class NewVenue(Struct, frozen=True, forbid_unknown_fields=True):
    """A house."""

    name: Line
    city: Words = ""
    address: Notes = ""
    phone: Words = ""
    timezone: Timezone = "UTC"
    notes: Notes = ""


class VenueChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different; the rest stays."""

    name: Line | UnsetType = UNSET
    city: Words | UnsetType = UNSET
    address: Notes | UnsetType = UNSET
    phone: Words | UnsetType = UNSET
    timezone: Timezone | UnsetType = UNSET
    notes: Notes | UnsetType = UNSET


class Venues(Struct, frozen=True):
    """A page of venues; `cursor` asks for the next, and is null when this is the last."""

    venues: list[Venue]
    cursor: str | None


@get("/api/orgs/{org:str}/venues", summary="List venues")
async def list_venues(
    member: Member,
    state: State,
    *,
    which: FromQuery[Which] = "active",
    q: Text = "",
    sort: FromQuery[Sort] = "name",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Venues:
    """The venues with every word of `q` in name or city."""
    async with within(state.worker.database, member.org) as connection:
        asked = Asked(sort, cursor, limit)
        found = await venues.listed(connection, member.org, asked, which=which, text=q)
    return Venues(found.rows, found.cursor)


@post("/api/orgs/{org:str}/venues", opt={"creates": True}, summary="Put a venue in")
async def create_venue(member: Member, data: JSONBody[NewVenue], state: State) -> Venue:
    """Put a venue in."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    said: dict[str, Any] = given(data) | {"timezone": known(data.timezone)}
    venue = Venue(id=fresh_id(), created_at_ms=worker.clock.now_ms(), **said)
    async with within(worker.database, member.org) as connection:
        await put_in(connection, member, venue, said)
    return venue


async def put_in(connection: Connection, member: Membership, venue: Venue, said: object) -> None:
    """Put a venue in, and note what was said of it."""
    await venues.make(connection, member.org, venue)
    await note(connection, member.actor, "venue.created", venue.id, now_ms=venue.created_at_ms, after=said)


@get("/api/orgs/{org:str}/venues/{venue:str}", summary="A venue")
async def read_venue(member: Member, venue: Found, state: State) -> Venue:
    """One venue, archived or not."""
    async with within(state.worker.database, member.org) as connection:
        return await VENUES.there(connection, member, venue)


@patch("/api/orgs/{org:str}/venues/{venue:str}", summary="Change a venue")
async def change_venue(member: Member, venue: Found, data: JSONBody[VenueChange], state: State) -> Venue:
    """Change what is said of a venue that is not archived."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    said = given(data)
    if "timezone" in said:
        known(said["timezone"])
    async with within(worker.database, member.org) as connection:
        return await VENUES.change(connection, member, venue, said, worker.clock.now_ms())


@post("/api/orgs/{org:str}/venues/{venue:str}/archive", status_code=200, summary="Archive a venue")
async def archive_venue(member: Member, venue: Found, state: State) -> Venue:
    """Take a venue out of the lists. Its shows stay; again is the same as once."""
    return await _put_away(member, venue, state.worker, away=True)


@post("/api/orgs/{org:str}/venues/{venue:str}/restore", status_code=200, summary="Restore a venue")
async def restore_venue(member: Member, venue: Found, state: State) -> Venue:
    """Put an archived venue back into the lists."""
    return await _put_away(member, venue, state.worker, away=False)


async def _put_away(member: Membership, venue: str, worker: Worker, *, away: bool) -> Venue:
    member.must(ORGANISERS)
    async with within(worker.database, member.org) as connection:
        return await VENUES.put_away(connection, member, venue, worker.clock.now_ms(), away=away)


HANDLERS = (list_venues, create_venue, read_venue, change_venue, archive_venue, restore_venue)
