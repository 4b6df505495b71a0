"""Every value that a place had."""

from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import Edited, Picked
from hub.advancing_sync.text_messages import TextChanged
from persistence.readmodels.advance_value import ADVANCE_VALUE
from tests.builders import EVENING_MS
from tests.persistence.stories import an_entry


def test_a_value_is_kept_with_who_wrote_it_for_which_side_and_where_it_came_from() -> None:
    fact = Edited(
        field="schedule.items",
        value=True,
        stamp="s1",
        saw="",
        by="ana",
        name="Ana",
        at_ms=EVENING_MS,
        row="r1",
        column="confirmed",
        party="band",
        source="imported",
    )
    [put] = ADVANCE_VALUE.rows(an_entry(fact, seq=4), Form(), apply(Form(), fact))
    assert put.key == (4,)
    assert put.values == {
        "field": "schedule.items",
        "row_id": "r1",
        "cell": "confirmed",
        "what": "advance.edited",
        "value": "true",
        "stamp": "s1",
        "person": "ana",
        "name": "Ana",
        "party": "band",
        "source": "imported",
        "at_ms": EVENING_MS,
    }


def test_a_text_is_kept_as_a_whole() -> None:
    first = Edited(field="show.notes", value="Hello", stamp="1", saw="", by="ana", name="Ana", at_ms=1)
    before = apply(Form(), first)
    typed = TextChanged(
        field="show.notes",
        generation="1",
        update=b"",
        client=1,
        at=5,
        was="",
        put=" there",
        stamp="2",
        by="ben",
        name="Ben",
        at_ms=2,
    )
    [put] = ADVANCE_VALUE.rows(an_entry(typed), before, apply(before, typed))
    assert put.values["person"] == "ben"
    assert put.values["value"] in {'"Hello there"', '" there"'}


def test_what_writes_no_value_is_none() -> None:
    picked = Picked(field="show.city", chosen="s", settled=(), by="ana", at_ms=1)
    assert list(ADVANCE_VALUE.rows(an_entry(picked), Form(), Form())) == []
