import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load.report import scale

SIZES = st.floats(min_value=1e-6, max_value=1e12)


@given(SIZES)
def test_a_linear_axis_reaches_a_little_beyond_the_largest_value(top: float) -> None:
    axis = scale.linear(top)
    assert axis.low == 0
    assert top * (1 - 1e-9) <= axis.high <= 2 * top
    assert 2 <= len(axis.ticks) <= 7
    assert axis.ticks[-1] == pytest.approx(axis.high)


@given(st.lists(SIZES, min_size=1), SIZES)
def test_every_value_stands_on_the_axis_and_larger_ones_not_below(values: list[float], other: float) -> None:
    axis = scale.spread(values)
    parts = [axis.part(each) for each in sorted([*values, other])]
    assert all(0 <= each <= 1 for each in parts)
    assert parts == sorted(parts)
    assert axis.part(max(values)) > 0.2


def test_a_few_large_values_do_not_press_the_others_flat() -> None:
    assert not scale.spread([8, 9, 10, 200]).decades
    axis = scale.spread([8, 9, 10, 11, 2_000])
    assert axis.decades
    assert axis.ticks == pytest.approx((1, 10, 100, 1_000, 10_000))
    assert axis.part(10) == pytest.approx(0.25)
    assert axis.part(0) == 0


@pytest.mark.parametrize("values", [[], [0.0], [math.nan], [math.inf, -1.0]])
def test_of_nothing_there_is_an_axis_all_the_same(values: list[float]) -> None:
    axis = scale.spread(values)
    assert (axis.low, axis.high) == (0, 1)
    assert axis.part(0) == 0


def test_decades_of_a_single_one_still_span_something() -> None:
    assert scale.decades(10, 10).ticks == pytest.approx((10, 100))


def test_time_ends_when_the_run_does() -> None:
    axis = scale.time(41.5)
    assert axis.high == 41.5
    assert axis.ticks == (0, 10, 20, 30, 40)
    assert scale.time(0.0).high == 1


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.0123, "0.01"),
        (9.876, "9.88"),
        (12.34, "12.3"),
        (100, "100"),
        (999, "999"),
        (1_000, "1k"),
        (209_900, "210k"),
        (2_500_000, "2.5M"),
        (3e9, "3G"),
        (-1_500, "-1.5k"),
        (math.nan, "-"),
    ],
)
def test_three_digits_are_enough(value: float, said: str) -> None:
    assert scale.brief(value) == said
