import pytest

from hub.rooms.meters import BUCKETS_FACTS, BUCKETS_MS, Meters, Spread


@pytest.mark.parametrize(("ms", "bucket"), [(0, 0), (0.5, 0), (0.6, 1), (1000, 9), (1000.1, 10)])
def test_a_duration_counts_in_the_first_bucket_that_holds_it(ms: float, bucket: int) -> None:
    timing = Spread()
    timing.add(ms)
    assert timing.counts == [int(at == bucket) for at in range(len(BUCKETS_MS) + 1)]
    assert timing.total == ms


def test_the_sizes_of_batches_have_buckets_of_their_own() -> None:
    batch = Meters().batch
    for facts in (1, 3, 128, 300):
        batch.add(facts)
    assert dict(zip([*BUCKETS_FACTS, None], batch.counts, strict=True)) == dict.fromkeys([*BUCKETS_FACTS, None], 0) | {
        1.0: 1,
        4.0: 1,
        128.0: 1,
        None: 1,
    }
    assert batch.total == 432


def test_every_worker_counts_for_itself() -> None:
    one, other = Meters(), Meters()
    one.append.add(1)
    assert sum(other.append.counts) == 0
