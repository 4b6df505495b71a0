import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from hub.kernel import Role
from hub.presence.messages import Focus
from hub.presence.roster import LEAVE_GRACE_MS
from hub.rooms import keeper as duties
from hub.rooms.crowd import HEARTBEAT_MS, LEASE_MS
from hub.rooms.keeper import HEADS_BUS_AWAY_MS, HEADS_MS, IDLE_MS, crowd_pause_ms
from hub.wire import Seen
from persistence.memory import Trouble
from tests.hub.rooms.asking import troubles
from tests.hub.rooms.phone import Phone
from tests.hub.rooms.stepped import passes, turns
from tests.hub.rooms.world import FLOOR, SHOW, Worker, World


@asynccontextmanager
async def kept(*workers: Worker) -> AsyncGenerator[None]:
    """The workers' keepers are at work."""
    running = [asyncio.create_task(worker.keeper.run()) for worker in workers]
    try:
        yield
    finally:
        for each in running:
            each.cancel()
            with suppress(asyncio.CancelledError):
                await each


LARGE = 200


def here(phone: Phone) -> list[str]:
    """Who is here, as the phone was told last."""
    phone.read()
    told = [notice for notice in phone.notices if notice["t"] == "presence.here"]
    return [person["name"] for person in told[-1]["people"]]


def where(phone: Phone, person: str) -> str:
    """The field somebody is in, as the phone was told."""
    phone.read()
    field = ""
    for notice in phone.notices:
        if notice["t"] == "presence.here":
            field = next((each.get("focus", "") for each in notice["people"] if each["id"] == person), "")
        elif notice["t"] == "presence.focused" and notice["person"] == person:
            field = notice["field"]
    return field


# heads


@pytest.mark.parametrize(("up", "within_ms"), [(True, HEADS_MS), (False, HEADS_BUS_AWAY_MS)])
async def test_a_last_message_that_was_lost_cannot_hide(world: World, up: bool, within_ms: int) -> None:  # noqa: FBT001
    one, other = await world.opened(), world.worker()
    ben = await world.joined(other, world.phone("ben"))
    world.deaf()
    other.bus.up = up
    async with kept(other):
        await passes(0.01)
        await world.say(one, 1)
        await passes(within_ms / 1000 + 0.05)
    ben.read()
    assert ben.stream(SHOW).at == 1


async def test_one_query_asks_for_all_rooms(world: World) -> None:
    operations: list[str] = []

    def trouble(operation: str) -> Trouble:
        operations.append(operation)
        return ""

    worker = await world.opened(SHOW)
    await world.log.create(FLOOR, "org")
    await worker.doors.open(FLOOR)
    world.log.trouble = trouble
    await worker.keeper.compare_heads()
    assert operations == ["heads"]


async def test_no_room_asks_nothing(world: World) -> None:
    troubles(world, ("heads", "before"))
    await world.worker().keeper.compare_heads()
    assert world.log.trouble("heads") == "before"


async def test_a_log_that_is_away_changes_nothing(world: World) -> None:
    worker = await world.opened(posts=2)
    live = await worker.doors.open(SHOW)
    troubles(world, ("heads", "before"))
    await worker.keeper.compare_heads()
    assert await worker.doors.open(SHOW) is live


async def test_a_room_that_is_gone_from_the_log_is_gone(world: World) -> None:
    worker = await world.opened(posts=2)
    ana = await world.joined(worker, world.phone())
    world.log._rooms.clear()  # pyright: ignore[reportPrivateUsage]
    await worker.keeper.compare_heads()
    assert ana.sink.closed == (4005, "hub.reset")
    assert worker.doors.rooms == {}


async def test_what_the_log_said_of_a_room_that_is_another_by_now_is_not_believed(world: World) -> None:
    worker = await world.opened(posts=3)
    live = await worker.doors.open(SHOW)
    comparing = asyncio.create_task(worker.keeper.compare_heads())
    await turns()
    worker.doors.reset(live)
    world.log.restore(SHOW, 1)
    again = await worker.doors.open(SHOW)
    await comparing
    assert await worker.doors.open(SHOW) is again


# who is here


async def test_a_newcomer_sees_who_is_here_at_once_and_the_others_see_them_soon(world: World) -> None:
    one, other = await world.opened(), world.worker()
    async with kept(one, other):
        ana = await world.joined(one, world.phone("ana"))
        ben = await world.joined(other, world.phone("ben"))
        assert here(ben)[-1] == "Ben"
        await passes(0.1)
        assert here(ana) == here(ben) == ["Ana", "Ben"]


