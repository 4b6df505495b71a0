"""What was agreed merges like the rest of a form: in any order, any number of times."""

from itertools import permutations

from hub.advancing_sync import agreement
from hub.advancing_sync.agreement import Agreement, AgreementFact, apply, cut, merge
from hub.advancing_sync.agreement_messages import (
    Assigned,
    DeadlineSet,
    Marked,
    NoteAdded,
    NoteRemoved,
    Opened,
    Published,
    SectionStood,
    Sent,
    Verified,
)
from tests.hub.advancing_sync.forms import TITLE, a_stamp


def a_marked(status: str, ms: int, by: str = "ana") -> Marked:
    return Marked(field=TITLE, status=status, party="band", by=by, name="", at_ms=ms, stamp=a_stamp(ms, by))


def a_note(text: str, ms: int, note_id: str = "n1") -> NoteAdded:
    return NoteAdded(
        field=TITLE, id=note_id, text=text, party="band", by="ana", name="Ana", at_ms=ms, stamp=a_stamp(ms)
    )


def stood(section: str, standing: str, ms: int, *parties: str) -> SectionStood:
    return SectionStood(
        section=section, parties=parties, standing=standing, by="ana", name="Ana", at_ms=ms, stamp=a_stamp(ms)
    )


#: One of each, and what may disagree with it.
FACTS: tuple[AgreementFact, ...] = (
    a_marked("asked", 1),
    a_marked("confirmed", 3, "ben"),
    Assigned(field=TITLE, answers="venue", party="band", by="ana", name="", at_ms=2, stamp=a_stamp(2)),
    Verified(field=TITLE, party="band", by="ana", name="", at_ms=4, stamp=a_stamp(4)),
    a_note("first", 5),
    NoteRemoved(field=TITLE, id="n1", by="ana", at_ms=6, stamp=a_stamp(6)),
    stood("show", "submitted", 7, "band"),
    stood("show", "open", 8, "band", "venue"),
    DeadlineSet(section="show", days_before=7, by="ana", name="", at_ms=9, stamp=a_stamp(9)),
    DeadlineSet(section="show", days_before=None, by="ben", name="", at_ms=10, stamp=a_stamp(10, "ben")),
    Published(number=1, by="ana", name="", at_ms=11, stamp=a_stamp(11)),
    Sent(by="ana", name="", at_ms=12, stamp=a_stamp(12)),
    Sent(by="ben", name="", at_ms=13, stamp=a_stamp(13, "ben")),
    Opened(party="venue", at_ms=14, stamp=a_stamp(14)),
    Opened(party="venue", at_ms=15, stamp=a_stamp(15)),
)


def folded(*facts: AgreementFact) -> Agreement:
    after = Agreement()
    for fact in facts:
        after = apply(after, fact)
    return after


def test_any_two_in_any_order_give_the_same() -> None:
    for one, other in permutations(FACTS, 2):
        assert folded(one, other) == folded(other, one) == folded(one, other, one)


def test_replicas_that_heard_different_halves_agree() -> None:
    whole = folded(*FACTS)
    for at in range(len(FACTS) + 1):
        ours, theirs = folded(*FACTS[:at]), folded(*FACTS[at:])
        assert merge(ours, theirs) == merge(theirs, ours) == whole
        assert merge(whole, ours) == whole


def test_the_end_of_it_all() -> None:
    whole = folded(*FACTS)
    assert whole.marks[TITLE].what == "confirmed"
    assert whole.notes[TITLE]["n1"].gone
    assert {party: word.what for party, word in whole.standings["show"].items()} == {"band": "open", "venue": "open"}
    assert whole.deadlines["show"].what == ""
    assert whole.sent is not None
    assert whole.sent.by == "ben"
    assert whole.opened == {"venue": 14}


def test_a_line_that_is_gone_never_comes_back() -> None:
    late = a_note("late", 99)
    assert folded(*FACTS, late).notes[TITLE]["n1"].gone


def test_who_sees_some_sections_sees_what_is_said_of_them_and_of_the_whole() -> None:
    other = Marked(field="stage.pa", status="asked", party="band", by="ana", name="", at_ms=1, stamp=a_stamp())
    whole = folded(*FACTS, other, stood("stage", "submitted", 20, "band"))
    seen = cut(whole, {"show"}.__contains__)
    assert set(seen.marks) == {TITLE}
    assert set(seen.standings) == {"show"}
    assert seen.revisions == whole.revisions
    assert cut(whole, {"stage"}.__contains__).notes == {}


def test_every_fact_of_it_is_known() -> None:
    assert {type(fact) for fact in FACTS} == set(agreement.FACTS)
