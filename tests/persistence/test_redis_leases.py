"""What the leases do when Redis does not work; what they do otherwise is in `tests.contracts.test_leases`."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from embedded.redis import Redis
from persistence.memory import ManualClock
from persistence.redis_answers import ANSWER_S, LEFT_ALONE_MS
from persistence.redis_leases import RedisLeases


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def leases(own_redis: Redis, clock: ManualClock) -> AsyncGenerator[RedisLeases]:
    leases = RedisLeases(own_redis.url, clock)
    yield leases
    await leases.close()


async def test_a_redis_that_is_not_there_is_nobodys_trouble(tmp_path: Path, clock: ManualClock) -> None:
    leases = RedisLeases(f"unix://{tmp_path}/none.sock", clock)
    await leases.hold("floor/a", "w1", b"ana", 1000)
    clock.advance(LEFT_ALONE_MS)
    assert await leases.rosters("floor/a") == {}
    clock.advance(LEFT_ALONE_MS)
    await leases.release("floor/a", "w1")
    assert leases.lost == 3
    await leases.close()


async def test_it_works_again_when_redis_is_back(leases: RedisLeases, own_redis: Redis, clock: ManualClock) -> None:
    await leases.hold("floor/a", "w1", b"ana", 60_000)
    own_redis.kill()
    assert await leases.rosters("floor/a") == {}
    own_redis.start()
    clock.advance(LEFT_ALONE_MS)
    await leases.hold("floor/a", "w1", b"ana", 60_000)
    assert await leases.rosters("floor/a") == {"w1": b"ana"}


async def test_the_rooms_of_a_worker_wait_for_a_frozen_redis_once_together(
    leases: RedisLeases, own_redis: Redis
) -> None:
    """A worker asks for each of its rooms in turn: a hundred waits would keep it from everything else."""
    own_redis.pause()
    try:
        async with asyncio.timeout(ANSWER_S * 5):
            for room in range(100):
                await leases.hold(f"floor/{room}", "w1", b"ana", 1000)
                assert await leases.rosters(f"floor/{room}") == {}
    finally:
        own_redis.resume()
    assert leases.lost == 200


async def test_a_failure_is_not_forgotten_too_soon_or_too_late(
    leases: RedisLeases, own_redis: Redis, clock: ManualClock
) -> None:
    own_redis.kill()
    await leases.hold("floor/a", "w1", b"ana", 60_000)
    own_redis.start()
    clock.advance(LEFT_ALONE_MS - 1)
    await leases.hold("floor/a", "w1", b"ana", 60_000)
    assert leases.lost == 2
    clock.advance(1)
    assert await leases.rosters("floor/a") == {}
    assert leases.lost == 2
