from functools import reduce

from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import Edit
from hub.advancing_sync.prefill import SHOW, prefill
from hub.advancing_sync.register import heads
from hub.advancing_sync.rules import decide
from tests.builders import EVENING_MS, a_moment, an_actor

KNOWN = {"show.title": "Night", "show.date": "2027-03-06", "show.venue": "Ponyhof"}


def test_what_is_known_is_written_as_edits_by_the_show() -> None:
    facts = prefill(KNOWN, EVENING_MS)
    assert {fact.field: fact.value for fact in facts} == KNOWN
    assert {(fact.by, fact.name, fact.at_ms) for fact in facts} == {("show", "Show", EVENING_MS)}
    stamps = [fact.stamp for fact in facts]
    assert stamps == sorted(set(stamps))
    assert SHOW.person == "show"


def test_what_is_nothing_or_would_be_refused_is_left_out() -> None:
    known = {"show.venue": None, "show.city": " ", "show.date": "soon", "show.nowhere": "x", "show.title": "Night"}
    assert [fact.field for fact in prefill(known, EVENING_MS)] == ["show.title"]
    assert prefill({}, EVENING_MS) == ()


def test_people_change_it_as_they_change_anything() -> None:
    form = reduce(apply, prefill(KNOWN, EVENING_MS), Form())
    saw = form.fields["show.title"].stamp
    [edited] = decide(form, Edit(field="show.title", value="Gala", saw=saw), a_moment(an_actor(), EVENING_MS - 5))
    after = apply(form, edited).fields["show.title"]
    assert (after.value, len(heads(after))) == ("Gala", 1)
