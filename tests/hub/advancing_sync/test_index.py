"""Fractional indexes: there is always room between two rows, and not much of it is used."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.index import INDEX_CHARS_MAX, between, spread


def test_the_first_index_is_in_the_middle() -> None:
    assert between(None, None) == "V000"


def test_rows_at_the_ends_count() -> None:
    assert between("V000", None) == "V001"
    assert between("V00z", None) == "V010"
    assert between(None, "V000") == "Uzzz"


def test_a_row_in_between_halves_the_gap() -> None:
    assert between("V000", "V001") == "V000V"
    assert between("V000", "V000V") == "V000F"
    assert between("V000", "V004") == "V002"
    assert between("V000", "X000") == "W000"


def test_the_ends_of_the_count_still_have_room() -> None:
    assert between("zzzz", None) > "zzzz"
    assert "0000" < between(None, "0001") < "0001"
    assert "0000" < between(None, between(None, "0001")) < "0001"


@pytest.mark.parametrize(("low", "high"), [("V001", "V000"), ("V000", "V000")])
def test_there_is_nothing_between_what_is_not_in_order(low: str, high: str) -> None:
    with pytest.raises(ValueError, match="is not below"):
        between(low, high)


@given(st.lists(st.floats(0, 1), max_size=120))
def test_indexes_sort_as_the_rows_were_put(places: list[float]) -> None:
    """The model is a plain list: each index is put where its row is put."""
    indexes: list[str] = []
    for place in places:
        at = round(place * len(indexes))
        low = indexes[at - 1] if at else None
        high = indexes[at] if at < len(indexes) else None
        indexes.insert(at, between(low, high))
    assert all(low < high for low, high in pairwise(indexes))


def test_a_thousand_rows_at_the_end_or_the_start_stay_short() -> None:
    index = between(None, None)
    for _ in range(1_000):
        index = between(index, None)
    assert len(index) == 4
    for _ in range(2_000):
        index = between(None, index)
    assert len(index) == 4


@pytest.mark.parametrize("below", [True, False])
def test_one_gap_takes_more_than_a_hundred_rows(below: bool) -> None:  # noqa: FBT001  which end of the gap is filled
    low, high, rows = "V000", "V001", 0
    while len(index := between(low, high)) <= INDEX_CHARS_MAX:
        low, high = (low, index) if below else (index, high)
        rows += 1
    assert rows > 100


def test_spread_indexes_are_short_and_in_order() -> None:
    indexes = spread(500)
    assert sorted(set(indexes)) == indexes
    assert {len(index) for index in indexes} == {4}
    assert spread(0) == []
