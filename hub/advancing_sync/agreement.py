"""What the two sides have agreed on about a form, and how facts and other replicas merge into it.

Every part is a register whose newest stamp counts, or a set of lines from which removal is for good: so merging is
commutative, associative and idempotent. None of it is typed text that a conflict could lose, but the notes, and those
are only ever added by their own id.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from msgspec import Struct, field
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
from hub.advancing_sync.rows import union
from hub.kernel import Fact, Millis

AgreementFact = (
    Marked | Assigned | Verified | NoteAdded | NoteRemoved | SectionStood | DeadlineSet | Published | Sent | Opened
)


FACTS: tuple[type[Fact], ...] = (
    Marked,
    Assigned,
    Verified,
    NoteAdded,
    NoteRemoved,
    SectionStood,
    DeadlineSet,
    Published,
    Sent,
    Opened,
)


class Stamped(Protocol):
    """Of several, the one with the highest stamp counts."""

    @property
    def stamp(self) -> str:
        """When and by whom it was said."""
        ...


Said = TypeVar("Said", bound=Stamped)
Kept = TypeVar("Kept")


class Word(Struct, frozen=True):
    """Something that one person said last: `what` it is, who said it and when."""

    what: str
    by: str
    name: str
    at_ms: Millis
    stamp: str


class Note(Struct, frozen=True):
    """A line of a thread. One that is `gone` has lost its text, and stays so that no replica brings it back."""

    text: str
    by: str
    name: str
    party: str
    at_ms: Millis
    stamp: str
    gone: bool = False


class Revision(Struct, frozen=True):
    """What stood when somebody gave it a number. `stamp` orders replicas."""

    by: str
    name: str
    at_ms: Millis
    stamp: str


class Agreement(Struct, frozen=True):
    """What was said of questions, by full key, of sections, by section key, and of the whole form.

    `notes` are by id within a question, `standings` by side within a section; `deadlines` say days before the show,
    empty for none; `revisions` are by number as text; `opened` says when each side first looked.
    """

    marks: dict[str, Word] = field(default_factory=dict[str, Word])
    assigned: dict[str, Word] = field(default_factory=dict[str, Word])
    verified: dict[str, Word] = field(default_factory=dict[str, Word])
    notes: dict[str, dict[str, Note]] = field(default_factory=dict[str, dict[str, Note]])
    standings: dict[str, dict[str, Word]] = field(default_factory=dict[str, dict[str, Word]])
    deadlines: dict[str, Word] = field(default_factory=dict[str, Word])
    revisions: dict[str, Revision] = field(default_factory=dict[str, Revision])
    opened: dict[str, Millis] = field(default_factory=dict[str, Millis])
    sent: Word | None = None


def apply(agreement: Agreement, fact: AgreementFact) -> Agreement:
    """The agreement after a fact."""
    match fact:
        case Marked():
            return replace(agreement, marks=_said(agreement.marks, fact.field, _word(fact, fact.status)))
        case Assigned():
            return replace(agreement, assigned=_said(agreement.assigned, fact.field, _word(fact, fact.answers)))
        case Verified():
            return replace(agreement, verified=_said(agreement.verified, fact.field, _word(fact, "")))
        case NoteAdded():
            note = Note(fact.text, fact.by, fact.name, fact.party, fact.at_ms, fact.stamp)
            return _noted(agreement, fact.field, fact.id, note)
        case NoteRemoved():
            note = Note("", fact.by, "", "", fact.at_ms, fact.stamp, gone=True)
            return _noted(agreement, fact.field, fact.id, note)
        case _:
            return _apply_to_whole(agreement, fact)


def merge(ours: Agreement, theirs: Agreement) -> Agreement:
    """What two replicas know together. Commutative, associative and idempotent."""
    return Agreement(
        union(ours.marks, theirs.marks, _newest),
        union(ours.assigned, theirs.assigned, _newest),
        union(ours.verified, theirs.verified, _newest),
        union(ours.notes, theirs.notes, lambda a, b: union(a, b, _last_note)),
        union(ours.standings, theirs.standings, lambda a, b: union(a, b, _newest)),
        union(ours.deadlines, theirs.deadlines, _newest),
        union(ours.revisions, theirs.revisions, _newest),
        union(ours.opened, theirs.opened, min),
        _newest(ours.sent, theirs.sent) if ours.sent and theirs.sent else ours.sent or theirs.sent,
    )


def cut(agreement: Agreement, seen: Callable[[str], bool]) -> Agreement:
    """The agreement as if it were about the sections only that are seen."""

    def ours(said: dict[str, Kept]) -> dict[str, Kept]:
        return {key: each for key, each in said.items() if seen(key.partition(".")[0])}

    return replace(
        agreement,
        marks=ours(agreement.marks),
        assigned=ours(agreement.assigned),
        verified=ours(agreement.verified),
        notes=ours(agreement.notes),
        standings=ours(agreement.standings),
        deadlines=ours(agreement.deadlines),
    )


def _apply_to_whole(agreement: Agreement, fact: SectionStood | DeadlineSet | Published | Sent | Opened) -> Agreement:
    match fact:
        case SectionStood():
            stood = agreement.standings.get(fact.section, {})
            for party in fact.parties:
                stood = _said(stood, party, _word(fact, fact.standing))
            return replace(agreement, standings={**agreement.standings, fact.section: stood})
        case DeadlineSet():
            days = "" if fact.days_before is None else str(fact.days_before)
            return replace(agreement, deadlines=_said(agreement.deadlines, fact.section, _word(fact, days)))
        case Published():
            revision = Revision(fact.by, fact.name, fact.at_ms, fact.stamp)
            return replace(agreement, revisions=_said(agreement.revisions, str(fact.number), revision))
        case Sent():
            word = _word(fact, "sent")
            return replace(agreement, sent=_newest(agreement.sent, word) if agreement.sent else word)
        case _:
            return replace(agreement, opened=union(agreement.opened, {fact.party: fact.at_ms}, min))


def _word(fact: Marked | Assigned | Verified | SectionStood | DeadlineSet | Sent, what: str) -> Word:
    return Word(what, fact.by, fact.name, fact.at_ms, fact.stamp)


def _said(said: dict[str, Said], key: str, new: Said) -> dict[str, Said]:
    return {**said, key: _newest(said[key], new) if key in said else new}


def _noted(agreement: Agreement, key: str, note_id: str, note: Note) -> Agreement:
    thread = union(agreement.notes.get(key, {}), {note_id: note}, _last_note)
    return replace(agreement, notes={**agreement.notes, key: thread})


def _newest(ours: Said, theirs: Said) -> Said:
    return max(ours, theirs, key=_stamp)


def _last_note(ours: Note, theirs: Note) -> Note:
    """A line that is gone stays gone; an id that two people used keeps the later line."""
    return max(ours, theirs, key=lambda note: (note.gone, note.stamp))


def _stamp(said: Stamped) -> str:
    return said.stamp
