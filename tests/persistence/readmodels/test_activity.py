from typing import Any

import pytest
from msgspec.structs import replace

from hub.advancing_sync.files import FileAdded, FileRemoved
from hub.advancing_sync.messages import Edited, Locked, Picked, RowAdded, RowMoved, RowRemoved
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.behaviours import FACTS
from hub.chat.messages import Posted, Removed
from hub.kernel import Fact
from hub.queue.messages import Configured, KeptRules, Started
from hub.streams.messages import WentDown, WentLive
from persistence.readmodels.activity import TEXT_CHARS_MAX, about, project, text
from persistence.readmodels.rows import Put
from tests.builders import EVENING_MS, a_posted, a_submitted, a_tip_confirmed
from tests.persistence.stories import an_entry


def an_edited(**changes: Any) -> Edited:
    edited = Edited(field="show.title", value="Night", stamp="s1", saw="", by="ana", name="Ana", at_ms=EVENING_MS)
    return replace(edited, **changes)


ROW: dict[str, Any] = {"field": "schedule.items", "row": "r1", "by": "ana", "at_ms": EVENING_MS, "stamp": "s1"}


def test_a_line_says_who_did_what_when() -> None:
    assert list(project(an_entry(an_edited(), seq=9, person="ana"))) == [
        Put(
            (9,),
            {
                "person": "ana",
                "name": "Ana",
                "what": "advance.edited",
                "about": "show.title",
                "text": "Night",
                "at_ms": EVENING_MS,
            },
        )
    ]


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        (an_edited(), "show.title"),
        (an_edited(field="schedule.items", row="r1", column="title"), "schedule.items#r1.title"),
        (Picked(field="show.city", chosen="s", settled=(), by="ana", at_ms=1), "show.city"),
        (
            Picked(field="schedule.items", chosen="s", settled=(), by="ana", at_ms=1, row="r1", column="what"),
            "schedule.items#r1.what",
        ),
        (RowAdded(**ROW, index="a"), "schedule.items#r1"),
        (RowMoved(**ROW, index="a"), "schedule.items#r1"),
        (RowRemoved(**ROW, seen=()), "schedule.items#r1"),
        (Locked(field="show.title", on=True, by="ana", name="Ana", at_ms=1, stamp="s"), "show.title"),
        (Configured(rules=KeptRules()), ""),
        (a_submitted(id="e1"), "e1"),
        (Started(id="e1", at_ms=1), "e1"),
        (Removed(id="m1", by="dj", at_ms=1), "m1"),
        (a_tip_confirmed(id="t1"), "t1"),
        (WentLive(by="ana", title="Tonight", at_ms=1), ""),
        (WentDown(by="ana", at_ms=1), ""),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Fact) else None,
)
def test_a_line_names_its_thing(fact: Fact, key: str) -> None:
    assert about(fact) == key


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (an_edited(value="Night"), "Night"),
        (an_edited(value=None), ""),
        (an_edited(value=True), "yes"),
        (an_edited(value=False), "no"),
        (an_edited(value=12.0), "12"),
        (an_edited(value=0.1), "0.1"),
        (an_edited(value=1e12), "1000000000000"),
        (a_submitted(title="Jolene"), "Jolene"),
        (a_tip_confirmed(text="Encore!"), "Encore!"),
        (WentLive(by="ana", title="Tonight", at_ms=1), "Tonight"),
        (Started(id="e1", at_ms=1), ""),
    ],
)
def test_a_line_says_what_was_said(fact: Fact, words: str) -> None:
    assert text(fact) == words


def test_a_long_text_is_cut() -> None:
    [line] = project(an_entry(an_edited(value="x" * 10_000)))
    assert line.values["text"] == "x" * TEXT_CHARS_MAX


def test_messages_have_a_list_of_their_own() -> None:
    assert list(project(an_entry(a_posted()))) == []


def test_who_is_not_named_by_the_fact_has_no_name() -> None:
    [line] = project(an_entry(Started(id="e1", at_ms=1), person="dj"))
    assert (line.values["person"], line.values["name"]) == ("dj", "")


def test_a_file_is_a_line_at_its_question_with_its_name() -> None:
    whose: dict[str, Any] = {"by": "ana", "name": "Ana", "at_ms": 1, "stamp": "s"}
    told = {"field": "files.contract", "file": "f1", "title": "deal.pdf"} | whose
    for fact in (FileAdded(**told, size=1, type="application/pdf", sha256="0"), FileRemoved(**told)):
        [line] = project(an_entry(fact))
        said = {key: line.values[key] for key in ("name", "about", "text")}
        assert said == {"name": "Ana", "about": "files.contract", "text": "deal.pdf"}


def a_text_changed(was: str, put: str) -> TextChanged:
    made: dict[str, Any] = {"stamp": "s", "by": "ana", "name": "Ana", "at_ms": 1}
    return TextChanged(field="show.notes", generation="", update=b"", client=7, at=0, was=was, put=put, **made)


def test_typing_into_a_long_text_is_a_line_with_what_was_put_there() -> None:
    [line] = project(an_entry(a_text_changed("seven", "eight")))
    said = {key: line.values[key] for key in ("name", "about", "text")}
    assert said == {"name": "Ana", "about": "show.notes", "text": "eight"}


def test_what_nobody_sees_of_a_long_text_is_no_line() -> None:
    packed = TextPacked(field="show.notes", generation="", doc=b"", stamp="s", by="ana", at_ms=1)
    assert list(project(an_entry(packed))) == list(project(an_entry(a_text_changed("", "")))) == []


def test_every_fact_that_there_is_has_a_key_of_text() -> None:
    """A new fact with an id of another name must be given its line here."""
    named = {"id", "field"}
    without = {Configured, WentLive, WentDown}
    for fact in FACTS:
        assert fact in without or named & set(fact.__struct_fields__), fact
    assert Posted in FACTS
