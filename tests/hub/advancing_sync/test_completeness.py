"""Completeness: what is answered, of what each side is asked."""

from hub.advancing_sync.completeness import Share, completeness
from hub.advancing_sync.messages import AddRow, RemoveRow
from tests.hub.advancing_sync.forms import ITEMS, SOLD, a_form, done, edit


def test_nothing_is_answered_at_first() -> None:
    assert completeness(a_form(), "both") == {"show": Share(0, 2), "schedule": Share(0, 1)}


def test_each_side_counts_its_own_fields_and_shared_ones() -> None:
    form = done(a_form(), edit("Fleadh"))
    assert completeness(form, "band") == {"show": Share(1, 1), "schedule": Share(0, 1)}
    assert completeness(form, "venue") == {"show": Share(0, 1), "schedule": Share(0, 1)}
    assert completeness(form, "both")["show"] == Share(1, 2)


def test_no_and_nought_are_answers_and_a_cleared_field_is_not() -> None:
    form = done(a_form(), edit(0.0, field=SOLD))
    assert completeness(form, "venue")["show"] == Share(1, 1)
    assert completeness(done(form, edit(None, form, SOLD)), "venue")["show"] == Share(0, 1)


def test_a_list_is_answered_while_a_row_stands() -> None:
    form = done(a_form(), AddRow(field=ITEMS, row="r1"))
    assert completeness(form, "both")["schedule"] == Share(1, 1)
    form = done(form, RemoveRow(field=ITEMS, row="r1", saw=form.last))
    assert completeness(form, "both")["schedule"] == Share(0, 1)
