"""Tickets for sockets: a member's way into a room, spent by the first frame that carries it."""

from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.who import Who, member
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Millis, RoomId
from persistence import tickets
from persistence.limits import Limit
from persistence.tenancy import within

#: How long a socket stays on one ticket; before that it refreshes with another.
STAY_MS = 10 * 60 * 1000
#: Of one account: a tab takes one per room each ten minutes, and one each time it comes back.
PACE = Limit(120, 60_000)
ORG = "SELECT room_org($1)"


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A room of an organisation that one is in."""

    room: Annotated[RoomId, Meta(examples=["show/demo"])]


class TicketIssued(Struct, frozen=True):
    """For `hello.token` or `refresh.token`, once, until `expires_ms`."""

    ticket: str
    expires_ms: Millis


@post("/api/tickets", status_code=200, summary="A ticket for a socket")
async def issue_ticket(
    data: JSONBody[Wanted], who: Who, request: Request[Any, Any, Any], state: State
) -> Response[TicketIssued]:
    """A ticket for one room: good for one frame of one socket within 30 s, which then stays for ten minutes."""
    worker: Worker = state.worker
    await worker.limits.must(f"tickets/{who.account}", PACE, open_when_away=True)
    async with worker.database.connection() as connection:
        org: str | None = await connection.fetchval(ORG, data.room)
    if org is None:
        raise Rejected("http.not_found")
    now_ms = worker.clock.now_ms()
    grant = (await member(org, who, request, state)).grant(data.room, now_ms=now_ms, good_ms=STAY_MS)
    async with within(worker.database, org) as connection:
        ticket = await tickets.issue(connection, org, grant, now_ms)
    return Response(TicketIssued(ticket, now_ms + tickets.GOOD_MS), headers={"Cache-Control": "no-store"})


HANDLERS = (issue_ticket,)
