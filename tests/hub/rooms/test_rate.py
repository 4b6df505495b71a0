import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.rate import Bucket, Rate

RATE = Rate(per_s=10, burst=3)


def test_a_burst_goes_through_and_then_it_takes_its_time() -> None:
    bucket = Bucket(RATE, 0)
    assert [bucket.spend(0) for _ in range(4)] == [0, 0, 0, 100]
    assert bucket.spend(50) == 50
    assert bucket.spend(100) == 0
    assert bucket.spend(100) == 100


def test_to_be_refused_costs_nothing() -> None:
    bucket = Bucket(RATE, 0)
    for _ in range(50):
        bucket.spend(0)
    assert bucket.spend(100) == 0


def test_no_more_is_saved_up_than_a_burst() -> None:
    bucket = Bucket(RATE, 0)
    assert [bucket.spend(1_000_000) for _ in range(4)] == [0, 0, 0, 100]


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(Rate(10, 1), 1_000)
    assert bucket.spend(1_000) == 0
    assert bucket.spend(0) == 100


def test_the_wait_is_never_nothing() -> None:
    bucket = Bucket(Rate(8_000, 1), 0)
    bucket.spend(0)
    assert bucket.spend(0) == 1


def test_a_bucket_is_full_again_when_nothing_tells_it_from_a_new_one() -> None:
    bucket = Bucket(RATE, 0)
    assert bucket.full(0)
    bucket.spend(0)
    assert not bucket.full(99)
    assert bucket.full(100)


@pytest.mark.parametrize("rate", [RATE, Rate(50, 100), Rate(0.5, 1)])
@given(data=st.data())
def test_nobody_gets_more_than_the_burst_and_the_rate(rate: Rate, data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.integers(0, 3_000), min_size=1, max_size=60))
    bucket, now_ms, got = Bucket(rate, 0), 0, 0
    for step in steps:
        now_ms += step
        got += bucket.spend(now_ms) == 0
    assert got <= rate.burst + now_ms * rate.per_s / 1000 + 1e-6
