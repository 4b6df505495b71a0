"""What the two sides of a show ask of each other about an advance, beside its values, and what then stands.

`field` is a full key of the schema, `section` the key of a section. Who speaks for which side: `hub.kernel.party_of`.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from hub.advancing_sync.messages import FieldKey, RowId
from hub.advancing_sync.schema import Side
from hub.kernel import Command, Fact, Millis, Party

SectionKey = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\A[a-z0-9_]+\Z")]
#: Where a question stands, in this order; nobody has asked it at first.
Status: TypeAlias = Literal["to_ask", "asked", "needs_answer", "confirmed"]
#: Where one side stands with a section.
Standing: TypeAlias = Literal["open", "submitted", "signed_off"]
NoteText = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\A[^\x00-\x08\x0b-\x1f\x7f]*\Z")]
DaysBefore = Annotated[int, Meta(ge=0, le=365)]


class Mark(Command, frozen=True, tag="advance.mark"):
    """Say where a question stands."""

    field: FieldKey
    status: Status


class Assign(Command, frozen=True, tag="advance.assign"):
    """Say which side has to answer a question."""

    field: FieldKey
    answers: Side


class Verify(Command, frozen=True, tag="advance.verify"):
    """Say that the answer was looked at today and still holds."""

    field: FieldKey


class AddNote(Command, frozen=True, tag="advance.add_note"):
    """Add a line to the thread of a question. The client makes the id."""

    field: FieldKey
    id: Annotated[RowId, Meta(min_length=1)]
    text: NoteText


class RemoveNote(Command, frozen=True, tag="advance.remove_note"):
    """Take a line of the thread away: one's own, or anybody's for owners and managers."""

    field: FieldKey
    id: Annotated[RowId, Meta(min_length=1)]


class Submit(Command, frozen=True, tag="advance.submit"):
    """Say that one's own side has answered all it can in a section; it stays open for edits."""

    section: SectionKey


class SignOff(Command, frozen=True, tag="advance.sign_off"):
    """Agree for one's own side with a section as it stands: nobody edits it until somebody opens it again."""

    section: SectionKey


class Reopen(Command, frozen=True, tag="advance.reopen"):
    """Open a section again: what both sides had submitted or signed off there ends."""

    section: SectionKey


class SetDeadline(Command, frozen=True, tag="advance.set_deadline"):
    """Say how many days before the show a section has to be answered; None: no deadline."""

    section: SectionKey
    days_before: DaysBefore | None


class Publish(Command, frozen=True, tag="advance.publish"):
    """Give what stands now the next revision number, so that people can speak of it and compare with it."""


class TellSent(Command, frozen=True, tag="advance.tell_sent"):
    """Say that the form was sent to the other side."""


class TellOpened(Command, frozen=True, tag="advance.tell_opened"):
    """Say that somebody of the other side has opened the form; the system does."""

    party: Party


class Marked(Fact, frozen=True, tag="advance.marked"):
    """A question stands there; of two the higher stamp counts."""

    field: str
    status: str
    by: str
    name: str
    party: str
    at_ms: Millis
    stamp: str


class Assigned(Fact, frozen=True, tag="advance.assigned"):
    """A question is that side's to answer; of two the higher stamp counts."""

    field: str
    answers: str
    by: str
    name: str
    party: str
    at_ms: Millis
    stamp: str


class Verified(Fact, frozen=True, tag="advance.verified"):
    """Somebody saw that the answer holds."""

    field: str
    by: str
    name: str
    party: str
    at_ms: Millis
    stamp: str


class NoteAdded(Fact, frozen=True, tag="advance.note_added"):
    """A line in the thread of a question."""

    field: str
    id: str
    text: str
    by: str
    name: str
    party: str
    at_ms: Millis
    stamp: str


class NoteRemoved(Fact, frozen=True, tag="advance.note_removed"):
    """A line of the thread is gone for good."""

    field: str
    id: str
    by: str
    at_ms: Millis
    stamp: str


class SectionStood(Fact, frozen=True, tag="advance.section_stood"):
    """These sides stand there with a section; of two the higher stamp counts for each side."""

    section: str
    parties: tuple[str, ...]
    standing: str
    by: str
    name: str
    at_ms: Millis
    stamp: str


class DeadlineSet(Fact, frozen=True, tag="advance.deadline_set"):
    """A section has to be answered so many days before the show, or whenever it pleases."""

    section: str
    days_before: int | None
    by: str
    name: str
    at_ms: Millis
    stamp: str


class Published(Fact, frozen=True, tag="advance.published"):
    """What stood at this place of the log is revision `number`, counted from 1."""

    number: int
    by: str
    name: str
    at_ms: Millis
    stamp: str


class Sent(Fact, frozen=True, tag="advance.sent"):
    """The form was sent to the other side."""

    by: str
    name: str
    at_ms: Millis
    stamp: str


class Opened(Fact, frozen=True, tag="advance.opened"):
    """That side has opened the form for the first time."""

    party: str
    at_ms: Millis
    stamp: str
