from typing import Any

import pytest
from msgspec.structs import replace

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
from hub.advancing_sync.design_messages import Designed
from hub.advancing_sync.files import FileAdded, FileRemoved
from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.guests_messages import CheckedIn
from hub.advancing_sync.messages import Edited, Locked, Picked, RowAdded, RowMoved, RowRemoved
from hub.advancing_sync.schema import Schema
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.behaviours import FACTS
from hub.chat.messages import Removed
from hub.kernel import Fact
from hub.queue.messages import Configured, KeptRules, Started
from hub.rooms.ports import Entry
from hub.streams.messages import WentDown, WentLive
from persistence.readmodels.activity import ACTIVITY, TEXT_CHARS_MAX, about, text
from persistence.readmodels.rows import Change, Put
from tests.builders import EVENING_MS, a_posted, a_submitted, a_tip_confirmed
from tests.persistence.stories import an_entry


def an_edited(**changes: Any) -> Edited:
    edited = Edited(field="show.title", value="Night", stamp="s1", saw="", by="ana", name="Ana", at_ms=EVENING_MS)
    return replace(edited, **changes)


def project(entry: Entry, before: Form | None = None) -> list[Put | Change]:
    """The lines of a fact, in a form in which nothing was written unless there is one."""
    return list(ACTIVITY.rows(entry, before or Form(), before or Form()))


ROW: dict[str, Any] = {"field": "schedule.items", "row": "r1", "by": "ana", "at_ms": EVENING_MS, "stamp": "s1"}


def test_a_line_says_who_did_what_when() -> None:
    assert project(an_entry(an_edited(), seq=9, person="ana")) == [
        Put(
            (9,),
            {
                "person": "ana",
                "name": "Ana",
                "what": "advance.edited",
                "about": "show.title",
                "text": "Night",
                "at_ms": EVENING_MS,
                "section": "show",
                "party": "",
                "was": "",
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
    assert text(fact, Form()) == words


def test_a_long_text_is_cut() -> None:
    [line] = project(an_entry(an_edited(value="x" * 10_000)))
    assert line.values["text"] == "x" * TEXT_CHARS_MAX


def test_messages_have_a_list_of_their_own() -> None:
    assert project(an_entry(a_posted())) == []


def test_who_is_not_named_by_the_fact_has_no_name() -> None:
    [line] = project(an_entry(Started(id="e1", at_ms=1), person="dj"))
    assert (line.values["person"], line.values["name"]) == ("dj", "")


def test_a_file_is_a_line_at_its_question_with_its_name() -> None:
    told: dict[str, Any] = {**NAMED, "field": "files.contract", "file": "f1", "title": "deal.pdf"}
    for fact in (FileAdded(**told, size=1, type="application/pdf", sha256="0"), FileRemoved(**told)):
        [line] = project(an_entry(fact))
        said = {key: line.values[key] for key in ("name", "about", "text")}
        assert said == {"name": "Ana", "about": "files.contract", "text": "deal.pdf"}


BY: dict[str, Any] = {"by": "ana", "at_ms": 1, "stamp": "1"}
NAMED: dict[str, Any] = {**BY, "name": "Ana"}
SIDED: dict[str, Any] = {**NAMED, "party": "venue"}


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        (Marked(field="show.title", status="asked", **SIDED), ("show.title", "asked", "show", "venue")),
        (Assigned(field="show.title", answers="band", **SIDED), ("show.title", "band", "show", "venue")),
        (Verified(field="show.title", **SIDED), ("show.title", "", "show", "venue")),
        (NoteAdded(field="show.title", id="n1", text="psst", **SIDED), ("show.title", "", "show", "venue")),
        (NoteRemoved(field="show.title", id="n1", **BY), ("show.title", "", "show", "")),
        (
            SectionStood(section="wifi", parties=("band",), standing="submitted", **NAMED),
            ("wifi", "submitted", "wifi", "band"),
        ),
        (
            SectionStood(section="wifi", parties=("band", "venue"), standing="open", **NAMED),
            ("wifi", "open", "wifi", ""),
        ),
        (DeadlineSet(section="wifi", days_before=14, **NAMED), ("wifi", "14", "wifi", "")),
        (DeadlineSet(section="wifi", days_before=None, **NAMED), ("wifi", "", "wifi", "")),
        (
            CheckedIn(field="guest_list.guests", row="r1", count=-2, ins=3, outs=2, **NAMED),
            ("guest_list.guests#r1", "-2", "guest_list", ""),
        ),
        (Published(number=3, **NAMED), ("", "3", "", "")),
        (Sent(**NAMED), ("", "", "", "")),
        (Opened(party="venue", at_ms=1, stamp="1"), ("", "", "", "venue")),
        (Designed(schema=Schema(()), **NAMED), ("", "", "", "")),
        (Locked(field="show.title", on=True, **NAMED), ("show.title", "on", "show", "")),
        (Locked(field="show.title", on=False, **NAMED), ("show.title", "", "show", "")),
        (an_edited(party="band"), ("show.title", "Night", "show", "band")),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Fact) else None,
)
def test_what_is_agreed_on_is_a_line_of_its_section_and_side(fact: Fact, line: tuple[str, ...]) -> None:
    [put] = project(an_entry(fact))
    assert tuple(put.values[name] for name in ("about", "text", "section", "party")) == line


def test_a_line_says_what_stood_there_before() -> None:
    form = Form()
    befores = [
        (an_edited(value="One"), an_edited(value="Two", saw="s1", stamp="s2"), "One"),
        (
            Marked(field="show.title", status="asked", **SIDED),
            Marked(field="show.title", status="confirmed", **SIDED),
            "asked",
        ),
        (
            Assigned(field="show.title", answers="band", **SIDED),
            Assigned(field="show.title", answers="both", **SIDED),
            "band",
        ),
        (
            DeadlineSet(section="wifi", days_before=14, **NAMED),
            DeadlineSet(section="wifi", days_before=7, **NAMED),
            "14",
        ),
        (
            SectionStood(section="wifi", parties=("band",), standing="submitted", **NAMED),
            SectionStood(section="wifi", parties=("band",), standing="signed_off", **NAMED),
            "submitted",
        ),
    ]
    for first, then, was in befores:
        assert project(an_entry(first), form)[0].values["was"] == ""
        assert project(an_entry(then), apply(form, first))[0].values["was"] == was


def test_a_text_that_was_only_packed_is_nobodys_doing() -> None:
    assert project(an_entry(TextPacked(field="show.notes", generation="1", doc=b"", **BY))) == []


def test_where_nothing_is_seen_to_change_there_is_no_line() -> None:
    made: dict[str, Any] = {"stamp": "s", "by": "ana", "name": "Ana", "at_ms": 1}
    same = TextChanged(field="show.notes", generation="", update=b"", client=7, at=0, was="", put="", **made)
    assert project(an_entry(same)) == []


def test_every_fact_that_there_is_has_a_key_of_text() -> None:
    """A new fact with an id of another name must be given its line here."""
    named = {"id", "field", "section"}
    without = {Configured, WentLive, WentDown, Published, Sent, Opened, Designed}
    for fact in FACTS:
        assert fact in without or named & set(fact.__struct_fields__), fact
