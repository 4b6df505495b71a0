"""What the two sides may say of questions and sections, and what a signature holds fast."""

from typing import Any

import pytest

from hub.advancing_sync import agreement_rules
from hub.advancing_sync.agreement_messages import (
    AddNote,
    Assign,
    DeadlineSet,
    Mark,
    Publish,
    Published,
    RemoveNote,
    Reopen,
    SectionStood,
    SetDeadline,
    SignOff,
    Submit,
    TellOpened,
    TellSent,
    Verify,
)
from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import AddRow, Edit, RemoveRow
from hub.advancing_sync.rules import ALLOWED, AdvanceCommand, decide
from hub.errors import Rejected
from hub.kernel import Role
from tests.builders import EVENING_MS, a_moment, an_actor
from tests.hub.advancing_sync.forms import ITEMS, SOLD, TITLE, a_form, asked, done, edit


def by_venue(form: Form, *commands: AdvanceCommand) -> Form:
    """The form after somebody of the venue did this."""
    for command in commands:
        for fact in decide(form, command, a_moment(an_actor("vic", Role.VENUE), EVENING_MS)):
            form = apply(form, fact)
    return form


def refused(form: Form, command: AdvanceCommand, role: Role = Role.CREW, by: str = "ana") -> str:
    with pytest.raises(Rejected) as caught:
        decide(form, command, a_moment(an_actor(by, role), EVENING_MS))
    return caught.value.code


class TestQuestions:
    def test_it_stands_where_somebody_last_said(self) -> None:
        form = done(a_form(), Mark(field=TITLE, status="asked"), Mark(field=TITLE, status="confirmed"))
        assert form.agreement.marks[TITLE].what == "confirmed"
        assert form.agreement.marks[TITLE].by == "ana"

    def test_saying_the_same_again_says_nothing(self) -> None:
        form = done(a_form(), Mark(field=TITLE, status="asked"), Assign(field=TITLE, answers="venue"))
        assert asked(form, Mark(field=TITLE, status="asked"), "ben") == []
        assert asked(form, Assign(field=TITLE, answers="venue"), "ben") == []

    def test_a_confirmed_answer_that_changed_is_confirmed_anew(self) -> None:
        form = done(a_form(), edit("Fleadh"), Mark(field=TITLE, status="confirmed"))
        assert not agreement_rules.changed_since(form, TITLE)
        form = done(form, edit("Feis", form))
        assert agreement_rules.changed_since(form, TITLE)
        assert not agreement_rules.changed_since(done(form, Mark(field=TITLE, status="confirmed")), TITLE)

    def test_a_list_has_changed_when_a_row_was_written(self) -> None:
        form = done(a_form(), AddRow(field=ITEMS, row="r1"), Mark(field=ITEMS, status="confirmed"))
        assert not agreement_rules.changed_since(form, ITEMS)
        assert agreement_rules.changed_since(done(form, edit("Doors", field=ITEMS, row="r1", column="what")), ITEMS)

    def test_nothing_has_changed_where_nobody_said_anything(self) -> None:
        assert not agreement_rules.changed_since(done(a_form(), edit("Fleadh")), TITLE)
        assert not agreement_rules.changed_since(done(a_form(), Mark(field=TITLE, status="asked")), TITLE)

    def test_an_answer_is_looked_at_as_often_as_somebody_likes(self) -> None:
        form = done(a_form(), Verify(field=TITLE), Verify(field=TITLE), by="ben")
        assert form.agreement.verified[TITLE].by == "ben"

    @pytest.mark.parametrize(
        "command",
        [
            Mark(field="show.nothing", status="asked"),
            Assign(field="show.nothing", answers="band"),
            Verify(field="show.nothing"),
            AddNote(field="show.nothing", id="n1", text="?"),
        ],
    )
    def test_a_question_that_is_not_there_is_refused(self, command: Any) -> None:
        assert refused(a_form(), command) == "advance.unknown_field"


class TestNotes:
    def test_a_line_is_added_and_taken_away_by_its_writer(self) -> None:
        form = done(a_form(), AddNote(field=TITLE, id="n1", text="With an accent?"))
        note = form.agreement.notes[TITLE]["n1"]
        assert (note.text, note.by, note.party, note.gone) == ("With an accent?", "ana", "band", False)
        form = done(form, RemoveNote(field=TITLE, id="n1"))
        assert (form.agreement.notes[TITLE]["n1"].text, form.agreement.notes[TITLE]["n1"].gone) == ("", True)
        assert asked(form, RemoveNote(field=TITLE, id="n1")) == []

    def test_somebody_elses_line_is_only_taken_away_by_who_leads(self) -> None:
        form = done(a_form(), AddNote(field=TITLE, id="n1", text="Hm"))
        assert refused(form, RemoveNote(field=TITLE, id="n1"), by="ben") == "advance.note_of_other"
        assert decide(form, RemoveNote(field=TITLE, id="n1"), a_moment(an_actor("cleo", Role.MANAGER), EVENING_MS))

    def test_what_cannot_be(self) -> None:
        form = done(a_form(), AddNote(field=TITLE, id="n1", text="Hm"))
        assert refused(form, AddNote(field=TITLE, id="n1", text="Again")) == "advance.note_exists"
        assert refused(form, AddNote(field=TITLE, id="n2", text=" \n")) == "advance.empty_note"
        assert refused(form, RemoveNote(field=TITLE, id="n9")) == "advance.unknown_note"

    def test_a_thread_ends_somewhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(agreement_rules, "NOTES_MAX", 1)
        form = done(a_form(), AddNote(field=TITLE, id="n1", text="Hm"))
        assert refused(form, AddNote(field=TITLE, id="n2", text="Ah")) == "advance.too_many_notes"


