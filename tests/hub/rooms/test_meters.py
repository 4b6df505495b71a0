import pytest

from hub.rooms.meters import BUCKETS_MS, Meters, Timing


@pytest.mark.parametrize(("ms", "bucket"), [(0, 0), (0.5, 0), (0.6, 1), (1000, 9), (1000.1, 10)])
def test_a_duration_counts_in_the_first_bucket_that_holds_it(ms: float, bucket: int) -> None:
    timing = Timing()
    timing.add(ms)
    assert timing.counts == [int(at == bucket) for at in range(len(BUCKETS_MS) + 1)]
    assert timing.sum_ms == ms


def test_every_worker_counts_for_itself() -> None:
    one, other = Meters(), Meters()
    one.append.add(1)
    assert sum(other.append.counts) == 0
