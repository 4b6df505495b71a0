"""A question that Redis does not answer is no trouble; more of it is in `test_limits` and `test_redis_leases`."""

from collections.abc import AsyncGenerator

import pytest

from embedded.redis import Redis
from persistence.memory import ManualClock
from persistence.redis_answers import LEFT_ALONE_MS, RedisAnswers


class Pings(RedisAnswers):
    """Asks whether Redis is there."""

    asked = 0

    async def ping(self) -> bool | None:
        """True, or None without an answer."""
        return await self._ask(self._ping)

    async def _ping(self) -> bool:
        self.asked += 1
        return bool(await self._redis.get("nothing") is None)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def pings(own_redis: Redis, clock: ManualClock) -> AsyncGenerator[Pings]:
    pings = Pings(own_redis.url, clock)
    yield pings
    await pings.close()


async def test_after_a_failure_it_is_left_alone_for_a_while(pings: Pings, own_redis: Redis, clock: ManualClock) -> None:
    assert await pings.ping()
    own_redis.kill()
    assert await pings.ping() is None
    own_redis.start()
    assert await pings.ping() is None
    assert (pings.asked, pings.lost) == (2, 2)
    clock.advance(LEFT_ALONE_MS)
    assert await pings.ping()
    assert (pings.asked, pings.lost) == (3, 2)