class TestSections:
    def test_each_side_stands_for_itself(self) -> None:
        form = by_venue(done(a_form(), Submit(section="show")), SignOff(section="show"))
        stood = form.agreement.standings["show"]
        assert {party: word.what for party, word in stood.items()} == {"band": "submitted", "venue": "signed_off"}

    def test_twice_is_once_and_a_signature_is_not_taken_back_by_submitting(self) -> None:
        form = done(a_form(), Submit(section="show"))
        assert asked(form, Submit(section="show")) == []
        form = done(form, SignOff(section="show"))
        assert asked(form, SignOff(section="show")) == []
        assert asked(form, Submit(section="show")) == []

    @pytest.mark.parametrize("command", [edit("x"), Edit(field=SOLD, value=3.0)], ids=["a title", "a number"])
    def test_nobody_edits_what_one_side_has_signed_off(self, command: Edit) -> None:
        form = by_venue(a_form(), SignOff(section="show"))
        assert refused(form, command) == "advance.signed_off"
        assert asked(by_venue(form, Reopen(section="show")), command)

    def test_nor_its_rows(self) -> None:
        form = done(a_form(), AddRow(field=ITEMS, row="r1"), SignOff(section="schedule"))
        assert refused(form, AddRow(field=ITEMS, row="r2")) == "advance.signed_off"
        assert refused(form, RemoveRow(field=ITEMS, row="r1", saw=form.last)) == "advance.signed_off"
        assert asked(form, edit("still open"))

    def test_opening_again_ends_what_both_sides_had_said(self) -> None:
        form = by_venue(done(a_form(), Submit(section="show")), SignOff(section="show"))
        facts = asked(form, Reopen(section="show"))
        assert isinstance(facts[0], SectionStood)
        assert facts[0].parties == ("band", "venue")
        form = done(form, Reopen(section="show"))
        assert asked(form, Reopen(section="show")) == []

    def test_a_submitted_section_stays_open_for_edits(self) -> None:
        assert asked(done(a_form(), Submit(section="show")), edit("x"))

    def test_a_deadline_is_set_changed_and_taken_away(self) -> None:
        form = done(a_form(), SetDeadline(section="show", days_before=14))
        assert form.agreement.deadlines["show"].what == "14"
        assert asked(form, SetDeadline(section="show", days_before=14)) == []
        facts = asked(form, SetDeadline(section="show", days_before=None))
        assert isinstance(facts[0], DeadlineSet)
        assert asked(a_form(), SetDeadline(section="show", days_before=None)) == []

    @pytest.mark.parametrize("command", [Submit(section="no"), SetDeadline(section="no", days_before=1)])
    def test_a_section_that_is_not_there_is_refused(self, command: Any) -> None:
        assert refused(a_form(), command) == "advance.unknown_section"


class TestTheWhole:
    def test_revisions_are_counted(self) -> None:
        form = done(a_form(), Publish(), Publish())
        assert list(form.agreement.revisions) == ["1", "2"]
        facts = asked(form, Publish())
        assert isinstance(facts[0], Published)
        assert facts[0].number == 3

    def test_there_is_an_end_to_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(agreement_rules, "REVISIONS_MAX", 1)
        assert refused(done(a_form(), Publish()), Publish()) == "advance.too_many_revisions"

    def test_it_is_sent_as_often_as_somebody_likes_and_opened_once_by_each_side(self) -> None:
        form = done(a_form(), TellSent(), TellSent(), TellOpened(party="venue"))
        assert form.agreement.sent is not None
        assert asked(form, TellOpened(party="venue")) == []
        assert asked(form, TellOpened(party="band"))


def test_who_may_what() -> None:
    assert Role.GUEST in ALLOWED[SignOff]
    assert Role.GUEST not in ALLOWED[Publish] | ALLOWED[Assign]
    assert ALLOWED[TellOpened] == {Role.SYSTEM}
    assert not any(Role.VIEWER in ALLOWED[each] or Role.AUDIENCE in ALLOWED[each] for each in ALLOWED)
