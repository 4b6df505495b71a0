from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.messages import Edit, Lock, RemoveRow
from hub.advancing_sync.rows import standing
from hub.advancing_sync.tables.columns import recognise
from hub.advancing_sync.tables.plan import Plan, plan
from hub.advancing_sync.tables.sheet import Line, Sheet
from hub.errors import Rejected
from tests.hub.advancing_sync.forms import done, values
from tests.hub.advancing_sync.tables.lists import (
    GUESTS,
    ITEMS,
    MOMENT,
    after,
    columns,
    file_of,
    forms,
    guests,
    planned,
    with_row,
)


def names(form: Form) -> list[object]:
    """Who stands on the guest list."""
    return [row.cells["name"].value for row in standing(form.lists[GUESTS])]


def faults(found: Plan) -> list[tuple[int, str, str]]:
    return [(each.line, each.column, each.code) for each in found.faults]


def test_rows_are_added_changed_and_left_alone() -> None:
    form = guests("Ana", "Ben", "Cid")
    found = planned(form, "Name,Plus,Approved\nAna,1,\nBEN,2,yes\nDee,,\n")
    assert [(each.line, each.what, each.name) for each in found.changes] == [(3, "change", "BEN"), (4, "add", "Dee")]
    change = found.changes[0]
    assert [(each.label, each.before, each.after) for each in change.cells] == [
        ("Name", "Ben", "BEN"),
        ("Plus", "1", "2"),
        ("Approved", "", "yes"),
    ]
    assert (found.unchanged, found.absent, found.faults) == (1, 1, ())
    assert names(after(form, found)) == ["Ana", "BEN", "Cid", "Dee"]


def test_an_empty_cell_clears_and_a_column_that_is_not_there_does_not() -> None:
    form = guests("Ana")
    found = planned(form, "Name,Plus\nAna,\n")
    assert [(each.before, each.after) for each in found.changes[0].cells] == [("1", "")]
    assert planned(form, "Name,Notes\nAna,\n").changes == ()


def test_what_is_wrong_with_a_line_is_told_by_line_and_column_and_the_others_go_on() -> None:
    form = guests("Ana")
    file = "Name,Plus,Pass,Row id\nAna,many,vip,r1\nBen,1,,\nCid,1,,r7,x\nDee,1,,r7\n,,,r1\n"
    found = planned(form, file)
    assert faults(found) == [
        (2, "Plus", "advance.wrong_type"),
        (2, "Pass", "advance.not_a_choice"),
        (4, "", "sheet.extra_cells"),
        (5, "Row id", "sheet.row_twice"),
        (6, "Row id", "sheet.row_twice"),
    ]
    assert found.faults[0].say == "Plus takes a number."
    assert [each.name for each in found.changes] == ["Ben"]


def test_lines_that_say_nothing_are_passed_over() -> None:
    found = planned(guests("Ana"), "Name,Shoes,Row id\n,44,\n,,r9\n")
    assert (found.changes, found.faults, found.unchanged, found.absent) == ((), (), 0, 1)


def test_what_the_rules_refuse_is_told_before() -> None:
    form = done(guests("Ana"), Lock(field=GUESTS), by="eve")
    found = planned(form, "Name,Plus\nAna,2\nBen,1\n")
    assert faults(found) == [(2, "Plus", "advance.locked"), (3, "", "advance.locked")]
    assert found.faults[0].say == "Plus is locked by Eve: ask them to unlock it."


def test_no_more_rows_are_added_than_the_list_takes() -> None:
    form = guests("Ana", "Ben")
    found = planned(form, "Name\n" + "".join(f"G{at}\n" for at in range(500)))
    assert len(found.changes) == 498
    assert faults(found) == [(500, "", "advance.too_many_rows"), (501, "", "advance.too_many_rows")]


def test_an_edit_names_what_was_seen_so_that_nothing_is_lost() -> None:
    form = guests("Ana")
    found = planned(form, "Name,Plus\nAna,2\n")
    assert found.edits[0][0].saw == cell(form, GUESTS, "r1", "plus").stamp
    assert found.edits[0][0].source == "imported"
    seen = cell(form, GUESTS, "r1", "plus").stamp
    moved_on = done(form, Edit(field=GUESTS, row="r1", column="plus", value=5.0, saw=seen), by="eve")
    assert sorted(map(str, values(cell(after(moved_on, found), GUESTS, "r1", "plus")))) == ["2.0", "5.0"]


