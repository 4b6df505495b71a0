"""The shows of an organisation in somebody's own calendar: an address that they subscribe to (RFC 5545)."""

import asyncio
import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from litestar import Response, delete, get, post
from litestar.datastructures import CacheControlHeader, State
from litestar.params import PathParameter
from msgspec import Struct

from api.guards import in_measure
from api.who import Member, Membership
from api.worker import Worker
from hub.errors import Rejected
from persistence import calendars
from persistence.audit import note
from persistence.calendars import Date, Told
from persistence.limits import Limit
from persistence.tenancy import within

SECRET_BYTES = 32
PAST = timedelta(days=90)
DATES_MAX = 1_000
#: Of one address: every device of somebody, each a few times an hour. So many dates take a tenth of a second to write.
PACE = Limit(20, 60_000)
#: How often a calendar should look again.
EVERY = timedelta(hours=1)
STATUS = {"hold": "TENTATIVE", "confirmed": "CONFIRMED", "cancelled": "CANCELLED"}
_PRIVATE = CacheControlHeader(private=True, max_age=300)


class Feed(Struct, frozen=True):
    """Whether there is an address. It is shown once, when it is made: the hub keeps no secrets that it could show."""

    made: bool
    url: str | None = None


@get("/api/orgs/{org:str}/calendar", summary="Whether one has a calendar address")
async def read_calendar(member: Member, state: State) -> Feed:
    """Whether the one who asks has a calendar address for this organisation."""
    async with within(state.worker.database, member.org) as connection:
        return Feed(await calendars.has_feed(connection, member.org, member.who.account))


@post("/api/orgs/{org:str}/calendar", status_code=200, summary="Make a calendar address")
async def make_calendar(member: Member, state: State) -> Response[Feed]:
    """Make a calendar address; the one before tells nothing any more. Whoever has it reads the dates of the shows."""
    worker: Worker = state.worker
    secret = secrets.token_urlsafe(SECRET_BYTES)
    await _set(worker, member, _digest(secret), "calendar.made")
    address = f"{_public(worker)}/api/calendar/{secret}.ics"
    return Response(Feed(made=True, url=address), headers={"Cache-Control": "no-store"})


@delete("/api/orgs/{org:str}/calendar", summary="End a calendar address")
async def end_calendar(member: Member, state: State) -> None:
    """Let the calendar address tell nothing any more."""
    await _set(state.worker, member, None, "calendar.ended")


@get(
    "/api/calendar/{secret:str}",
    guards=[in_measure],
    media_type="text/calendar",
    cache_control=_PRIVATE,
    summary="A calendar of shows",
)
async def subscribed(
    secret: Annotated[
        str, PathParameter(max_length=100, pattern=r"\A[A-Za-z0-9_-]+\.ics\Z", description="As it was made.")
    ],
    state: State,
) -> bytes:
    """The shows of an organisation from three months ago on, as iCalendar: titles, days and places, nothing else."""
    worker: Worker = state.worker
    today = datetime.fromtimestamp(worker.clock.now_ms() / 1000, UTC).date()
    digest = _digest(secret.removesuffix(".ics"))
    await worker.limits.must(f"calendar/{digest.hex()}", PACE, open_when_away=True)
    found = await calendars.told(worker.database, digest, (today - PAST).isoformat(), DATES_MAX)
    if found is None:
        raise Rejected("http.not_found")
    return await asyncio.to_thread(write, found, _public(worker))


def write(told: Told, public_url: str) -> bytes:
    """An iCalendar of whole days."""
    # Half a megabyte of grammar that only those who subscribe need.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar: Any = Calendar()
    calendar.add("prodid", "-//Showhub//Shows//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = told.name
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    for each in told.dates:
        event: Any = Event()
        for name, value in _lines(each, f"{public_url}/shows/{told.org}/{each.id}"):
            event.add(name, value)
        calendar.add_component(event)
    return calendar.to_ical()


def _lines(show: Date, url: str) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = [
        ("uid", f"{show.id}@showhub"),
        ("dtstamp", datetime.fromtimestamp(show.created_at_ms / 1000, UTC)),
        ("sequence", show.version),
        ("dtstart", date.fromisoformat(show.day)),
        ("summary", show.title),
        ("status", STATUS[show.status]),
        ("transp", "TRANSPARENT"),
        ("url", url),
    ]
    return [*lines, ("location", show.place)] if show.place else lines


async def _set(worker: Worker, member: Membership, digest: bytes | None, what: str) -> None:
    async with within(worker.database, member.org) as connection:
        if not await calendars.set_feed(connection, member.org, member.who.account, digest):
            raise Rejected("http.not_found")
        await note(connection, member.actor, what, member.who.account, now_ms=worker.clock.now_ms())


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _public(worker: Worker) -> str:
    return worker.settings.public_url or min(worker.settings.origins)


HANDLERS = (read_calendar, make_calendar, end_calendar, subscribed)
