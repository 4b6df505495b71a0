"""What is revoked on one worker closes the sockets of every worker within two seconds, as the sockets see it."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from api import who
from api.revoking import Revoking
from hub.kernel import Role
from hub.rooms.ports import Unavailable
from persistence import sessions
from persistence.revocations import KEPT_MS, Revocations, revoke
from persistence.tenancy import within
from persistence.tickets import issue
from tests.api.access.shown import Shown, a_shown, hello, inside, says
from tests.api.serving import goodbye, heard
from tests.api.shows.people import Person, joined
from tests.api.whole import SECRET, Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
PROMISED_S = 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def second(database_url: str, redis_url: str) -> AsyncGenerator[Whole]:
    """Another worker over the same stores."""
    async with whole(database_url, redis_url) as hub:
        yield hub


@pytest_asyncio.fixture(loop_scope="module")
async def night(hub: Whole) -> Shown:
    hub.http.cookies.clear()
    return await a_shown(hub)


async def sent_out(hubs: list[Whole], token: str, room: str, act: Awaitable[Any]) -> None:
    """Two sockets on each worker are in the room; the act closes them all, in time, and nobody comes back."""
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(inside(hub, token, room)) for hub in hubs for _ in range(2)]
        await act
        began = time.monotonic()
        assert await asyncio.gather(*map(goodbye, clients)) == [(4506, "auth.revoked")] * len(clients)
        assert time.monotonic() - began <= PROMISED_S
    for hub in hubs:
        async with hub.dial() as client:
            await says(client, hello(token, room))
            assert await goodbye(client) == (4506, "auth.revoked")


async def the_grant(person: Person, night: Shown, room: str) -> str:
    granted = await person.post(f"{night.path}/grant", {"room": room})
    return granted["token"]


async def test_a_revoked_link_sends_out_whoever_came_by_it_and_nobody_else(
    hub: Whole, second: Whole, night: Shown
) -> None:
    link, secret = await night.link()
    _, other = await night.link()
    stays = (await night.opens(other)).json()["token"]
    async with inside(second, stays, night.room) as bystander:
        token = (await night.opens(secret)).json()["token"]
        act = night.owner.ask("DELETE", f"{night.path}/links/{link}")
        await sent_out([hub, second], token, night.room, act)
        await (await bystander.ping())


async def test_whose_role_changes_comes_back_as_what_they_are_now(hub: Whole, second: Whole, night: Shown) -> None:
    ben = await joined(night.owner, Role.CREW)
    token = await the_grant(ben, night, night.room)
    act = night.owner.ask("PATCH", f"/members/{ben.account}", {"role": "viewer"})
    await sent_out([hub, second], token, night.room, act)
    revocations = second.worker.admission.revocations.known
    assert f"member:{ben.org}:{ben.account}" in revocations


async def test_a_session_that_ends_takes_its_sockets_and_its_word_with_it(
    hub: Whole, second: Whole, night: Shown
) -> None:
    account, now_ms = night.owner.account, hub.worker.clock.now_ms()
    async with hub.worker.database.transaction() as connection:
        session, _ = await sessions.start(connection, account, "", "", now_ms=now_ms)
    word = who.mint(SECRET, who.SignedIn(account, session, "Ana"), expires_ms=now_ms + who.SESSION_MS)
    headers = {"Authorization": f"Bearer {word}"}
    path = f"/api/orgs/{night.owner.org}{night.path}/grant"
    granted = await hub.http.post(path, json={"room": night.room}, headers=headers)

    async def end() -> None:
        async with hub.worker.database.transaction() as connection:
            await sessions.end(connection, account, [session], "ended", now_ms=hub.worker.clock.now_ms())

    await sent_out([hub, second], granted.json()["token"], night.room, end())
    for each in (hub, second):
        refused = await each.http.post("/api/tickets", json={"room": night.room}, headers=headers)
        assert problem(refused) == (401, "auth.session_invalid")


async def test_who_is_banned_is_sent_out_of_that_room(hub: Whole, second: Whole, night: Shown) -> None:
    floor = f"floor/{night.show}"
    entered = (await hub.http.post("/api/enter", json={"room": floor})).json()
    desk = {"Authorization": f"Bearer {await the_grant(night.owner, night, floor)}"}

    act = hub.http.post(f"/api/rooms/{floor}/bans", json={"person": entered["person"]}, headers=desk)
    await sent_out([hub, second], entered["token"], floor, act)
    assert problem(await hub.http.post("/api/enter", json={"room": floor})) == (403, "auth.banned")


async def test_whoever_is_let_in_again_comes_back_on_every_worker(hub: Whole, second: Whole, night: Shown) -> None:
    floor = f"floor/{night.show}"
    entered = (await hub.http.post("/api/enter", json={"room": floor})).json()
    desk = {"Authorization": f"Bearer {await the_grant(night.owner, night, floor)}"}
    told = {"person": entered["person"], "lasts": "good"}
    act = hub.http.post(f"/api/rooms/{floor}/bans", json=told, headers=desk)
    await sent_out([hub, second], entered["token"], floor, act)
    await hub.http.delete(f"/api/rooms/{floor}/bans/{entered['person']}", headers=desk)
    await come_back([hub, second], entered["token"], floor)


async def come_back(hubs: list[Whole], token: str, room: str) -> None:
    """Each worker lets them in again, in time."""
    began = time.monotonic()
    for each in hubs:
        while not await lets_in(each, token, room):
            assert time.monotonic() - began <= PROMISED_S


async def lets_in(hub: Whole, token: str, room: str) -> bool:
    async with hub.dial() as client:
        await says(client, hello(token, room))
        return '"welcome"' in str(await client.recv())


async def test_an_archived_show_sends_everybody_out_but_its_members_who_only_read(
    hub: Whole, second: Whole, night: Shown
) -> None:
    floor = f"floor/{night.show}"
    _, secret = await night.link()
    _, desk = await night.link(role="dj", name="DJ")
    guest, dj = [(await night.opens(each)).json()["token"] for each in (secret, desk)]
    public = (await hub.http.post("/api/enter", json={"room": floor})).json()["token"]
    mine = await the_grant(night.owner, night, night.room)
    async with AsyncExitStack() as stack:
        member = await stack.enter_async_context(inside(second, mine, night.room))
        clients = [
            await stack.enter_async_context(inside(each, token, room))
            for each in (hub, second)
            for token, room in ((guest, night.room), (dj, floor), (public, floor))
        ]
        await night.owner.post(f"{night.path}/archive")
        began = time.monotonic()
        assert await asyncio.gather(*map(goodbye, clients)) == [(4506, "auth.revoked")] * len(clients)
        assert time.monotonic() - began <= PROMISED_S
        edit = {"t": "advance.edit", "field": "show.stage", "value": "B"}
        await says(member, {"t": "do", "id": "c1", "room": night.room, "cmd": edit})
        assert (await heard(member, "fail"))["code"] == "show.archived"
        await (await member.ping())
    assert problem(await night.opens(secret)) == (410, "link.closed")
    assert problem(await hub.http.post("/api/enter", json={"room": floor})) == (410, "room.archived")
    async with inside(hub, await the_grant(night.owner, night, night.room), night.room):
        pass
    await night.owner.post(f"{night.path}/restore")
    await come_back([hub, second], guest, night.room)
    await come_back([hub, second], public, floor)
    assert (await night.opens(secret)).status_code == 200


async def test_an_archived_stream_sends_its_audience_out(hub: Whole, second: Whole, night: Shown) -> None:
    stream = (await night.owner.post("/streams", {"title": "Live", "show": night.show}))["id"]
    room = f"stream/{stream}"
    token = (await hub.http.post("/api/enter", json={"room": room})).json()["token"]
    await sent_out([hub, second], token, room, night.owner.post(f"/streams/{stream}/archive"))
    assert problem(await hub.http.post("/api/enter", json={"room": room})) == (410, "room.archived")
    await night.owner.post(f"/streams/{stream}/restore")
    await come_back([hub, second], token, room)
    await sent_out([hub, second], token, room, night.owner.post(f"{night.path}/archive"))
    await night.owner.post(f"/streams/{stream}/archive")
    await night.owner.post(f"/streams/{stream}/restore")
    await night.owner.post(f"{night.path}/restore")
    await come_back([hub, second], token, room)


async def test_what_is_over_is_tidied_away(hub: Whole) -> None:
    worker = hub.worker
    now_ms = worker.clock.now_ms()
    async with within(worker.database, "org") as connection:
        actor = who.Membership("org", Role.OWNER, who.SignedIn("ana", "s1", "Ana"))
        grant = actor.grant("floor/demo", now_ms=0, good_ms=1)
        await issue(connection, "org", grant, 0)
        await revoke(connection, "link:long-ago", now_ms - KEPT_MS - 1)
        await revoke(connection, "link:today", now_ms)
    await Revoking(worker.lobby, worker.clock, worker.database, worker.admission.revocations).tidy()
    async with within(worker.database, "org") as connection:
        assert await connection.fetchval("SELECT count(*) FROM ticket") == 0
        left = await connection.fetch("SELECT subject FROM revoked WHERE subject IN ('link:long-ago', 'link:today')")
    assert [row["subject"] for row in left] == ["link:today"]


async def test_while_postgres_is_away_the_duty_goes_on(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.revoking.LOOK_S", 0.001)
    asked = asyncio.Event()

    class Away(Revocations):
        looks = 0

        async def look(self, now_ms: int) -> dict[str, int]:
            self.looks += 1
            if self.looks > 2:
                asked.set()
            raise Unavailable(str(now_ms))

    worker = hub.worker
    duty = asyncio.create_task(Revoking(worker.lobby, worker.clock, worker.database, Away(worker.database)).run())
    async with asyncio.timeout(5):
        await asked.wait()
    duty.cancel()
