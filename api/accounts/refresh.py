"""The next word of a session, and the end of it.

Each refresh token is good once; the one before it still is for `GRACE_MS`, and gets the same successor, because two
tabs refresh at once and answers get lost. One that is older was stolen, or its successor was: the session ends.
"""

from enum import Enum
from typing import Any

from litestar import Request, Response, delete, post
from litestar.datastructures import State

from api import who
from api.accounts.sessions import (
    IDLE_MS,
    REFRESH_COOKIE,
    Asking,
    SignedIn,
    asking,
    read_refresh,
    signed_in,
    signed_out,
)
from api.guards import in_measure
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Id, Millis
from persistence import account_events, sessions
from persistence.database import Connection

GRACE_MS = 10_000


class Turn(Enum):
    """What becomes of a refresh token; the others are why it is refused."""

    ROTATE = "rotate"
    SAME = "same"
    INVALID = "auth.refresh_invalid"
    EXPIRED = "auth.refresh_expired"
    ENDED = "auth.session_ended"
    REUSED = "auth.refresh_reused"


def turn(held: sessions.Held, generation: int, now_ms: Millis) -> Turn:
    """What becomes of the token of this generation, by what the session is."""
    if held.ended_at_ms is not None:
        return Turn.ENDED
    if generation > held.generation:
        # Signed by us, and yet to come: the database is older than the token.
        return Turn.INVALID
    if held.seen_at_ms + IDLE_MS <= now_ms:
        return Turn.EXPIRED
    if generation == held.generation:
        return Turn.ROTATE
    if generation == held.generation - 1 and now_ms - held.rotated_at_ms <= GRACE_MS:
        return Turn.SAME
    return Turn.REUSED


@post("/api/session/refresh", status_code=200, guards=[in_measure])
async def refresh(request: Request[Any, Any, Any], state: State) -> Response[SignedIn]:
    """Get the next word of ten minutes, and the next refresh token, for the refresh token in the cookie."""
    worker: Worker = state.worker
    who.origin_of_ours(request, worker)
    token = request.cookies.get(REFRESH_COOKIE, "")
    if not token:
        raise Rejected("auth.refresh_missing")
    read = read_refresh(worker.settings.grant_secret, token)
    if read is None:
        raise Rejected("auth.refresh_invalid")
    session, generation = read
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        held = await sessions.hold(connection, session)
        became = Turn.INVALID if held is None else turn(held, generation, now_ms)
        if held is not None and became in {Turn.ROTATE, Turn.SAME}:
            return await _next(worker, connection, held, rotate=became is Turn.ROTATE, now_ms=now_ms)
        if held is not None and became is Turn.REUSED:
            await _end_reused(connection, held, asking(request), now_ms)
    # The transaction has ended the session: it must not be undone by saying so.
    raise Rejected(became.value)


async def _next(
    worker: Worker, connection: Connection, held: sessions.Held, *, rotate: bool, now_ms: Millis
) -> Response[SignedIn]:
    if rotate:
        await sessions.rotate(connection, held.id, now_ms=now_ms)
    bearer = await sessions.bearer_of(connection, held.account)
    word = who.SignedIn(held.account, held.id, bearer.name, bearer.platform_admin)
    return signed_in(worker, word, generation=held.generation + rotate, now_ms=now_ms)


async def _end_reused(connection: Connection, held: sessions.Held, device: Asking, now_ms: Millis) -> None:
    await sessions.end(connection, held.account, [held.id], "reused", now_ms=now_ms)
    await account_events.tell(
        connection, held.account, "session_reused", device=device.device, address=device.address, now_ms=now_ms
    )


@delete("/api/session", status_code=204, guards=[in_measure])
async def sign_out(request: Request[Any, Any, Any], state: State) -> Response[None]:
    """Sign this device out; who is not signed in is no less so afterwards."""
    worker: Worker = state.worker
    session = await _session_of(request, state)
    if session is not None:
        now_ms = worker.clock.now_ms()
        async with worker.database.transaction() as connection:
            held = await sessions.hold(connection, session)
            if held is not None:
                await sessions.end(connection, held.account, [session], "signed_out", now_ms=now_ms)
    return signed_out(worker)


async def _session_of(request: Request[Any, Any, Any], state: State) -> Id | None:
    """By the word, or when that is over by the refresh token, of whatever generation."""
    worker: Worker = state.worker
    token = request.cookies.get(REFRESH_COOKIE)
    if token is not None:
        who.origin_of_ours(request, worker)
        read = read_refresh(worker.settings.grant_secret, token)
        if read is not None:
            return read[0]
    try:
        return (await who.who(request, state)).session
    except Rejected as rejected:
        if rejected.code == "auth.origin":
            raise
        return None


HANDLERS: tuple[Any, ...] = (refresh, sign_out)
