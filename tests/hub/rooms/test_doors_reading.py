"""A storm of people who know more than this worker: the log is asked once for all of them."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from hub.rooms.live import Live
from hub.rooms.ports import Entry
from hub.wire import Seen
from persistence.memory import MemoryRoomLog
from tests.hub.rooms.stepped import passes, turns
from tests.hub.rooms.world import SHOW, Worker, World


class FarLog(MemoryRoomLog):
    """What is read of it takes a while to arrive."""

    async def since(self, room: str, after: int, limit: int) -> Sequence[Entry]:
        entries = await super().since(room, after, limit)
        await passes(1)
        return entries


async def left_behind(posts: int) -> tuple[World, Worker, Worker, Live]:
    """Two workers, of which the second has not heard of anything."""
    world = World(FarLog())
    one, other = await world.opened(), world.worker()
    live = await other.doors.open(SHOW)
    world.deaf()
    await world.say(one, posts)
    return world, one, other, live


async def test_however_many_have_seen_more_the_log_is_read_once() -> None:
    _, _, other, live = await left_behind(3)
    before = other.doors.meters.log_reads
    await asyncio.gather(*(other.doors.at(Seen(SHOW, live.epoch, seen)) for seen in (1, 2, 3) * 100))
    assert (live.room.seq, other.doors.meters.log_reads) == (3, before + 1)


async def test_a_read_that_began_too_early_is_followed_by_another() -> None:
    world, one, other, live = await left_behind(1)
    first = asyncio.create_task(other.doors.at(Seen(SHOW, live.epoch, 1)))
    await passes(0.5)
    await world.say(one, 1)
    second = await other.doors.at(Seen(SHOW, live.epoch, 2))
    assert second is await first
    assert live.room.seq == 2


async def test_who_says_to_have_seen_what_never_was_waits_for_one_read_that_began_after() -> None:
    _, _, other, live = await left_behind(0)
    before = other.doors.meters.log_reads
    for task in [asyncio.create_task(other.doors.reach(live, 9)) for _ in range(2)]:
        await task
    assert (live.room.seq, other.doors.meters.log_reads) == (0, before + 2)


async def test_a_read_is_given_up_with_its_loop() -> None:
    _, _, other, live = await left_behind(1)
    asking = asyncio.create_task(other.doors.at(Seen(SHOW, live.epoch, 1)))
    await turns(2)
    for task in asyncio.all_tasks() - {asyncio.current_task(), asking}:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert live.reading is None


async def test_nobody_is_left_who_wants_to_know_why_a_read_failed(reports: list[Any]) -> None:
    world, _, other, live = await left_behind(1)
    world.log.trouble = lambda operation: "before" if operation == "since" else ""
    asking = asyncio.create_task(other.doors.at(Seen(SHOW, live.epoch, 1)))
    await turns(1)
    asking.cancel()
    await world.settle()
    assert reports == []
