"""The advance that a demo shows: filled in, and not agreed on everywhere."""

from datetime import date

import pytest

from embedded.seeds.advance import DISAGREED, GUESTS, SCHEDULE, steps
from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.rows import standing
from tests.embedded.seeds.evening import played_through


@pytest.fixture(scope="module")
def form() -> Form:
    state = played_through("show/demo", steps(date(2026, 7, 4))).states["advancing_sync"]
    assert isinstance(state, Form)
    return state


def test_the_show_is_nine_days_ahead(form: Form) -> None:
    assert form.fields["show.date"].value == "2026-07-13"


def test_nearly_all_of_it_is_answered(form: Form) -> None:
    asked = sum(len(section.fields) for section in form.schema.sections)
    assert 0.75 * asked < len(form.fields) + len(form.lists) < asked


def test_rows_stand_in_the_order_of_the_day(form: Form) -> None:
    day = standing(form.lists["schedule.items"])
    assert [row.cells["what"].value for row in day] == [row["what"] for row in SCHEDULE]
    assert len(standing(form.lists["guest_list.guests"])) == len(GUESTS)


@pytest.mark.parametrize(("field", "row", "column", "answers"), DISAGREED)
def test_of_two_answers_both_are_there(
    form: Form, field: str, row: str, column: str, answers: tuple[tuple[object, object], ...]
) -> None:
    register = cell(form, field, row, column)
    assert {register.value, *(sibling.value for sibling in register.siblings)} == {value for _, value in answers}
