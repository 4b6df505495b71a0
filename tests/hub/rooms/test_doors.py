import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from hub.chat.messages import Post
from hub.errors import Rejected
from hub.presence.messages import Typed
from hub.rooms import ring
from hub.rooms.doors import FETCH_MAX
from hub.rooms.ports import Entry, Outdated, Stored
from hub.rooms.ring import Ring
from hub.wire import Seen
from persistence.memory import MemoryRoomLog, Trouble
from tests.hub.rooms.asking import ANA, troubles
from tests.hub.rooms.entries import an_entry
from tests.hub.rooms.stepped import passes, turns
from tests.hub.rooms.world import SHOW, Worker, World


def counted(world: World) -> list[str]:
    """Every operation of the log from now on."""
    operations: list[str] = []

    def trouble(operation: str) -> Trouble:
        operations.append(operation)
        return ""

    world.log.trouble = trouble
    return operations


async def code_of(opening: Any) -> str:
    """Why it was refused."""
    with pytest.raises(Rejected) as caught:
        await opening
    return caught.value.code


# opening


async def test_however_many_ask_at_once_the_log_is_read_once(world: World) -> None:
    await world.opened(posts=3)
    operations, worker = counted(world), world.worker()
    lives = await asyncio.gather(*(worker.doors.open(SHOW) for _ in range(50)))
    assert len(set(map(id, lives))) == 1
    assert operations == ["load"]
    assert await worker.doors.open(SHOW) is lives[0]


async def test_who_opens_and_goes_away_does_not_take_the_room_from_the_others(world: World) -> None:
    await world.opened(posts=3)
    doors = world.worker().doors
    first, second = (asyncio.create_task(doors.open(SHOW)) for _ in range(2))
    await turns()
    first.cancel()
    assert (await second).room.seq == 3


async def test_a_room_that_is_not_there_is_looked_for_again_next_time(world: World) -> None:
    worker = world.worker()
    assert await code_of(worker.doors.open(SHOW)) == "room.unknown"
    await world.log.create(SHOW, "org")
    assert (await worker.doors.open(SHOW)).room.seq == 0


async def test_a_room_cannot_be_opened_while_the_log_is_away_and_can_afterwards(world: World) -> None:
    worker = await world.opened()
    other = world.worker()
    troubles(world, ("load", "before"))
    assert await code_of(other.doors.open(SHOW)) == "room.unavailable"
    assert (await other.doors.open(SHOW)).room.seq == 0
    assert worker is not other


@pytest.mark.parametrize("room", ["attic/demo", "show/nowhere"])
async def test_nobody_listens_to_a_room_that_did_not_open(world: World, room: str) -> None:
    worker = world.worker()
    assert await code_of(worker.doors.open(room)) == "room.unknown"
    assert worker.bus._rooms == set()  # pyright: ignore[reportPrivateUsage]


async def test_an_opening_that_breaks_leaves_nothing_behind(world: World) -> None:
    await world.opened()
    doors = world.worker().doors
    world.log.trouble = lambda _operation: 1 / 0  # type: ignore[assignment, return-value]
    with pytest.raises(ZeroDivisionError):
        await doors.open(SHOW)
    world.log.trouble = lambda _operation: ""
    assert (await doors.open(SHOW)).room.seq == 0


async def test_nobody_is_left_who_wants_to_know_why_an_opening_failed(world: World, reports: list[Any]) -> None:
    opening = asyncio.create_task(world.worker().doors.open(SHOW))
    await turns()
    opening.cancel()
    await world.settle()
    assert reports == []


class FarLog(MemoryRoomLog):
    """Its answers take a while to arrive."""

    async def load(self, room: str) -> Stored | None:
        stored = await super().load(room)
        await passes(1)
        return stored


async def test_what_rings_while_a_room_opens_is_not_lost() -> None:
    """It was written after the log was read, and rang before the room was there."""
    world = World(FarLog())
    one = await world.opened(posts=2)
    other = world.worker()
    opening = asyncio.create_task(other.doors.open(SHOW))
    await passes(0.5)
    await world.say(one, 1)
    live = await opening
    assert live.room.seq == 3


async def test_an_opening_is_given_up_with_its_loop(world: World) -> None:
    doors = World(FarLog()).worker().doors
    asking = asyncio.create_task(doors.open(SHOW))
    await turns(2)
    for task in asyncio.all_tasks() - {asyncio.current_task(), asking}:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert world