def test_a_plan_is_the_same_until_somebody_touches_what_it_is_about() -> None:
    form = guests("Ana", "Ben")
    file = "Name,Plus\nAna,2\nCid,1\n"
    found = planned(form, file)
    elsewhere = done(form, Edit(field=GUESTS, row="r2", column="plus", value=7.0), by="eve")
    elsewhere = with_row(elsewhere, GUESTS, "r3", name="Dee")
    assert planned(elsewhere, file).digest == found.digest
    there = done(form, Edit(field=GUESTS, row="r1", column="plus", value=7.0), by="eve")
    assert planned(there, file).digest != found.digest
    assert planned(form, "Name,Plus\nAna,2\nCid,2\n").digest != found.digest
    assert planned(after(form, found), file).changes == ()


def test_the_same_line_twice_is_two_rows_and_a_removed_row_is_not_used_again() -> None:
    first = planned(Form(), "Name\nAna\nAna\n")
    assert len({each.row for each in first.changes}) == 2
    form = after(Form(), first)
    for row in standing(form.lists[GUESTS]):
        form = done(form, RemoveRow(field=GUESTS, row=row.id, saw=max(row.written)))
    again = planned(form, "Name\nAna\nAna\n")
    assert not {each.row for each in again.changes} & {each.row for each in first.changes}
    assert names(after(form, again)) == ["Ana", "Ana"]


def test_a_new_row_has_the_id_it_comes_with_unless_that_was_removed() -> None:
    def found(form: Form) -> str:
        sheet = Sheet((Line(1, {"title": "Doors"}, fresh="ev1"),), ("title",))
        return plan(form, ITEMS, columns(form, ITEMS), sheet, MOMENT).changes[0].row

    assert found(Form()) == "ev1"
    form = with_row(Form(), ITEMS, "ev1", title="Doors")
    row = form.lists[ITEMS]["ev1"]
    assert found(done(form, RemoveRow(field=ITEMS, row="ev1", saw=max(row.written)))) != "ev1"


def test_a_row_is_called_by_what_tells_it_apart() -> None:
    form = with_row(Form(), ITEMS, "r1", what="doors", title="Main", start="19:00")
    found = planned(form, "Row id,Start\nr1,20:00\n", ITEMS)
    assert [each.name for each in found.changes] == ["doors Main"]


@given(forms())
@settings(deadline=None)
def test_what_was_exported_changes_nothing_in_any_form(form: Form) -> None:
    shown = columns(form, "s.rows")
    assert None not in recognise([column.key for column in shown], shown)
    for how in ({}, {"separator": ";", "bom": True}, {"separator": "\t"}, {"ids": False}):
        found = planned(form, file_of(form, "s.rows", **how), "s.rows")
        assert (found.changes, found.faults) == ((), ())
        assert found.unchanged <= len(standing(form.lists.get("s.rows", {})))
        assert how or found.absent == 0


_FILES = st.binary(max_size=200) | st.lists(
    st.sampled_from(
        [
            b"Name",
            b"Plus",
            b"Row id",
            b"r1",
            b"Ana",
            b"1,5",
            b",",
            b";",
            b"\t",
            b'"',
            b"\r\n",
            b"\n",
            b"=",
            b"'",
            b"\xfc",
        ]
    ),
    max_size=40,
).map(b"".join)


@given(_FILES | _FILES.map(lambda rest: b"Name,Plus,Row id\n" + rest))
@settings(deadline=None)
def test_any_bytes_are_a_plan_or_a_refusal(body: bytes) -> None:
    form = guests("Ana", "Ben")
    with suppress(Rejected):
        found = planned(form, body)
        assert planned(form, body).digest == found.digest
        assert len(found.changes) + found.unchanged <= body.count(b"\n") + body.count(b"\r") + 1
        after(form, found)
