"""What the bus does when Redis does not work; what it does otherwise is in `tests.contracts.test_bus`."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from embedded.redis import Redis
from hub.rooms.ports import Unavailable
from persistence import redis_bus
from persistence.redis_bus import RedisBus
from tests.contracts.ports import Ear
from tests.services import a_room, until

#: A tenth of what a worker uses, so that the tests are quick.
CANARY_S, SILENT_S = 0.1, 0.3

Join = Callable[[str], Awaitable[RedisBus]]


@pytest.fixture
async def join() -> AsyncGenerator[Join]:
    """A bus that is up, at a Redis."""
    joined: list[RedisBus] = []

    async def start(url: str) -> RedisBus:
        bus = RedisBus(url, canary_s=CANARY_S, silent_s=SILENT_S)
        joined.append(bus)
        await bus.start()
        await until(lambda: bus.up)
        return bus

    yield start
    for bus in joined:
        await bus.stop()


def test_a_frozen_redis_is_noticed_in_5_seconds_at_a_workers_pace() -> None:
    """Promise 6: at worst the freeze comes just after a canary is back, and is noticed at the next but one."""
    bus = RedisBus("redis://localhost")
    assert 2 * bus.canary_s <= 5
    assert bus.silent_s + bus.canary_s <= 5


async def test_a_redis_that_is_not_there_at_start_is_named(tmp_path: Path) -> None:
    bus = RedisBus(f"unix://hub:s3cret@{tmp_path}/none.sock")
    with pytest.raises(Unavailable, match=r"^Redis at unix://hub@/.*/none\.sock cannot be used: ") as caught:
        await bus.start()
    assert "\n" not in str(caught.value)
    assert not bus.up
    await bus.stop()


class TestKilled:
    async def test_it_is_down_and_then_up_again_with_its_rooms(self, own_redis: Redis, join: Join) -> None:
        here, there = await join(own_redis.url), Ear(await join(own_redis.url))
        before, meanwhile, left = a_room(), a_room(), a_room()
        await there.bus.subscribe(before)
        await there.bus.subscribe(left)
        own_redis.kill()
        await until(lambda: not here.up and not there.bus.up)
        await there.bus.subscribe(meanwhile)
        await there.bus.unsubscribe(left)
        own_redis.start()
        await until(lambda: here.up and there.bus.up)
        for room in (left, before, meanwhile):
            here.publish(room, b"back")
        assert await there.next() == (before, b"back")
        assert await there.next() == (meanwhile, b"back")
        assert here.counters.rebuilt == 1

    async def test_rings_meanwhile_are_dropped_and_counted_and_nobody_waits(self, own_redis: Redis, join: Join) -> None:
        bus = await join(own_redis.url)
        own_redis.kill()
        await until(lambda: not bus.up)
        dropped = bus.counters.dropped
        for _ in range(1000):
            bus.publish(a_room(), b"lost")
        assert bus.counters.dropped - dropped == 1000

    async def test_the_loss_is_known_at_once(self, own_redis: Redis) -> None:
        """A lost connection says so; only a silent one has to wait for the canary."""
        bus = RedisBus(own_redis.url, canary_s=60, silent_s=60)
        await bus.start()
        await until(lambda: bus.up)
        own_redis.kill()
        await until(lambda: not bus.up)
        await bus.stop()


class TestFrozen:
    async def test_it_is_noticed_and_the_link_made_anew(self, own_redis: Redis, join: Join) -> None:
        here, there = await join(own_redis.url), Ear(await join(own_redis.url))
        room = a_room()
        await there.bus.subscribe(room)
        own_redis.pause()
        try:
            assert await until(lambda: not here.up and not there.bus.up) < 10 * CANARY_S
            await until(lambda: here.counters.rebuilt == 1)
        finally:
            own_redis.resume()
        await until(lambda: here.up and there.bus.up)
        here.publish(room, b"thawed")
        async with asyncio.timeout(5):
            while (await there.next())[1] != b"thawed":
                pass

    async def test_subscribing_does_not_wait_for_it(self, own_redis: Redis, join: Join) -> None:
        bus = await join(own_redis.url)
        own_redis.pause()
        try:
            await until(lambda: not bus.up)
            async with asyncio.timeout(redis_bus.SUBSCRIBE_S / 2):
                await bus.subscribe(a_room())
        finally:
            own_redis.resume()

    async def test_subscribing_just_before_it_is_noticed_waits_a_bounded_time(
        self, own_redis: Redis, join: Join
    ) -> None:
        bus = await join(own_redis.url)
        own_redis.pause()
        try:
            async with asyncio.timeout(2 * redis_bus.SUBSCRIBE_S):
                await bus.subscribe(a_room())
        finally:
            own_redis.resume()

    async def test_what_waits_to_be_sent_is_bounded(self, own_redis: Redis) -> None:
        bus = RedisBus(own_redis.url)
        await bus.start()
        await until(lambda: bus.up)
        own_redis.pause()
        try:
            ring, sent = b"x" * 60_000, 0
            for _ in range(100):
                bus.publish("floor/a", ring)
                await asyncio.sleep(0)
            sent = bus.counters.published * len(ring)
            assert bus.counters.dropped > 0
            # The kernel takes some too, before it refuses.
            assert sent < redis_bus.OUTBOX_BYTES_MAX + 2 * 1024 * 1024
        finally:
            own_redis.resume()
        await bus.stop()


class TestRunning:
    async def test_it_is_up_while_a_canary_is_on_its_way(self, redis_url: str) -> None:
        bus = RedisBus(redis_url, canary_s=0.2)
        await bus.start()
        await until(lambda: bus.up)
        seen: set[bool] = set()
        lags: set[float] = set()

        def look() -> bool:
            seen.add(bus.up)
            lags.add(bus.counters.lag_ms)
            return len(lags) > 2

        async with asyncio.timeout(5):
            while not look():
                await asyncio.sleep(0)
        assert seen == {True}
        await bus.stop()

    async def test_its_own_rings_are_not_handed_back(self, redis_url: str, join: Join) -> None:
        here, there = Ear(await join(redis_url)), await join(redis_url)
        room = a_room()
        await here.bus.subscribe(room)
        here.bus.publish(room, b"own")
        there.publish(room, b"other")
        assert await here.next() == (room, b"other")
        assert here.heard.empty()

    async def test_it_counts_what_it_does(self, redis_url: str, join: Join) -> None:
        here, there = await join(redis_url), Ear(await join(redis_url))
        room = a_room()
        await there.bus.subscribe(room)
        for _ in range(3):
            here.publish(room, b"x")
        for _ in range(3):
            await there.next()
        await until(lambda: here.counters.lag_ms > 0)
        assert (here.counters.published, here.counters.dropped, here.counters.rebuilt) == (3, 0, 0)
        assert here.counters.heard == 0

    async def test_a_listener_that_fails_costs_one_message(self, redis_url: str, join: Join) -> None:
        here, there = await join(redis_url), await join(redis_url)
        told: list[dict[str, Any]] = []
        heard: list[bytes] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context))

        def hear(_room: str, message: bytes) -> None:
            if message == b"bad":
                raise ZeroDivisionError
            heard.append(message)

        there.listen(hear)
        room = a_room()
        await there.subscribe(room)
        here.publish(room, b"bad")
        here.publish(room, b"good")
        await until(lambda: heard == [b"good"])
        assert [type(each["exception"]) for each in told] == [ZeroDivisionError]
        assert there.up

    async def test_thousands_of_rooms_are_subscribed_to_again(self, own_redis: Redis, join: Join) -> None:
        here, there = await join(own_redis.url), Ear(await join(own_redis.url))
        own_redis.kill()
        await until(lambda: not there.bus.up)
        rooms = [a_room() for _ in range(3 * redis_bus.SUBSCRIBE_AT_ONCE_MAX)]
        for room in rooms:
            await there.bus.subscribe(room)
        own_redis.start()
        await until(lambda: here.up and there.bus.up)
        for room in rooms:
            here.publish(room, b"")
        assert [(await there.next())[0] for _ in rooms] == rooms

    async def test_databases_of_one_redis_do_not_hear_each_other(self, redis_url: str, join: Join) -> None:
        """Redis has one space of channels for all its databases."""
        here, there = await join(f"{redis_url}?db=1"), Ear(await join(f"{redis_url}?db=2"))
        same = await join(f"{redis_url}?db=2")
        room = a_room()
        await there.bus.subscribe(room)
        here.publish(room, b"other hub")
        same.publish(room, b"this hub")
        assert await there.next() == (room, b"this hub")

    async def test_a_bus_that_was_stopped_is_down_and_drops(self, redis_url: str, join: Join) -> None:
        bus = await join(redis_url)
        await bus.stop()
        assert not bus.up
        bus.publish("floor/a", b"")
        assert bus.counters.dropped == 1
        await bus.stop()

    async def test_a_bus_stopped_as_soon_as_it_was_started_leaves_nothing_open(self, redis_url: str) -> None:
        bus = RedisBus(redis_url)
        await bus.start()
        await bus.stop()
        assert not bus.up