# what the bus says


async def test_a_fact_of_another_worker_is_here_as_soon_as_it_rings(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    operations = counted(world)
    await world.say(one, 3)
    await turns(3)
    assert live.room.seq == 3
    assert operations == ["append"] * 3


async def test_a_lost_ring_is_made_good_by_the_next(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    fault = world.exchange.fault
    world.deaf()
    await world.say(one, 2)
    world.exchange.fault = fault
    await world.say(one, 1)
    await world.settle()
    assert live.room.seq == 3
    assert other.doors.meters.gaps_repaired == 1


async def test_the_own_rings_and_those_of_another_history_and_nonsense_are_ignored(world: World) -> None:
    worker = await world.opened(posts=1)
    live = await worker.doors.open(SHOW)
    rings = [
        ring.encode(ring.of_entries(worker.name, live.epoch, [an_entry(2)])),
        ring.encode(ring.of_entries("other", "another", [an_entry(2)])),
        b"nonsense",
    ]
    for message in rings:
        worker.doors.heard(SHOW, message)
    worker.doors.heard("show/other", ring.encode(ring.of_entries("other", live.epoch, [an_entry(2)])))
    assert (live.room.seq, live.follower.head) == (1, 1)


async def test_a_notice_of_another_worker_is_passed_on(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    live = await worker.doors.open(SHOW)
    notices = (Typed(person="ben", on=True),)
    worker.doors.heard(SHOW, ring.encode(Ring("other", live.epoch, notices=notices)))
    await world.settle()
    ana.read()
    assert ana.notices[-1] == {"t": "presence.typed", "person": "ben", "on": True}


# catching up


async def test_a_far_gap_is_read_in_pieces_and_by_one_reader(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, FETCH_MAX + 5)
    operations = counted(world)
    for _ in range(5):
        other.doors.told(live, live.epoch, FETCH_MAX + 5, was_at=0)
    await world.settle()
    assert live.room.seq == FETCH_MAX + 5
    assert operations == ["since", "since"]


async def test_who_waits_for_quiet_waits_for_what_is_being_read(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, 2)
    other.doors.told(live, live.epoch, 2, was_at=0)
    await other.doors.quiet()
    assert live.room.seq == 2


async def test_an_entry_of_another_version_is_reported_and_read_again_later(world: World, reports: list[Any]) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, 2)

    def trouble(operation: str) -> Trouble:
        raise ValueError(operation)

    world.log.trouble = trouble
    other.doors.told(live, live.epoch, 2, was_at=0)
    await other.doors.quiet()
    assert [type(report["exception"]) for report in reports] == [ValueError]
    world.log.trouble = lambda _operation: ""
    other.doors.told(live, live.epoch, 2, was_at=0)
    await other.doors.quiet()
    assert live.room.seq == 2


async def test_catching_up_while_the_log_is_away_is_tried_again_when_told_again(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, 2)
    troubles(world, ("since", "before"))
    other.doors.told(live, live.epoch, 2, was_at=0)
    await world.settle()
    assert live.room.seq == 0
    other.doors.told(live, live.epoch, 2, was_at=0)
    await world.settle()
    assert live.room.seq == 2


async def test_a_head_that_the_log_does_not_have_is_not_looked_for_for_ever(world: World) -> None:
    """A ring that outlived a restored log: the heads check will see that the room is ahead of the log."""
    worker = await world.opened(posts=2)
    live = await worker.doors.open(SHOW)
    operations = counted(world)
    worker.doors.heard(SHOW, ring.encode(ring.of_entries("other", live.epoch, [an_entry(9)])))
    await world.settle()
    assert operations == ["since"]
    assert live.room.seq == 2


async def test_who_has_seen_more_waits_until_the_log_can_say_so(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, 2)
    troubles(world, ("since", "before"))
    assert await code_of(other.doors.at(Seen(SHOW, live.epoch, 2))) == "room.unavailable"
    assert (await other.doors.at(Seen(SHOW, live.epoch, 2))).room.seq == 2


class NewerLog(MemoryRoomLog):
    """Behind where a worker stands, it has what only a later version of the hub can read."""

    async def load(self, room: str) -> Stored | None:
        stored = await super().load(room)
        if stored is not None and stored.tail:
            raise Outdated(room)
        return stored

    async def since(self, room: str, after: int, limit: int) -> Sequence[Entry]:
        raise Outdated(f"{room} above {after}, {limit} at most")


async def test_who_is_in_a_room_that_this_worker_is_too_old_for_is_told_and_sent_to_another() -> None:
    world = World(NewerLog())
    one, other = await world.opened(), world.worker()
    ana = await world.joined(other, world.phone())
    world.deaf()
    await world.say(one, 1)
    await other.keeper.compare_heads()
    await world.settle()
    ana.read()
    assert ana.sink.closed == (4007, "hub.outdated")
    assert ana.fails[-1]["code"] == "hub.outdated"
    assert await code_of(other.doors.open(SHOW)) == "hub.outdated"


# starting over, closing


async def restored(world: World, worker: Worker, seq: int) -> None:
    """The log is another one now, and the worker notices."""
    world.log.restore(SHOW, seq)
    await worker.keeper.compare_heads()


async def test_another_history_sends_everybody_away_to_come_back(world: World) -> None:
    worker = await world.opened(posts=3)
    ana = await world.joined(worker, world.phone())
    await restored(world, worker, 1)
    ana.read()
    assert ana.sink.closed == (4005, "hub.reset")
    assert ana.fails[-1]["code"] == "hub.reset"
    assert ana.sink.late == []
    await world.joined(worker, ana)
    ana.read()
    assert (ana.stream(SHOW).snapshots, ana.stream(SHOW).at) == (2, 1)


async def test_a_log_that_lost_its_end_is_another_history(world: World) -> None:
    worker = await world.opened(posts=3)
    live = await worker.doors.open(SHOW)
    worker.doors.told(live, live.epoch, 2, was_at=3)
    assert await worker.doors.open(SHOW) is not live


async def test_a_log_of_the_same_length_may_be_another_history(world: World) -> None:
    worker = await world.opened(posts=3)
    live = await worker.doors.open(SHOW)
    await restored(world, worker, 3)
    assert await worker.doors.open(SHOW) is not live


async def test_a_log_that_was_asked_before_the_last_fact_is_not(world: World) -> None:
    worker = await world.opened(posts=3)
    live = await worker.doors.open(SHOW)
    worker.doors.told(live, live.epoch, 2, was_at=2)
    assert await worker.doors.open(SHOW) is live


async def test_starting_over_twice_does_not_take_the_new_room_away(world: World) -> None:
    one, worker = await world.opened(posts=3), world.worker()
    old = await worker.doors.open(SHOW)
    world.log.restore(SHOW, 2)
    for each in (one, worker):
        await each.keeper.compare_heads()
    new = await worker.doors.open(SHOW)
    worker.doors.reset(old)
    await world.settle()
    await one.service.do(ANA, SHOW, "c1", Post(text="Hi"))
    await world.settle()
    assert await worker.doors.open(SHOW) is new
    assert new.room.seq == 3


async def test_who_joins_while_a_room_starts_over_is_in_the_new_one(world: World) -> None:
    one, other = await world.opened(posts=1), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, 1)
    joining = asyncio.create_task(other.doors.at(Seen(SHOW, live.epoch, 2)))
    await turns()
    other.doors.reset(live)
    assert await joining is await other.doors.open(SHOW)
    assert await joining is not live


async def test_a_closed_room_is_neither_heard_nor_held(world: World) -> None:
    worker = await world.opened()
    await worker.keeper.beat()
    live = await worker.doors.open(SHOW)
    await worker.doors.close([live])
    assert worker.doors.rooms == {}
    assert worker.bus._rooms == set()  # pyright: ignore[reportPrivateUsage]
    assert await world.leases.rosters(SHOW) == {}


async def test_a_room_that_is_opened_while_it_closes_stays_open_and_heard(world: World) -> None:
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    closing = asyncio.create_task(other.doors.close([live]))
    await turns()
    again = await other.doors.open(SHOW)
    await closing
    await world.say(one, 1)
    await world.settle()
    assert again is not live
    assert again.room.seq == 1


async def test_a_room_that_started_over_and_is_open_again_is_heard(world: World) -> None:
    one, other = await world.opened(posts=3), world.worker()
    live = await other.doors.open(SHOW)
    world.log.restore(SHOW, 2)
    one.doors.reset(await one.doors.open(SHOW))
    other.doors.reset(live)
    again = await other.doors.open(SHOW)
    await world.settle()
    await one.service.do(ANA, SHOW, "c1", Post(text="Hi"))
    await world.settle()
    assert again.room.seq == 3
