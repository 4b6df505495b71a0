"""How often something may be tried, over a real Redis."""

import asyncio
import math
from collections.abc import AsyncGenerator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embedded.redis import Redis
from hub.errors import Rejected
from persistence.limits import Limit, Limits, neighbourhood
from persistence.memory import ManualClock
from persistence.redis_answers import LEFT_ALONE_MS

FIVE = Limit(5, 60_000)
_fresh = count(1)


def a_key() -> str:
    return f"test/{next(_fresh)}"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def limits(redis_url: str, clock: ManualClock) -> AsyncGenerator[Limits]:
    limits = Limits(redis_url, clock)
    yield limits
    await limits.close()


async def test_so_many_at_once_and_then_one_by_one(limits: Limits, clock: ManualClock) -> None:
    key = a_key()
    assert [await limits.take(key, FIVE) for _ in range(6)] == [0, 0, 0, 0, 0, 12_000]
    clock.advance(11_999)
    assert await limits.take(key, FIVE) == 1
    clock.advance(1)
    assert await limits.take(key, FIVE) == 0
    assert await limits.take(key, FIVE) == 12_000


async def test_who_counts_is_told_that_nobody_does(clock: ManualClock) -> None:
    away = Limits("redis://127.0.0.1:1", clock)
    assert await away.count(a_key(), FIVE) is None
    await away.close()


async def test_keys_are_apart(limits: Limits) -> None:
    ana, ben = a_key(), a_key()
    assert [await limits.take(ana, Limit(1, 1_000)) for _ in range(2)] == [0, 1_000]
    assert await limits.take(ben, Limit(1, 1_000)) == 0


async def test_a_try_that_was_none_comes_back_and_no_more_than_that(limits: Limits) -> None:
    key, two = a_key(), Limit(2, 1_000)
    await limits.take(key, two)
    for _ in range(3):
        await limits.give_back(key, two)
    assert [await limits.take(key, two) for _ in range(3)] == [0, 0, 500]


async def test_what_is_forgotten_is_new(limits: Limits) -> None:
    key = a_key()
    for _ in range(6):
        await limits.take(key, FIVE)
    await limits.forget(key)
    assert [await limits.take(key, FIVE) for _ in range(6)] == [0, 0, 0, 0, 0, 12_000]


async def test_a_refusal_says_when_to_come_again(limits: Limits) -> None:
    key = a_key()
    await limits.must(key, Limit(1, 1_000))
    with pytest.raises(Rejected) as refused:
        await limits.must(key, Limit(1, 1_000))
    assert (refused.value.code, refused.value.fields) == ("protocol.too_fast", {"retry_after_ms": 1_000})


async def test_of_many_workers_at_once_no_more_get_through(redis_url: str, clock: ManualClock) -> None:
    key = a_key()
    workers = [Limits(redis_url, clock) for _ in range(4)]
    waits = await asyncio.gather(*(worker.take(key, FIVE) for worker in workers for _ in range(10)))
    assert waits.count(0) == FIVE.times
    for worker in workers:
        await worker.close()


async def test_a_clock_that_was_set_back_locks_nobody_out_for_longer_than_the_limit(
    limits: Limits, clock: ManualClock, redis_url: str
) -> None:
    key, late = a_key(), ManualClock()
    late.advance(3_600_000)
    ahead = Limits(redis_url, late)
    await ahead.take(key, FIVE)
    await ahead.close()
    assert await limits.take(key, FIVE) == 12_000
    clock.advance(60_000)
    assert await limits.take(key, FIVE) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    limit=st.builds(Limit, st.integers(1, 20), st.integers(100, 100_000)),
    pauses=st.lists(st.integers(0, 5_000), max_size=60),
)
async def test_never_twice_as_often_as_said_in_any_window(
    limits: Limits, clock: ManualClock, limit: Limit, pauses: list[int]
) -> None:
    """Whatever the pauses: `times` saved up, and what came back meanwhile."""
    key, allowed = a_key(), list[int]()
    for pause in pauses:
        clock.advance(pause)
        if not await limits.take(key, limit):
            allowed.append(clock.now_ms())
    for first, began in enumerate(allowed):
        for last, ended in enumerate(allowed[first:], start=first):
            saved = limit.times + math.floor((ended - began) * limit.times / limit.per_ms + 0.01)
            assert last - first + 1 <= saved


async def test_while_redis_is_away_nobody_guesses_and_everybody_reads(tmp_path: Path, clock: ManualClock) -> None:
    limits = Limits(f"unix://{tmp_path}/none.sock", clock)
    assert await limits.take("a", FIVE) == LEFT_ALONE_MS
    assert await limits.take("a", FIVE, open_when_away=True) == 0
    with pytest.raises(Rejected):
        await limits.must("a", FIVE)
    await limits.must("a", FIVE, open_when_away=True)
    await limits.give_back("a", FIVE)
    await limits.forget("a")
    assert limits.lost == 6
    await limits.close()


async def test_it_counts_again_when_redis_is_back(own_redis: Redis, clock: ManualClock) -> None:
    limits = Limits(own_redis.url, clock)
    assert await limits.take("a", FIVE) == 0
    own_redis.kill()
    assert await limits.take("a", FIVE) == LEFT_ALONE_MS
    own_redis.start()
    clock.advance(LEFT_ALONE_MS)
    assert await limits.take("a", FIVE) == 0
    await limits.close()


async def test_whose_key_it_is_cannot_be_read_in_redis(own_redis: Redis, clock: ManualClock) -> None:
    limits = Limits(own_redis.url, clock)
    await limits.take("sign-in/ana@example.org", FIVE)
    names = await limits._redis.keys()  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]
    assert len(names) == 1
    assert "ana" not in str(names[0])
    await limits.close()


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_household_counts_as_one_address(address: str, counts_as: str) -> None:
    assert neighbourhood(address) == counts_as


def test_neighbours_count_together_and_others_apart() -> None:
    assert neighbourhood("2001:db8:1:2::1") == neighbourhood("2001:db8:1:2:ffff::9")
    assert neighbourhood("2001:db8:1:2::1") != neighbourhood("2001:db8:1:3::1")
