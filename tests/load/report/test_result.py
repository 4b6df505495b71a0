import math

import msgspec
import pytest

from load.report.result import Bound, Result, check
from tests.load.report.results import BOUNDS, a_result, a_timeline

MOST, LEAST = BOUNDS


@pytest.mark.parametrize(("value", "held"), [(0.0, True), (150, True), (150.01, False)])
def test_a_figure_may_be_as_much_as_its_bound(value: float, held: bool) -> None:  # noqa: FBT001  the expectation
    assert MOST.held_by(value) is held


@pytest.mark.parametrize(("value", "held"), [(4_999, False), (5_000, True), (6_000, True)])
def test_a_figure_may_be_as_little_as_its_bound(value: float, held: bool) -> None:  # noqa: FBT001  the expectation
    assert LEAST.held_by(value) is held


def test_what_was_not_measured_is_not_held() -> None:
    assert not MOST.held_by(None)
    assert not MOST.held_by(math.nan)
    assert not LEAST.held_by(math.nan)
    assert [(each.value, each.held) for each in check(BOUNDS, {"p99_ms": 1.0})] == [(1.0, True), (None, False)]


def test_columns_of_a_kind_are_found_by_process() -> None:
    assert list(a_timeline().group("cpu/")) == ["worker 1", "receivers"]
    assert a_timeline().group("memory/") == {"worker 1": [60.0, 70.0, 80.0]}


def test_a_result_is_read_as_it_was_written() -> None:
    result = a_result()
    assert msgspec.json.decode(msgspec.json.encode(result), type=Result) == result


def test_a_result_of_another_version_is_not_misread() -> None:
    newer = msgspec.json.encode(msgspec.to_builtins(a_result()) | {"version": 2})
    with pytest.raises(msgspec.ValidationError, match="version"):
        msgspec.json.decode(newer, type=Result)


def test_a_bound_says_what_it_is_about() -> None:
    assert msgspec.to_builtins(Bound("lost", "messages lost", 0)) == {
        "figure": "lost",
        "what": "messages lost",
        "limit": 0,
        "unit": "",
        "least": False,
        "promise": 0,
    }
