"""Tickets: who gets one, and that each opens one socket."""

import asyncio

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from hub.kernel import Role
from persistence.revocations import revoke
from tests.api.access.shown import Shown, hello, inside, says
from tests.api.serving import goodbye, heard
from tests.api.shows.people import Person, joined
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asked(person: Person, room: str) -> object:
    """What the hub says to somebody who wants a ticket: the ticket, or the refusal."""
    response = await person.ask("POST", "/../../tickets", {"room": room})
    return response.json()["ticket"] if response.is_success else problem(response)


async def a_ticket(person: Person, room: str) -> str:
    ticket = await asked(person, room)
    assert isinstance(ticket, str)
    return ticket


async def test_a_member_comes_in_with_a_ticket(night: Shown) -> None:
    crew = await joined(night.owner, Role.CREW)
    async with night.hub.dial() as client:
        await says(client, hello(await a_ticket(crew, night.room), night.room))
        welcome = await heard(client, "welcome")
    assert welcome["you"] == {"person": crew.account, "role": "crew", "name": "Ben", "party": "band"}


async def test_of_fifty_sockets_with_one_ticket_one_gets_in(night: Shown) -> None:
    """The promise: single use, also in a race."""
    ticket = await a_ticket(night.owner, night.room)
    clients = await asyncio.gather(*(night.hub.dial() for _ in range(50)))
    await asyncio.gather(*(says(client, hello(ticket, night.room)) for client in clients))

    async def came_in(client: ClientConnection) -> bool:
        try:
            await heard(client, "welcome")
        except ConnectionClosed:
            return False
        return True

    assert sum(await asyncio.gather(*(came_in(client) for client in clients))) == 1
    for client in clients:
        await client.close()


async def test_a_ticket_of_before_says_so_and_closes(night: Shown) -> None:
    ticket = await a_ticket(night.owner, night.room)
    async with inside(night.hub, ticket, night.room), night.hub.dial() as client:
        await says(client, hello(ticket, night.room))
        assert (await heard(client, "fail"))["code"] == "auth.ticket_invalid"
        assert await goodbye(client) == (4507, "auth.ticket_invalid")


async def test_another_ticket_keeps_a_socket_open(night: Shown) -> None:
    async with inside(night.hub, await a_ticket(night.owner, night.room), night.room) as client:
        await says(client, {"t": "refresh", "token": await a_ticket(night.owner, night.room)})
        assert (await heard(client, "refreshed"))["left_ms"] > 590_000
        await says(client, {"t": "refresh", "token": await a_ticket(await joined(night.owner, Role.CREW), night.room)})
        assert (await heard(client, "fail"))["code"] == "auth.grant_other"


async def test_what_was_revoked_since_it_was_issued_does_not_let_in(night: Shown) -> None:
    ben = await joined(night.owner, Role.CREW)
    ticket = await a_ticket(ben, night.room)
    worker = night.hub.worker
    async with worker.database.transaction() as connection:
        await revoke(connection, f"member:{ben.org}:{ben.account}", worker.clock.now_ms())
    await worker.admission.revocations.look(worker.clock.now_ms())
    async with night.hub.dial() as client:
        await says(client, hello(ticket, night.room))
        assert await goodbye(client) == (4506, "auth.revoked")


async def test_tickets_are_for_rooms_of_ones_own_organisation(night: Shown, other: Shown) -> None:
    assert await asked(night.owner, other.room) == (404, "http.not_found")
    assert await asked(night.owner, "show/nowhere") == (404, "http.not_found")
    assert await asked(night.owner, "attic/demo") == (404, "http.not_found")


async def test_who_has_no_seat_in_a_room_gets_no_ticket(night: Shown) -> None:
    dj = await joined(night.owner, Role.DJ)
    assert await asked(dj, night.room) == (403, "auth.forbidden")
    assert await a_ticket(dj, f"floor/{night.show}")


async def test_nobody_gets_a_ticket_without_signing_in(hub: Whole, night: Shown) -> None:
    response = await hub.http.post("/api/tickets", json={"room": night.room})
    assert problem(response) == (401, "auth.session_missing")
