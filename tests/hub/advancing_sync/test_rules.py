"""The rules of an advance form, as people meet them."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.form import Form
from hub.advancing_sync.index import INDEX_CHARS_MAX, between
from hub.advancing_sync.messages import (
    AddRow,
    Edit,
    Edited,
    Lock,
    Locked,
    MoveRow,
    Pick,
    Picked,
    RemoveRow,
    RowAdded,
    RowMoved,
    RowRemoved,
)
from hub.advancing_sync.rules import HEADS_MAX, ROWS_EVER_FACTOR, AdvanceCommand
from hub.errors import Rejected
from hub.kernel import Lane
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.forms import (
    ITEMS,
    SOLD,
    TITLE,
    a_form,
    asked,
    done,
    edit,
    order,
    the_register,
    values,
)

STAMP = f"{EVENING_MS}-0000-ana"


def refused(form: Form, command: AdvanceCommand, by: str = "ana") -> Rejected:
    with pytest.raises(Rejected) as no:
        asked(form, command, by)
    return no.value


def add(row: str, after: str = "") -> AddRow:
    return AddRow(field=ITEMS, row=row, after=after)


def move(row: str, after: str = "") -> MoveRow:
    return MoveRow(field=ITEMS, row=row, after=after)


def remove(row: str, form: Form) -> RemoveRow:
    return RemoveRow(field=ITEMS, row=row, saw=form.last)


def a_cell(value: str, form: Form | None = None, row: str = "r1", column: str = "what") -> Edit:
    return edit(value, form, ITEMS, row=row, column=column)


def two_values() -> Form:
    """Ana and Bob both wrote the title of an empty form; Bob was later."""
    return done(done(a_form(), edit("Ana's")), edit("Bob's"), by="bob")


def pick(form: Form, which: int, **changes: Any) -> Pick:
    register = the_register(form)
    stamps = [register.stamp, *(sibling.stamp for sibling in register.siblings)]
    return replace(Pick(field=TITLE, stamp=stamps[which], saw=stamps[0]), **changes)


# editing


def test_an_edit_is_written_with_a_stamp_and_a_name() -> None:
    assert asked(a_form(), edit("Fleadh")) == [
        Edited(field=TITLE, value="Fleadh", stamp=STAMP, saw="", by="ana", name="Ana", at_ms=EVENING_MS, party="band")
    ]


def test_an_edit_of_what_one_sees_replaces_it() -> None:
    form = done(a_form(), edit("Fleadh"))
    assert values(the_register(done(form, edit("Féile", form), by="bob"))) == ["Féile"]


def test_two_edits_at_once_keep_both_values() -> None:
    assert values(the_register(two_values())) == ["Bob's", "Ana's"]


def test_an_edit_beside_a_sibling_does_not_settle_it() -> None:
    form = two_values()
    assert values(the_register(done(form, edit("Third", form)))) == ["Third", "Ana's"]


def test_an_edit_with_a_stamp_of_nobody_supersedes_nothing() -> None:
    form = done(a_form(), edit("Fleadh"))
    facts = asked(form, edit("Féile", saw="9999999999999-0000-zoe"), by="bob")
    assert isinstance(facts[0], Edited)
    assert facts[0].saw == ""


def test_writing_what_stands_there_changes_nothing() -> None:
    form = done(a_form(), edit("Fleadh"))
    assert asked(form, edit("Fleadh"), by="bob") == []
    assert asked(a_form(), edit(None)) == []


def test_writing_what_a_sibling_says_settles_that_sibling() -> None:
    form = two_values()
    facts = asked(form, edit("Ana's", form), by="cat")
    assert [type(fact) for fact in facts] == [Edited, Picked]
    assert values(the_register(done(form, edit("Ana's", form), by="cat"))) == ["Ana's"]


def test_writing_what_a_sibling_says_without_having_seen_the_value_keeps_the_value() -> None:
    form = two_values()
    assert values(the_register(done(form, edit("Ana's"), by="cat"))) == ["Ana's", "Bob's"]


@pytest.mark.parametrize("blank", ["", "  ", "\n", None])
def test_a_blank_clears_any_field(blank: str | None) -> None:
    form = done(a_form(), edit(12.0, field=SOLD))
    assert values(the_register(done(form, edit(blank, form, SOLD)), SOLD)) == [None]


def test_values_are_checked_against_the_schema() -> None:
    assert refused(a_form(), edit("many", field=SOLD)).code == "advance.wrong_type"
    assert refused(a_form(), edit("x" * 41)).code == "advance.too_long"
    assert refused(a_form(), edit(501.0, field=SOLD)).code == "advance.out_of_range"
    assert refused(a_form(), edit("x", field="show.nothing")).code == "advance.unknown_field"


def test_a_field_takes_only_so_many_unsettled_values() -> None:
    form = a_form()
    for count in range(HEADS_MAX):
        form = done(form, edit(f"v{count}", saw=""), by=f"p{count}")
    assert len(values(the_register(form))) == HEADS_MAX
    no = refused(form, edit("one more", saw=""))
    assert no.code == "advance.unsettled"
    assert no.say() == "Title has 20 values that nobody has settled: pick one first."
    assert values(the_register(done(form, edit("instead", form))))[0] == "instead"


# cells


def test_a_cell_is_edited_by_row_and_column() -> None:
    form = done(a_form(), add("r1"))
    form = done(form, a_cell("doors"))
    assert values(the_register(form, ITEMS, "r1", "what")) == ["doors"]


def test_a_cell_is_checked_by_its_column() -> None:
    form = done(a_form(), add("r1"))
    assert refused(form, a_cell("noon", column="start")).code == "advance.wrong_format"
    assert refused(form, a_cell("noon", column="end")).code == "advance.unknown_field"


def test_a_cell_of_a_row_that_never_was_is_refused() -> None:
    assert refused(a_form(), a_cell("doors")).code == "advance.unknown_row"


@pytest.mark.parametrize(
    "changes",
    [{"row": "r1"}, {"column": "what"}, {"field": TITLE, "row": "r1"}, {}],
    ids=["row", "column", "field", "list"],
)
def test_half_an_address_is_refused(changes: dict[str, str]) -> None:
    form = done(a_form(), add("r1"))
    no = refused(form, replace(Edit(field=ITEMS, value="x"), **changes))
    assert no.code == "advance.wrong_type"


def test_an_edit_brings_a_removed_row_back_with_all_its_cells() -> None:
    form = done(done(a_form(), add("r1")), a_cell("doors"))
    gone = done(form, remove("r1", form), by="bob")
    assert order(gone) == []
    back = done(gone, a_cell("19:00", column="start"))
    assert order(back) == ["r1"]
    assert values(the_register(back, ITEMS, "r1", "what")) == ["doors"]


def test_writing_the_same_value_brings_a_removed_row_back_too() -> None:
    form = done(done(a_form(), add("r1")), a_cell("doors"))
    gone = done(form, remove("r1", form))
    assert order(done(gone, a_cell("doors", gone))) == ["r1"]


# settling


def test_picking_the_value_that_shows_lets_the_others_go() -> None:
    form = two_values()
    top = the_register(form)
    assert asked(form, pick(form, 0), by="cat") == [
        Picked(field=TITLE, chosen=top.stamp, settled=(top.siblings[0].stamp,), by="cat", at_ms=EVENING_MS)
    ]
    assert values(the_register(done(form, pick(form, 0)))) == ["Bob's"]


def test_picking_a_sibling_writes_it_again_on_top() -> None:
    form = two_values()
    picked = the_register(done(form, pick(form, 1), by="cat"))
    assert values(picked) == ["Ana's"]
    assert picked.stamp > the_register(form).stamp


def test_a_value_that_came_while_somebody_picked_stays() -> None:
    seen = two_values()
    now = done(seen, edit("Third", saw=""), by="cat")
    assert values(the_register(done(now, pick(seen, 0)))) == ["Third", "Bob's"]
    assert values(the_register(done(now, pick(seen, 1)))) == ["Ana's", "Third"]


def test_a_pick_that_saw_no_other_value_settles_nothing() -> None:
    form = two_values()
    assert asked(form, pick(form, 1, saw="")) == []


def test_a_pick_of_a_value_that_is_settled_is_refused() -> None:
    form = two_values()
    after = done(form, pick(form, 0))
    assert refused(after, pick(form, 1)).code == "advance.no_sibling"
    assert refused(after, pick(form, 0)).code == "advance.no_sibling"
    assert refused(a_form(), Pick(field=TITLE, stamp="x", saw="x")).code == "advance.no_sibling"


def test_a_pick_in_a_removed_row_is_refused() -> None:
    form = done(a_form(), add("r1"), a_cell("a"), a_cell("b"))
    gone = done(form, remove("r1", form))
    top = the_register(form, ITEMS, "r1", "what").stamp
    command = Pick(field=ITEMS, row="r1", column="what", stamp=top, saw=top)
    assert refused(gone, command).code == "advance.unknown_row"
    assert values(the_register(done(form, command), ITEMS, "r1", "what")) == ["b"]


# rows


def test_a_row_is_added_first_or_behind_another() -> None:
    form = done(a_form(), add("r1"), add("r2", "r1"), add("r3", "r1"), add("r4"))
    assert order(form) == ["r4", "r1", "r3", "r2"]


def test_a_row_is_moved() -> None:
    form = done(a_form(), add("r1"), add("r2", "r1"), add("r3", "r2"))
    assert order(done(form, move("r3"))) == ["r3", "r1", "r2"]
    assert order(done(form, move("r1", "r3"))) == ["r2", "r3", "r1"]
    assert asked(form, move("r1", "r1")) == []


def test_a_row_goes_behind_one_that_was_just_removed() -> None:
    form = done(a_form(), add("r1"), add("r2", "r1"), add("r3", "r2"))
    form = done(form, remove("r2", form))
    assert order(done(form, add("r4", "r2"))) == ["r1", "r4", "r3"]


def test_a_gap_without_room_is_made_by_moving_the_others() -> None:
    low, high = "V000", "V001"
    while len(between(low, high)) <= INDEX_CHARS_MAX:
        high = between(low, high)
    form = done(a_form(), add("r1"))
    crowded = RowAdded(field=ITEMS, row="r2", index=high, by="ana", at_ms=EVENING_MS, stamp=f"{EVENING_MS}-0009-ana")
    form = ADVANCING_SYNC.apply(form, crowded)
    facts = asked(form, add("r3", "r1"))
    assert [type(fact) for fact in facts] == [RowMoved, RowAdded, RowMoved]
    form = done(form, add("r3", "r1"))
    assert order(form) == ["r1", "r3", "r2"]
    assert {len(row.index) for row in form.lists[ITEMS].values()} == {4}


def test_rows_that_are_not_there_are_refused() -> None:
    form = done(a_form(), add("r1"))
    gone = done(form, remove("r1", form))
    assert refused(form, add("r2", "r9")).code == "advance.unknown_row"
    assert refused(form, move("r9")).code == "advance.unknown_row"
    assert refused(form, move("r1", "r9")).code == "advance.unknown_row"
    assert refused(gone, move("r1")).code == "advance.unknown_row"
    assert refused(form, remove("r9", form)).code == "advance.unknown_row"


def test_a_field_that_is_no_list_has_no_rows() -> None:
    no = refused(a_form(), AddRow(field=TITLE, row="r1"))
    assert no.say() == "Title takes one value, not rows."


def test_a_row_id_is_used_once() -> None:
    assert refused(done(a_form(), add("r1")), add("r1"), by="bob").code == "advance.row_exists"


def test_adding_a_removed_row_again_undoes_the_removal() -> None:
    form = done(a_form(), add("r1"), a_cell("doors"))
    back = done(done(form, remove("r1", form)), add("r1"))
    assert order(back) == ["r1"]
    assert values(the_register(back, ITEMS, "r1", "what")) == ["doors"]


def test_a_list_has_a_limit_of_rows() -> None:
    form = done(a_form(), *(add(f"r{count}") for count in range(5)))
    assert refused(form, add("r5")).say() == "Schedule has 5 rows, which is the most: remove one first."
    form = done(form, remove("r0", form))
    assert len(order(done(form, add("r5")))) == 5


def test_a_list_has_a_limit_of_rows_it_has_ever_had() -> None:
    form = a_form()
    for count in range(5 * ROWS_EVER_FACTOR):
        form = done(form, add(f"r{count}"))
        form = done(form, remove(f"r{count}", form))
    assert refused(form, add("new")).code == "advance.rows_used_up"
    assert order(done(form, add("r0"))) == ["r0"]


def test_a_removal_covers_what_its_maker_saw() -> None:
    form = done(a_form(), add("r1"))
    assert asked(form, remove("r1", form), by="bob") == [
        RowRemoved(field=ITEMS, row="r1", seen=(form.last,), by="bob", at_ms=EVENING_MS, stamp=f"{EVENING_MS}-0001-bob")
    ]


def test_a_row_written_since_somebody_looked_is_not_removed() -> None:
    seen = done(a_form(), add("r1"))
    now = done(seen, a_cell("doors"), by="bob")
    assert refused(now, remove("r1", seen)).code == "advance.row_changed"
    assert order(done(now, remove("r1", now))) == []


def test_removing_a_removed_row_changes_nothing() -> None:
    form = done(a_form(), add("r1"))
    gone = done(form, remove("r1", form))
    assert asked(gone, remove("r1", form), by="bob") == []


# locks


def test_a_locked_field_refuses_every_change_and_says_who_locked_it() -> None:
    form = two_values()
    held = done(form, Lock(field=TITLE), by="bob")
    for command in (edit("x", held), pick(form, 0)):
        no = refused(held, command)
        assert no.code == "advance.locked"
        assert no.say() == "Title is locked by Bob: ask them to unlock it."


def test_a_locked_list_refuses_its_rows_and_cells() -> None:
    form = done(a_form(), add("r1"))
    held = done(form, Lock(field=ITEMS))
    for command in (a_cell("x"), add("r2"), move("r1"), remove("r1", form)):
        assert refused(held, command).code == "advance.locked"


def test_an_unlocked_field_takes_edits_again() -> None:
    held = done(a_form(), Lock(field=TITLE))
    assert values(the_register(done(held, Lock(field=TITLE, on=False), edit("x")))) == ["x"]


def test_a_lock_says_who_and_when() -> None:
    assert asked(a_form(), Lock(field=TITLE)) == [
        Locked(field=TITLE, on=True, by="ana", name="Ana", at_ms=EVENING_MS, stamp=STAMP)
    ]


def test_locking_twice_keeps_the_first_and_unlocking_an_open_field_changes_nothing() -> None:
    assert asked(done(a_form(), Lock(field=TITLE)), Lock(field=TITLE), by="bob") == []
    assert asked(a_form(), Lock(field=TITLE, on=False)) == []
    opened = done(a_form(), Lock(field=TITLE), Lock(field=TITLE, on=False))
    assert asked(opened, Lock(field=TITLE, on=False)) == []


def test_an_unknown_field_is_not_locked() -> None:
    assert refused(a_form(), Lock(field="show.nothing")).code == "advance.unknown_field"


# the behaviour


def test_a_stamp_is_newer_than_every_other_when_the_clock_steps_back() -> None:
    form = done(a_form(), edit("Fleadh"))
    facts = asked(form, edit("Féile", form), now_ms=EVENING_MS - 60_000)
    assert isinstance(facts[0], Edited)
    assert facts[0].stamp > form.last
    assert facts[0].at_ms == EVENING_MS - 60_000


def test_the_crew_sees_the_whole_form() -> None:
    form = two_values()
    assert ADVANCING_SYNC.show(form, Lane.CREW) == form
