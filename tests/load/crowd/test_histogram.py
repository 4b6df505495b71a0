import random

import pytest

from load.crowd.histogram import Histogram, merged, within

MS = 1_000_000


def of(*times_ms: float) -> Histogram:
    histogram = Histogram()
    for each in times_ms:
        histogram.add(int(each * MS))
    return histogram


def test_a_quantile_is_known_to_3_percent_whatever_its_size() -> None:
    rng = random.Random(1)
    values = sorted(10 ** rng.uniform(-2, 5) for _ in range(5_000))
    histogram = of(*values)
    for part in (0.01, 0.5, 0.99):
        exact = values[int(part * len(values))]
        assert exact * 0.99 - 0.01 <= histogram.quantile_ms(part) <= exact * 1.04 + 0.02
    assert histogram.max_ms == pytest.approx(values[-1], abs=0.01)
    assert histogram.quantile_ms(1.0) == histogram.max_ms


def test_of_nothing_there_is_no_quantile() -> None:
    assert Histogram().quantile_ms(0.99) == 0.0
    assert Histogram().figures() == {"p50_ms": 0.0, "p99_ms": 0.0, "max_ms": 0.0, "samples": 0}


def test_merged_is_as_if_one_had_counted() -> None:
    assert merged([of(1, 2, 3), of(), of(400, 2)]) == of(1, 2, 3, 400, 2)


def test_a_clock_that_went_back_counts_as_nothing() -> None:
    assert of(-5).quantile_ms(0.5) == 0.0
    assert of(-5).count == 1


def test_a_stretch_of_seconds_is_looked_at_alone() -> None:
    seconds = {10: of(1), 11: of(2), 12: of(3)}
    assert within(seconds, 10.9, 12.0) == of(2)