async def test_where_somebody_is_does_not_jump_back_with_another_workers_heartbeat(world: World) -> None:
    """Its lease was written before they moved; whoever comes then is told where they are, too."""
    one, other = await world.opened(), world.worker()
    ana = await world.joined(one, world.phone("ana"))
    ben = await world.joined(other, world.phone("ben"))
    await one.keeper.tell_crowds()
    await one.keeper.beat()
    ana.do("f1", SHOW, Focus(field="show.city"))
    await world.settle()
    await other.keeper.beat()
    await world.settle()
    cleo = await world.joined(other, world.phone("cleo"))
    assert (where(ben, "ana"), where(cleo, "ana")) == ("show.city", "show.city")


async def test_a_newcomer_sees_where_the_others_are(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone("ana"))
    ana.do("c1", SHOW, Focus(field="show.doors"))
    await world.settle()
    ben = await world.joined(worker, world.phone("ben"))
    ben.read()
    [told] = [notice for notice in ben.notices if notice["t"] == "presence.here"]
    assert {person["name"]: person.get("focus") for person in told["people"]} == {"Ana": "show.doors", "Ben": None}


async def test_who_reloads_does_not_blink_and_who_leaves_is_gone_after_a_moment(world: World) -> None:
    worker = await world.opened()
    async with kept(worker):
        ana, ben = [await world.joined(worker, world.phone(name)) for name in ("ana", "ben")]
        ben.hang_up()
        await passes(LEAVE_GRACE_MS / 1000 - 1)
        assert here(ana) == ["Ana", "Ben"]
        await passes(2)
        assert here(ana) == ["Ana"]


@pytest.mark.parametrize(("sockets", "pause_ms"), [(2, 50), (40, 200), (200, 1_000), (2_000, 1_000), (5_000, 2_500)])
def test_the_larger_a_crowd_the_more_rarely_it_is_told_who_is_in_it(sockets: int, pause_ms: float) -> None:
    assert crowd_pause_ms(sockets) == pause_ms


async def test_what_all_workers_tell_of_their_people_is_told_together(world: World) -> None:
    workers = [await world.opened(FLOOR), *(world.worker() for _ in range(3))]
    async with kept(*workers):
        watching = await world.joined(workers[0], world.phone("ana", Role.AUDIENCE, (FLOOR,)), FLOOR)
        for worker in workers[1:]:
            await world.joined(worker, world.phone(worker.name, Role.AUDIENCE, (FLOOR,)), FLOOR)
        await passes(2)
        watching.read()
        watching.notices.clear()
        for worker in workers[1:]:
            worker.doors.rooms[FLOOR].crowd.arrive(world.phone(f"also-{worker.name}").actor)
        await passes(2)
        watching.read()
    assert [each["count"] for each in watching.notices if each["t"] == "presence.here"] == [7]


async def test_changes_in_a_crowd_are_told_together(world: World) -> None:
    """Each telling is written to everybody: a stream of them would cost more than the room's facts."""
    worker = await world.opened(FLOOR)
    phones = [world.phone(f"p{number}", Role.AUDIENCE, (FLOOR,)) for number in range(LARGE + 30)]
    async with kept(worker):
        for phone in phones[: LARGE + 1]:
            await world.joined(worker, phone, FLOOR)
        await passes(2)
        watching = phones[0]
        watching.read()
        watching.notices.clear()
        for phone in phones[LARGE + 1 :]:
            phone.dial(worker.lobby)
            phone.hello(FLOOR)
            await passes(0.1)
        await passes(2)
    watching.read()
    counts = [notice["count"] for notice in watching.notices if notice["t"] == "presence.here"]
    assert counts[-1] == LARGE + 30
    assert len(counts) <= 5


async def test_nobody_blinks_between_heartbeats(world: World) -> None:
    one, other = await world.opened(), world.worker()
    async with kept(one, other):
        ana = await world.joined(one, world.phone("ana"))
        for name in ("ben", "cleo", "dan"):
            await world.joined(other, world.phone(name))
            await passes(2.3)
        await passes(3 * HEARTBEAT_MS / 1000)
    ana.read()
    counts = [notice["count"] for notice in ana.notices if notice["t"] == "presence.here"]
    assert counts == sorted(counts)
    assert counts[-1] == 4


async def test_the_people_of_a_dead_worker_are_gone_within_35_seconds(world: World) -> None:
    one, other = await world.opened(), world.worker()
    async with kept(one):
        ana = await world.joined(one, world.phone("ana"))
        async with kept(other):
            await world.joined(other, world.phone("ben"))
            await passes(60)
            assert here(ana) == ["Ana", "Ben"]
        await passes(35)
        assert here(ana) == ["Ana"]


