"""Rows: adding wins over removing, the newest place counts, and there is always room."""

from hub.advancing_sync import rows
from hub.advancing_sync.index import INDEX_CHARS_MAX, between
from hub.advancing_sync.register import Register, write
from hub.advancing_sync.rows import Row
from tests.hub.advancing_sync.forms import a_stamp, a_write

ANA, BOB, LATER = a_stamp(5, "ana"), a_stamp(3, "bob"), a_stamp(9, "ana")


def a_row(row: str = "r1", index: str = "V000") -> Row:
    return rows.write(rows.place(Row(row), index, ANA), ANA)


def several(*places: tuple[str, str]) -> dict[str, Row]:
    return {row: a_row(row, index) for row, index in places}


def put(into: dict[str, Row], row: str, after: str) -> list[str]:
    """The order after an insert."""
    for moved, index in rows.insert(into, row, after).items():
        into = {**into, moved: rows.place(into.get(moved, a_row(moved)), index, LATER)}
    return [standing.id for standing in rows.standing(into)]


def test_a_row_that_nobody_has_written_in_does_not_stand() -> None:
    assert not rows.stands(Row("r1"))


def test_a_removed_row_does_not_stand() -> None:
    assert rows.stands(a_row())
    assert not rows.stands(rows.remove(a_row(), (ANA,)))


def test_a_write_after_the_removal_brings_the_row_back() -> None:
    assert rows.stands(rows.write(rows.remove(a_row(), (ANA,)), LATER))


def test_an_older_write_that_the_remover_had_not_seen_brings_the_row_back() -> None:
    assert rows.stands(rows.write(rows.remove(a_row(), (ANA,)), BOB))


def test_the_newest_place_counts_in_any_order() -> None:
    forth = rows.place(rows.place(Row("r1"), "A000", BOB), "B000", ANA)
    back = rows.place(rows.place(Row("r1"), "B000", ANA), "A000", BOB)
    assert forth == back
    assert forth.index == "B000"


def test_merging_takes_the_newest_place_all_writes_all_removals_and_all_cells() -> None:
    cell = write(Register(), a_write("doors"), "")
    other = write(Register(), a_write("19:00"), "")
    ours = Row("r1", "A000", BOB, (BOB,), (ANA,), {"what": cell})
    theirs = Row("r1", "B000", ANA, (ANA,), (), {"what": cell, "start": other})
    merged = Row("r1", "B000", ANA, (BOB, ANA), (ANA,), {"what": cell, "start": other})
    assert rows.merge(ours, theirs) == rows.merge(theirs, ours) == merged


def test_standing_rows_are_ordered_by_index_and_then_id() -> None:
    placed = several(("b", "V001"), ("c", "V000"), ("a", "V001"))
    placed["gone"] = rows.remove(a_row("gone"), (ANA,))
    assert [row.id for row in rows.standing(placed)] == ["c", "a", "b"]


def test_the_first_row_goes_in_the_middle() -> None:
    assert rows.insert({}, "r1", "") == {"r1": "V000"}


def test_a_row_goes_first_behind_another_or_last() -> None:
    placed = several(("a", "V000"), ("b", "V001"))
    assert put(placed, "x", "") == ["x", "a", "b"]
    assert put(placed, "x", "a") == ["a", "x", "b"]
    assert put(placed, "x", "b") == ["a", "b", "x"]


def test_a_moved_row_is_not_its_own_neighbour() -> None:
    placed = several(("a", "V000"), ("b", "V001"), ("c", "V002"))
    assert rows.insert(placed, "b", "a") == {"b": "V001"}
    assert put(placed, "a", "c") == ["b", "c", "a"]


def test_a_row_behind_a_removed_one_goes_where_that_stood() -> None:
    placed = several(("a", "V000"), ("b", "V001"), ("c", "V002"))
    placed["b"] = rows.remove(placed["b"], (ANA,))
    assert put(placed, "x", "b") == ["a", "x", "c"]


def test_rows_that_two_replicas_put_at_one_place_are_spread() -> None:
    placed = several(("a", "V000"), ("b", "V000"), ("c", "V001"))
    assert rows.insert(placed, "x", "a") == {"a": "V000", "x": "V001", "b": "V002", "c": "V003"}
    assert put(placed, "x", "a") == ["a", "x", "b", "c"]
    assert rows.insert(placed, "x", "b") == {"x": "V000V"}


def test_a_gap_without_a_short_index_is_spread() -> None:
    low, high = "V000", "V001"
    while len(between(low, high)) <= INDEX_CHARS_MAX:
        high = between(low, high)
    placed = several(("a", low), ("b", high))
    assert rows.insert(placed, "x", "a") == {"a": "V000", "x": "V001", "b": "V002"}
    assert rows.insert(placed, "x", "b") == {"x": "V001"}
