"""The devices that an account is signed in on, and what happened to it."""

from typing import Annotated, Any

from litestar import Response, delete, get
from litestar.datastructures import State
from litestar.params import PathParameter, QueryParameter
from msgspec import Struct

from api.accounts import proof
from api.accounts.sessions import IDLE_MS, signed_out
from api.who import Who
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis
from persistence import account_events, sessions

#: By what browsers and systems call themselves; the first that fits, because most of them name others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class SignedInDevice(Struct, frozen=True):
    """A device. `current` is the one that asks; `browser` and `system` are empty when they do not say."""

    session: Id
    browser: str
    system: str
    device: str
    address: str
    created_at_ms: Millis
    seen_at_ms: Millis
    current: bool


def called(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    """What people call what calls itself so."""
    return next((name for mark, name in names if mark in agent), "")


@get("/api/me/devices")
async def devices(who: Who, state: State) -> list[SignedInDevice]:
    """Where this account is signed in, the last seen first."""
    worker: Worker = state.worker
    async with worker.database.connection() as connection:
        found = await sessions.living(connection, who.account, since_ms=worker.clock.now_ms() - IDLE_MS)
    return [
        SignedInDevice(
            each.id,
            called(each.device, BROWSERS),
            called(each.device, SYSTEMS),
            each.device,
            each.address,
            each.created_at_ms,
            each.seen_at_ms,
            each.id == who.session,
        )
        for each in found
    ]


@delete("/api/me/devices/{session:str}", status_code=204)
async def end_one(
    session: Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")], who: Who, state: State
) -> None:
    """Sign a device out; its open rooms close within two seconds. Another than this one asks for a fresh proof."""
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        if session != who.session:
            await proof.fresh(worker, connection, who)
        if not await sessions.end(connection, who.account, [session], "ended", now_ms=now_ms):
            raise Rejected("http.not_found")
        await account_events.tell(
            connection, who.account, "device_ended", device=who.agent, address=who.address, now_ms=now_ms
        )


@delete("/api/me/devices", status_code=204)
async def end_all(
    who: Who,
    state: State,
    *,
    others: Annotated[bool, QueryParameter(description="Keep the device that asks.")] = False,
) -> Response[None]:
    """Sign every device out; with `others` not this one, which asks for a fresh proof."""
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        if others:
            await proof.fresh(worker, connection, who)
        but = who.session if others else ""
        await sessions.end_all(connection, who.account, "ended", but=but, now_ms=now_ms)
        await account_events.tell(
            connection, who.account, "devices_ended", device=who.agent, address=who.address, now_ms=now_ms
        )
    return Response(None, status_code=204) if others else signed_out(worker)


@get("/api/me/events")
async def events(
    who: Who, state: State, *, limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50
) -> list[account_events.Happened]:
    """What happened to this account, newest first."""
    worker: Worker = state.worker
    async with worker.database.connection() as connection:
        return await account_events.recent(connection, who.account, limit)


HANDLERS: tuple[Any, ...] = (devices, end_one, end_all, events)