async def test_nobody_is_given_up_because_the_bus_is_away(world: World) -> None:
    """When it is back, one worker is the first to look, and the other has not said yet that it lives."""
    one, other = await world.opened(), world.worker()
    async with kept(one):
        await passes(HEARTBEAT_MS / 2000)
        async with kept(other):
            ana = await world.joined(one, world.phone("ana"))
            await world.joined(other, world.phone("ben"))
            await passes(1)
            one.bus.up = other.bus.up = False
            world.leases.away = True
            await passes(3 * LEASE_MS / 1000)
            one.bus.up = other.bus.up = True
            world.leases.away = False
            await passes(2 * LEASE_MS / 1000)
    ana.read()
    counts = [notice["count"] for notice in ana.notices if notice["t"] == "presence.here"]
    assert counts[-1] == 2
    assert counts == sorted(counts)


async def test_a_roster_that_was_lost_is_heard_with_the_next_heartbeat(world: World) -> None:
    one, other = await world.opened(), world.worker()
    async with kept(one, other):
        ana = await world.joined(one, world.phone("ana"))
        world.deaf()
        await world.joined(other, world.phone("ben"))
        await passes(2 * HEARTBEAT_MS / 1000)
        assert here(ana) == ["Ana", "Ben"]


async def test_a_lease_that_cannot_be_read_is_nobody(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone("ana"))
    await world.leases.hold(SHOW, "other", b"nonsense", LEASE_MS)
    await worker.keeper.beat()
    await world.settle()
    assert here(ana) == ["Ana"]


# closing


async def test_a_room_that_nobody_needs_is_closed_after_a_while(world: World) -> None:
    worker = await world.opened(posts=2)
    ana = await world.joined(worker, world.phone())
    async with kept(worker):
        await passes(2 * IDLE_MS / 1000)
        assert list(worker.doors.rooms) == [SHOW]
        ana.hang_up()
        await passes(IDLE_MS / 1000)
        assert list(worker.doors.rooms) == [SHOW]
        await passes((LEAVE_GRACE_MS + 2 * HEARTBEAT_MS) / 1000)
        assert worker.doors.rooms == {}
    assert await world.leases.rosters(SHOW) == {}


async def test_a_room_that_only_http_uses_stays_open_while_it_is_used(world: World) -> None:
    worker = await world.opened()
    live = await worker.doors.open(SHOW)
    async with kept(worker):
        for _ in range(6):
            await world.say(worker, 1)
            await passes(IDLE_MS / 2000)
        assert await worker.doors.open(SHOW) is live


async def test_a_room_that_somebody_joins_while_another_closes_stays(world: World) -> None:
    worker = await world.opened(SHOW)
    await world.log.create(FLOOR, "org")
    floor = await worker.doors.open(FLOOR)
    await passes(IDLE_MS / 1000 + 1)

    class SlowLeases(type(world.leases)):
        async def release(self, room: str, worker: str) -> None:
            await asyncio.sleep(1)
            await super().release(room, worker)

    world.leases.__class__ = SlowLeases
    beating = asyncio.create_task(worker.keeper._close_idle())  # pyright: ignore[reportPrivateUsage]
    await turns(2)
    assert list(worker.doors.rooms) == [FLOOR]
    assert await worker.doors.at(Seen(FLOOR)) is floor
    await beating
    assert list(worker.doors.rooms) == [FLOOR]


async def test_a_room_that_closes_while_another_beats_gets_no_lease(world: World) -> None:
    worker = await world.opened(SHOW)
    await world.log.create(FLOOR, "org")
    floor = await worker.doors.open(FLOOR)

    class SlowLeases(type(world.leases)):
        async def hold(self, room: str, worker: str, roster: bytes, ttl_ms: int) -> None:
            await asyncio.sleep(1)
            await super().hold(room, worker, roster, ttl_ms)

    world.leases.__class__ = SlowLeases
    beating = asyncio.create_task(worker.keeper.beat())
    await turns(2)
    await worker.doors.close([floor])
    await beating
    assert await world.leases.rosters(FLOOR) == {}


async def test_a_duty_that_breaks_is_reported_and_done_again(world: World, reports: list[Any]) -> None:
    one, other = await world.opened(), world.worker()
    ben = await world.joined(other, world.phone("ben"))
    world.deaf()
    broken_once = [True]

    def trouble(operation: str) -> Trouble:
        if operation == "heads" and broken_once:
            broken_once.pop()
            raise ZeroDivisionError
        return ""

    world.log.trouble = trouble
    async with kept(other):
        await passes(0.01)
        await world.say(one, 1)
        await passes(HEADS_MS / 1000 + 0.05)
    ben.read()
    assert ben.stream(SHOW).at == 1
    assert ["compare_heads" in report["message"] for report in reports] == [True]
    assert duties.HEADS_MS == HEADS_MS
