"""What people may tell about themselves, and which of two notices counts."""

import pytest
from msgspec import ValidationError, convert, json

from hub.kernel import Notice
from hub.presence.messages import Focus, Focused, Here, Typed
from tests.builders import a_person


@pytest.mark.parametrize("field", ["", "show.title", "guests.list#r-7.name", "a" * 200])
def test_a_place_is_a_field_or_a_cell_or_nowhere(field: str) -> None:
    assert convert({"t": "presence.focus", "field": field}, Focus).field == field


@pytest.mark.parametrize("field", ["a b", "a/b", "<b>", "a" * 201, "a\n"])
def test_a_place_is_nothing_else(field: str) -> None:
    with pytest.raises(ValidationError):
        convert({"t": "presence.focus", "field": field}, Focus)


@pytest.mark.parametrize(
    ("earlier", "later", "same"),
    [
        (Focused(person="ana", field="a.b"), Focused(person="ana", field="a.c"), True),
        (Focused(person="ana", field="a.b"), Focused(person="ben", field="a.b"), False),
        (Typed(person="ana", on=True), Typed(person="ana", on=False), True),
        (Typed(person="ana", on=True), Typed(person="ben", on=True), False),
        (Here(count=1, people=None), Here(count=2, people=None), True),
    ],
)
def test_the_latest_of_each_person_counts(*, earlier: Notice, later: Notice, same: bool) -> None:
    assert (earlier.key() == later.key()) is same


def test_a_person_in_no_field_takes_no_room_on_the_wire() -> None:
    assert json.encode(a_person("ana")) == b'{"id":"ana","name":"Ana","role":"audience"}'
