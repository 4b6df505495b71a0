"""The state: facts and replicas merge into it."""

from msgspec.json import decode, encode
from msgspec.structs import replace

from hub.advancing_sync.form import Form, Hold, apply, cell, merge
from hub.advancing_sync.messages import Locked, Picked, RowAdded, RowMoved, RowRemoved
from hub.advancing_sync.register import Register
from hub.advancing_sync.standard import STANDARD
from tests.hub.advancing_sync.forms import ITEMS, TITLE, a_form, a_stamp, an_edited, order, the_register, values

ADDED = RowAdded(field=ITEMS, row="r1", index="V000", by="ana", at_ms=1, stamp=a_stamp(1))
CELL = an_edited("doors", 2, "bob", field=ITEMS, row="r1", column="what")
REMOVED = RowRemoved(field=ITEMS, row="r1", seen=(a_stamp(1),), by="cat", at_ms=3, stamp=a_stamp(3, "cat"))


def locked(on: bool, ms: int, by: str = "ana") -> Locked:  # noqa: FBT001  reads as what it says
    return Locked(field=TITLE, on=on, by=by, name=by.capitalize(), at_ms=ms, stamp=a_stamp(ms, by))


def test_a_new_form_is_the_standard_one_and_empty() -> None:
    assert Form() == Form(schema=STANDARD, fields={}, lists={}, locks={}, last="")


def test_an_edit_fills_a_field_and_leaves_the_form_before_as_it_was() -> None:
    before = a_form()
    after = apply(before, an_edited("Fleadh"))
    assert values(the_register(after)) == ["Fleadh"]
    assert after.last == a_stamp(1)
    assert before == a_form()


def test_an_edit_of_a_cell_fills_the_cell() -> None:
    form = apply(apply(a_form(), ADDED), CELL)
    assert cell(form, ITEMS, "r1", "what").value == "doors"
    assert cell(form, ITEMS, "r1", "start") == cell(form, ITEMS, "r2", "what") == Register()
    assert form.lists[ITEMS]["r1"].written == (a_stamp(1), a_stamp(2, "bob"))


def test_settling_a_field_and_a_cell() -> None:
    form = apply(apply(a_form(), an_edited("a", 1)), an_edited("b", 2, "bob"))
    picked = Picked(field=TITLE, chosen=a_stamp(2, "bob"), settled=(a_stamp(1),), by="cat", at_ms=3)
    assert values(the_register(apply(form, picked))) == ["b"]
    edits = [replace(CELL, stamp=a_stamp(ms, by), value=by) for ms, by in ((4, "ana"), (5, "bob"))]
    form = apply(apply(apply(a_form(), ADDED), edits[0]), edits[1])
    in_cell = Picked(
        field=ITEMS, chosen=a_stamp(5, "bob"), settled=(a_stamp(4),), by="c", at_ms=6, row="r1", column="what"
    )
    settled = apply(form, in_cell)
    assert values(the_register(settled, ITEMS, "r1", "what")) == ["bob"]
    assert settled.lists[ITEMS]["r1"].written == form.lists[ITEMS]["r1"].written


def test_rows_come_move_and_go() -> None:
    second = RowAdded(field=ITEMS, row="r2", index="V001", by="ana", at_ms=2, stamp=a_stamp(2))
    form = apply(apply(a_form(), ADDED), second)
    assert order(form) == ["r1", "r2"]
    form = apply(form, RowMoved(field=ITEMS, row="r2", index="Uzzz", by="ana", at_ms=3, stamp=a_stamp(3)))
    assert order(form) == ["r2", "r1"]
    assert order(apply(form, REMOVED)) == ["r2"]


def test_a_cell_written_by_somebody_who_did_not_know_of_the_removal_brings_the_row_back() -> None:
    for facts in ((ADDED, CELL, REMOVED), (ADDED, REMOVED, CELL), (REMOVED, CELL, ADDED)):
        form = a_form()
        for fact in facts:
            form = apply(form, fact)
        assert order(form) == ["r1"]
        assert cell(form, ITEMS, "r1", "what").value == "doors"


def test_the_newest_lock_counts() -> None:
    form = apply(a_form(), locked(on=True, ms=5))
    assert form.locks == {TITLE: Hold(on=True, by="ana", name="Ana", at_ms=5, stamp=a_stamp(5))}
    assert not apply(form, locked(on=False, ms=6, by="bob")).locks[TITLE].on
    assert apply(form, locked(on=False, ms=4, by="bob")) == form


def test_the_last_stamp_never_goes_back() -> None:
    form = apply(apply(a_form(), an_edited("a", 9)), an_edited("b", 5, "bob"))
    assert form.last == a_stamp(9)


def test_two_replicas_merge_into_what_both_know() -> None:
    ours = apply(apply(apply(a_form(), an_edited("a", 1)), ADDED), locked(on=True, ms=2))
    theirs = apply(apply(apply(a_form(), an_edited("b", 3, "bob")), CELL), locked(on=False, ms=4, by="bob"))
    together = merge(ours, theirs)
    assert together == merge(theirs, ours)
    assert values(the_register(together)) == ["b", "a"]
    assert cell(together, ITEMS, "r1", "what").value == "doors"
    assert order(together) == ["r1"]
    assert not together.locks[TITLE].on
    assert together.last == a_stamp(4, "bob")


def test_a_form_goes_through_json_and_back() -> None:
    form = a_form()
    for fact in (ADDED, CELL, an_edited(None, 3), an_edited(5.0, 4, "bob"), REMOVED, locked(on=True, ms=7)):
        form = apply(form, fact)
    assert decode(encode(form), type=Form) == form
