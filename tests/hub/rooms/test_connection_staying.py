"""How long a connection stays: tickets, refreshing before the end, and what ends it early."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post
from hub.errors import Rejected
from hub.kernel import Actor, Role
from hub.presence.messages import Focus
from hub.rooms.grant import GRACE_MS, WARN_MS, Grant
from hub.rooms.session import HELLO_MS_MAX
from hub.wire import Refresh
from tests.hub.rooms.phone import Phone
from tests.hub.rooms.stepped import passes
from tests.hub.rooms.world import NIGHT_MS, SHOW, Worker, World


def frames(phone: Phone, *kinds: str) -> list[dict[str, Any]]:
    """What came since the last time, of these kinds."""
    return [frame for frame in phone.read() if frame["t"] in kinds]


class Desk:
    """Where tickets are spent: slowly, when the test says so."""

    def __init__(self, world: World, worker: Worker) -> None:
        self.answers: dict[str, asyncio.Future[Grant]] = {}
        self._plain = worker.lobby.admit
        self._world = world
        worker.lobby.admit = self._admit

    def sell(self) -> str:
        """A ticket."""
        ticket = f"ticket-{len(self.answers)}"
        self.answers[ticket] = asyncio.get_running_loop().create_future()
        return ticket

    def redeem(self, ticket: str, person: str = "ana") -> None:
        """It is good."""
        actor = Actor(person, Role.CREW, person.capitalize())
        self.answers[ticket].set_result(Grant(actor, (SHOW,), self._world.clock.now_ms() + NIGHT_MS))

    def _admit(self, token: str) -> Any:
        return self.answers[token] if token in self.answers else self._plain(token)


async def test_before_its_end_a_grant_says_so_once_and_after_it_there_is_grace(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    await passes((NIGHT_MS - WARN_MS) / 1000 - 1)
    worker.lobby.sweep()
    assert frames(ana, "expiring") == []
    await passes(2)
    for _ in range(2):
        worker.lobby.sweep()
    [told] = frames(ana, "expiring")
    assert WARN_MS - 2_000 < told["left_ms"] < WARN_MS
    await passes((WARN_MS + GRACE_MS) / 1000 - 3)
    worker.lobby.sweep()
    assert ana.sink.closed is None
    await passes(3)
    worker.lobby.sweep()
    assert ana.sink.closed == (4504, "auth.grant_expired")


async def test_who_brings_another_grant_in_time_stays(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    await passes((NIGHT_MS + GRACE_MS) / 1000 - 1)
    worker.lobby.sweep()
    assert frames(ana, "expiring") == [{"t": "expiring", "left_ms": 0}]
    ana.say(Refresh(world.phone().token))
    assert frames(ana, "refreshed") == [{"t": "refreshed", "left_ms": NIGHT_MS}]
    await passes(NIGHT_MS / 1000 - 1)
    worker.lobby.sweep()
    assert ana.sink.closed is None
    assert len(frames(ana, "expiring")) == 1
    assert (await worker.doors.open(SHOW)).fanout.size == 1


async def test_a_grant_of_somebody_else_changes_nothing(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    ana.say(Refresh(world.phone("ben").token))
    ana.read()
    assert [each["code"] for each in ana.fails] == ["auth.grant_other"]
    assert ana.sink.closed is None
    assert ana.connection is not None
    assert ana.connection.grant == world.grants[ana.token]


async def test_a_grant_for_another_room_does_not_keep_a_room_that_is_being_entered(world: World) -> None:
    worker = await world.opened()
    ana, other = world.phone(), world.phone()
    world.grants[ana.token] = replace(world.grants[ana.token], subjects=("link:l1",), issued_ms=5)
    world.grants[other.token] = replace(world.grants[other.token], rooms=("show/hers",), subjects=("link:hers",))
    ana.dial(worker.lobby)
    ana.hello(SHOW)
    ana.say(Refresh(other.token))
    await world.settle()
    ana.read()
    assert [each["code"] for each in ana.fails] == ["room.not_granted"]
    assert (await worker.doors.open(SHOW)).fanout.size == 0


async def test_refreshing_with_what_is_no_grant_closes(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    ana.say(Refresh("forged"))
    assert ana.sink.closed == (4503, "auth.grant_invalid")


async def test_a_ticket_lets_in_when_it_has_been_spent(world: World) -> None:
    worker = await world.opened()
    desk = Desk(world, worker)
    ana = world.phone()
    ana.token = desk.sell()
    await world.joined(worker, ana)
    assert ana.stream(SHOW).epoch == ""
    desk.redeem(ana.token)
    await world.settle()
    ana.read()
    assert ana.stream(SHOW).epoch


async def test_one_ticket_is_spent_at_a_time(world: World) -> None:
    worker = await world.opened()
    desk = Desk(world, worker)
    ana = await world.joined(worker, world.phone())
    tickets = [desk.sell(), desk.sell()]
    for ticket in tickets:
        ana.say(Refresh(ticket))
    ana.read()
    assert [each["code"] for each in ana.fails] == ["protocol.too_fast"]
    desk.redeem(tickets[0])
    await world.settle()
    assert len(frames(ana, "refreshed")) == 1
    ana.say(Refresh(tickets[1]))
    desk.redeem(tickets[1])
    await world.settle()
    assert len(frames(ana, "refreshed")) == 1


async def test_a_ticket_that_is_none_closes(world: World) -> None:
    worker = await world.opened()
    desk = Desk(world, worker)
    ana = world.phone()
    ana.token = desk.sell()
    desk.answers[ana.token].set_exception(Rejected("auth.ticket_invalid"))
    await world.joined(worker, ana)
    assert ana.sink.closed == (4507, "auth.ticket_invalid")


async def test_a_ticket_that_nobody_can_check_now_may_be_brought_again(world: World) -> None:
    worker = await world.opened()
    desk = Desk(world, worker)
    ana = world.phone()
    ana.token = desk.sell()
    await world.joined(worker, ana)
    await passes(HELLO_MS_MAX / 1000 + 0.001)
    worker.lobby.sweep()
    assert ana.sink.closed == (4008, "auth.unchecked")
    desk.redeem(ana.token)
    await world.settle()
    assert (await worker.doors.open(SHOW)).fanout.size == 0


async def test_a_fault_of_ours_while_checking_is_told_and_nobody_gets_in(world: World, reports: list[Any]) -> None:
    worker = await world.opened()
    desk = Desk(world, worker)
    ana = world.phone()
    ana.token = desk.sell()
    desk.answers[ana.token].set_exception(ZeroDivisionError())
    await world.joined(worker, ana)
    ana.say(Refresh(world.phone().token))
    ana.read()
    assert [each["code"] for each in ana.fails] == ["hub.broken"]
    assert len(reports) == 1
    assert (await worker.doors.open(SHOW)).fanout.size == 0
    await passes(HELLO_MS_MAX / 1000 + 0.001)
    worker.lobby.sweep()
    assert ana.sink.closed == (4008, "auth.unchecked")


async def test_what_is_revoked_closes_those_who_came_by_it(world: World) -> None:
    worker = await world.opened()
    ana, ben, cleo = [world.phone(name) for name in ("ana", "ben", "cleo")]
    world.grants[ana.token] = replace(world.grants[ana.token], subjects=("link:l1",), issued_ms=5)
    world.grants[ben.token] = replace(world.grants[ben.token], subjects=("link:l2",), issued_ms=5)
    for phone in (ana, ben, cleo):
        await world.joined(worker, phone)
    cleo.dial(worker.lobby)
    assert worker.lobby.revoke({"link:l1": 5, "link:l2": 4}) == 1
    assert ana.sink.closed == (4506, "auth.revoked")
    assert (ben.sink.closed, cleo.sink.closed) == (None, None)
    assert (await worker.doors.open(SHOW)).fanout.size == 2


async def test_who_may_see_some_sections_is_never_sent_another(world: World) -> None:
    worker = await world.opened()
    ana, ben = world.phone("ana"), world.phone("ben")
    world.grants[ben.token] = replace(world.grants[ben.token], sections=("hospitality",))
    await world.joined(worker, ana)
    ana.do("c1", SHOW, Edit(field="show.title", value="Secret"))
    ana.do("f1", SHOW, Focus(field="show.secret"))
    ana.do("p1", SHOW, Post(text="Secret"))
    await world.settle()
    await world.joined(worker, ben)
    ana.do("c2", SHOW, Edit(field="show.stage", value="Secret"))
    ana.do("p2", SHOW, Post(text="Secret"))
    ana.do("f2", SHOW, Focus(field="show.secret"))
    ana.do("c3", SHOW, Edit(field="hospitality.production_office", value="Tea"))
    await world.settle()
    told = b"".join(payload for payload, _, _ in ben.sink.payloads())
    assert b"Tea" in told
    assert b"secret" not in told.lower()
    assert b"Secret" in b"".join(payload for payload, _, _ in ana.sink.payloads())


@pytest.mark.parametrize(("field", "code"), [("hospitality.production_office", ""), ("show.title", "auth.section")])
async def test_a_grant_for_some_sections_writes_in_no_other(world: World, field: str, code: str) -> None:
    worker = await world.opened()
    ana = world.phone()
    world.grants[ana.token] = replace(world.grants[ana.token], sections=("hospitality",))
    await world.joined(worker, ana)
    ana.do("c1", SHOW, Edit(field=field, value="Tea"))
    await world.settle()
    ana.read()
    assert (ana.answers["c1"].get("code") == "auth.section") is bool(code)
