"""What the twins can do that the real ones cannot: fail when they are told to, in a way that can be repeated."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from hub.rooms.ports import RoomLog, Unavailable
from persistence.memory import (
    Exchange,
    Fault,
    ManualClock,
    MemoryBus,
    MemoryLeases,
    MemoryRoomLog,
    Trouble,
    chance,
)
from tests.contracts.ports import Ear, an_open_room, append, drafts, hold, save_snapshot, texts_of
from tests.services import until

OPERATIONS: dict[str, Callable[[RoomLog, str], Awaitable[object]]] = {
    "create": lambda log, room: log.create(room, "org"),
    "load": lambda log, room: log.load(room),
    "append": lambda log, room: append(log, room, 1, drafts("two")),
    "since": lambda log, room: log.since(room, 0, 10),
    "heads": lambda log, room: log.heads([room]),
    "find": lambda log, room: log.find(room, []),
    "save_snapshot": lambda log, room: save_snapshot(log, room, 1, b"x"),
}


async def hold_and_append(log: RoomLog, room: str) -> None:
    async with hold(log, room) as held:
        await held.append(1, drafts("two"))


class TestMemoryRoomLog:
    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("trouble", ["before", "after"])
    async def test_every_operation_can_be_unavailable(self, operation: str, trouble: Trouble) -> None:
        log = MemoryRoomLog()
        room = await an_open_room(log, "one")
        log.trouble = lambda name: trouble if name == operation else ""
        with pytest.raises(Unavailable):
            await OPERATIONS[operation](log, room)

    @pytest.mark.parametrize(("trouble", "written"), [("before", ["one"]), ("after", ["one", "two"])])
    async def test_an_append_fails_before_it_wrote_or_after(self, trouble: Trouble, written: list[str]) -> None:
        log = MemoryRoomLog()
        room = await an_open_room(log, "one")
        log.trouble = lambda name: trouble if name == "append" else ""
        with pytest.raises(Unavailable):
            await append(log, room, 1, drafts("two"))
        log.trouble = lambda _operation: ""
        assert await texts_of(log, room) == written

    @pytest.mark.parametrize(
        ("operation", "trouble", "written"),
        [
            ("hold", "before", ["one"]),
            ("commit", "before", ["one"]),
            ("commit", "after", ["one", "two"]),
            ("hold", "after", ["one", "two"]),
        ],
    )
    async def test_a_hold_fails_before_it_wrote_or_after_and_frees_the_room(
        self, operation: str, trouble: Trouble, written: list[str]
    ) -> None:
        log = MemoryRoomLog()
        room = await an_open_room(log, "one")
        log.trouble = lambda name: trouble if name == operation else ""
        with pytest.raises(Unavailable):
            await hold_and_append(log, room)
        log.trouble = lambda _operation: ""
        assert await texts_of(log, room) == written
        assert await append(log, room, len(written), drafts("three")) is True

    async def test_a_restored_room_has_another_epoch_and_no_later_facts(self) -> None:
        log = MemoryRoomLog()
        room = await an_open_room(log, "one", "two", "three")
        await save_snapshot(log, room, 3, b"x")
        before = await log.heads([room])
        log.restore(room, 1)
        after = await log.heads([room])
        assert after[room][1] == 1
        assert after[room][0] != before[room][0]
        stored = await log.load(room)
        assert stored is not None
        assert (stored.snapshot_seq, stored.snapshot) == (0, None)
        assert await append(log, room, 1, drafts("two again")) is True


class TestMemoryBus:
    @staticmethod
    async def heard(fault: Fault, messages: int = 200) -> list[int]:
        """What one worker heard of what another sent, when all has arrived."""
        exchange = Exchange(fault)
        here, there = MemoryBus(exchange), Ear(MemoryBus(exchange))
        await there.bus.subscribe("floor/a")
        for n in range(messages):
            here.publish("floor/a", str(n).encode())
        await until(lambda: exchange.travelling == 0)
        return [int(there.heard.get_nowait()[1]) for _ in range(there.heard.qsize())]

    async def test_a_bus_without_faults_loses_repeats_and_reorders_nothing(self) -> None:
        assert await self.heard(chance(1)) == list(range(200))

    async def test_it_loses(self) -> None:
        heard = await self.heard(chance(1, lost=0.5))
        assert 0 < len(heard) < 200
        assert heard == sorted(heard)

    async def test_it_repeats(self) -> None:
        heard = await self.heard(chance(1, repeated=0.5))
        assert len(heard) > len(set(heard)) == 200

    async def test_it_reorders_and_loses_nothing(self) -> None:
        heard = await self.heard(chance(1, late=0.5))
        assert heard != sorted(heard)
        assert sorted(heard) == list(range(200))

    async def test_the_same_seed_is_the_same_bus(self) -> None:
        def bad() -> Fault:
            return chance(7, lost=0.2, repeated=0.2, late=0.5)

        assert await self.heard(bad()) == await self.heard(bad())
        assert await self.heard(bad()) != await self.heard(chance(8, lost=0.2, repeated=0.2, late=0.5))

    async def test_what_is_sent_while_it_is_down_is_dropped(self) -> None:
        exchange = Exchange()
        here, there = MemoryBus(exchange), Ear(MemoryBus(exchange))
        await there.bus.subscribe("floor/a")
        here.up = False
        here.publish("floor/a", b"dropped")
        here.up = True
        here.publish("floor/a", b"heard")
        assert await there.next() == ("floor/a", b"heard")
        assert here.dropped == 1

    async def test_what_arrives_while_it_is_down_is_not_heard(self) -> None:
        exchange = Exchange()
        here, down = MemoryBus(exchange), MemoryBus(exchange)
        there = Ear(down)
        await down.subscribe("floor/a")
        down.up = False
        here.publish("floor/a", b"lost")
        await until(lambda: exchange.travelling == 0)
        down.up = True
        here.publish("floor/a", b"heard")
        assert await there.next() == ("floor/a", b"heard")

    async def test_a_ring_is_never_heard_within_the_call_that_sent_it(self) -> None:
        """A real bus takes a turn of the loop at least; a rule that counts on less would pass here only."""
        exchange = Exchange()
        here = Ear(MemoryBus(exchange))
        await here.bus.subscribe("floor/a")
        here.bus.publish("floor/a", b"x")
        assert here.heard.empty()
        assert await here.next() == ("floor/a", b"x")


class TestMemoryLeases:
    async def test_while_it_is_away_nothing_is_taken_or_given(self) -> None:
        leases = MemoryLeases(ManualClock())
        await leases.hold("floor/a", "w1", b"ana", 1000)
        leases.away = True
        await leases.hold("floor/a", "w2", b"ben", 1000)
        await leases.release("floor/a", "w1")
        assert await leases.rosters("floor/a") == {}
        leases.away = False
        assert await leases.rosters("floor/a") == {"w1": b"ana"}

    async def test_a_lease_ends_on_the_millisecond(self) -> None:
        clock = ManualClock()
        leases = MemoryLeases(clock)
        await leases.hold("floor/a", "w1", b"ana", 1000)
        clock.advance(999)
        assert await leases.rosters("floor/a") == {"w1": b"ana"}
        clock.advance(1)
        assert await leases.rosters("floor/a") == {}


class TestManualClock:
    def test_it_stands_still_until_it_is_stepped(self) -> None:
        clock = ManualClock(now_ms=5_000)
        assert (clock.now_ms(), clock.steady_ms()) == (5_000, 0)
        clock.advance(250)
        assert (clock.now_ms(), clock.steady_ms()) == (5_250, 250)


async def test_the_twins_let_others_run() -> None:
    """A twin that never waits would hide every race."""
    log = MemoryRoomLog()
    ran: list[str] = []

    async def other() -> None:
        ran.append("other")

    task = asyncio.create_task(other())
    await log.heads([])
    assert ran == ["other"]
    await task
