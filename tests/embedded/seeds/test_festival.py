"""The festival set; and that nothing in the standard form is without a place in one of the two advances."""

from datetime import date

import pytest

from embedded.seeds import advance, festival
from hub.advancing_sync.agreement_rules import signed
from hub.advancing_sync.form import Form
from hub.advancing_sync.guests import taken
from hub.advancing_sync.rows import standing
from hub.advancing_sync.standard import STANDARD
from tests.embedded.seeds.evening import played_through

DAY = date(2026, 7, 4)
#: Questions that neither night answers, each with its reason.
UNANSWERED: dict[str, str] = {}


def form_of(told: object) -> Form:
    state = played_through("show/demo", told).states["advancing_sync"]  # type: ignore[arg-type]
    assert isinstance(state, Form)
    return state


@pytest.fixture(scope="module")
def forms() -> tuple[Form, Form]:
    return form_of(advance.steps(DAY)), form_of(festival.steps(DAY))


def test_every_question_and_column_is_answered_on_one_of_the_nights(forms: tuple[Form, Form]) -> None:
    answered = {key for form in forms for key, register in form.fields.items() if register.value is not None}
    for form in forms:
        for key, rows in form.lists.items():
            answered |= {f"{key}.{column}" for row in standing(rows) for column in row.cells}
    asked = {
        name
        for section in STANDARD.sections
        for field in section.fields
        for name in (
            [f"{section.key}.{field.key}.{column.key}" for column in field.columns]
            if field.columns
            else [f"{section.key}.{field.key}"]
        )
    }
    assert asked - answered == set(UNANSWERED)
    assert not UNANSWERED.keys() & answered


def test_both_have_statuses_notes_signatures_deadlines_and_something_to_settle(forms: tuple[Form, Form]) -> None:
    for form in forms:
        said = form.agreement
        assert {word.what for word in said.marks.values()} == {"confirmed", "asked", "needs_answer"}
        assert said.notes
        assert said.verified
        assert said.deadlines
        assert said.revisions
        assert said.sent
        assert any(signed(form, section.key) for section in form.schema.sections)
        registers = [*form.fields.values()]
        registers += [cell for rows in form.lists.values() for row in rows.values() for cell in row.cells.values()]
        assert any(register.siblings for register in registers)


def test_the_guest_list_has_room_left_and_closes(forms: tuple[Form, Form]) -> None:
    for form in forms:
        allotment = form.fields["guest_list.allotment"].value
        assert isinstance(allotment, int)
        assert 0 < taken(form.lists["guest_list.guests"]) < allotment
        assert form.fields["guest_list.cutoff_time"].value


def test_the_festival_is_a_month_ahead(forms: tuple[Form, Form]) -> None:
    assert forms[1].fields["show.date"].value == "2026-08-03"
    assert forms[1].fields["guest_list.cutoff_date"].value == "2026-08-01"
