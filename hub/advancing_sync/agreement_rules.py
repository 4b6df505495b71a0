"""The rules of agreeing on a form: who may say where a question stands, sign off a section and open it again."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypedDict

from hub.advancing_sync.agreement import AgreementFact, Note, Word
from hub.advancing_sync.agreement_messages import (
    AddNote,
    Assign,
    Assigned,
    DeadlineSet,
    Mark,
    Marked,
    NoteAdded,
    NoteRemoved,
    Opened,
    Publish,
    Published,
    RemoveNote,
    Reopen,
    SectionStood,
    Sent,
    SetDeadline,
    SignOff,
    Standing,
    Submit,
    TellOpened,
    TellSent,
    Verified,
    Verify,
)
from hub.advancing_sync.form import Form
from hub.advancing_sync.schema import Section, find
from hub.advancing_sync.stamp import next_stamp
from hub.errors import Rejected
from hub.kernel import ADVANCERS, ORGANISERS, PARTIES, SYSTEM_ONLY, Command, Millis, Moment, Party, Role, party_of

AgreementCommand = (
    Mark
    | Assign
    | Verify
    | AddNote
    | RemoveNote
    | Submit
    | SignOff
    | Reopen
    | SetDeadline
    | Publish
    | TellSent
    | TellOpened
)


class _By(TypedDict):
    """What every fact says of who made it."""

    by: str
    name: str
    at_ms: Millis
    stamp: str


AGREEMENT_COMMANDS = (
    Mark,
    Assign,
    Verify,
    AddNote,
    RemoveNote,
    Submit,
    SignOff,
    Reopen,
    SetDeadline,
    Publish,
    TellSent,
    TellOpened,
)
#: Who leads an advance on either side.
LEADING = ADVANCERS - {Role.GUEST}
ALLOWED: Mapping[type[Command], frozenset[Role]] = MappingProxyType(
    {
        **dict.fromkeys((Mark, Verify, AddNote, RemoveNote, Submit, SignOff, Reopen), ADVANCERS),
        **dict.fromkeys((Assign, SetDeadline, Publish, TellSent), LEADING),
        TellOpened: SYSTEM_ONLY,
    }
)
#: Lines that a thread may have, those that are gone included, and revisions of a form.
NOTES_MAX = 200
REVISIONS_MAX = 500


def decide(form: Form, command: AgreementCommand, moment: Moment) -> tuple[AgreementFact, ...]:
    """The facts of a command; none when it is so already.

    Raises:
        Rejected: one of the `advance.*` codes.
    """
    stamp = next_stamp(form.last, moment.now_ms, moment.actor.person)
    match command:
        case Mark() | Assign() | Verify():
            return _say(form, command, stamp, moment)
        case AddNote():
            return _add_note(form, command, stamp, moment)
        case RemoveNote():
            return _remove_note(form, command, stamp, moment)
        case Submit() | SignOff() | Reopen():
            return _stand(form, command, stamp, moment)
        case SetDeadline():
            return _set_deadline(form, command, stamp, moment)
        case _:
            return _tell(form, command, stamp, moment)


def signed(form: Form, section: str) -> Word | None:
    """Who signed a section off, whichever side; None while it is open for edits."""
    stood = form.agreement.standings.get(section, {})
    return next((word for word in stood.values() if word.what == "signed_off"), None)


def must_be_open(form: Form, key: str) -> None:
    """Refuse a change in a section that somebody has signed off. Raises `Rejected`: `advance.signed_off`."""
    section = key.partition(".")[0]
    word = signed(form, section)
    if word is not None:
        raise Rejected("advance.signed_off", section=_section(form, section).label, by=word.name)


def _say(form: Form, command: Mark | Assign | Verify, stamp: str, moment: Moment) -> tuple[AgreementFact, ...]:
    key, said, party = command.field, form.agreement, party_of(moment.actor)
    find(form.schema, key)
    match command:
        case Mark(status=status):
            same = _what(said.marks, key) == status and not changed_since(form, key)
            return () if same else (Marked(field=key, status=status, party=party, **_by(moment, stamp)),)
        case Assign(answers=answers):
            same = _what(said.assigned, key) == answers
            return () if same else (Assigned(field=key, answers=answers, party=party, **_by(moment, stamp)),)
        case _:
            return (Verified(field=key, party=party, **_by(moment, stamp)),)


def changed_since(form: Form, key: str) -> bool:
    """Whether an answer was written after somebody said last where its question stands."""
    mark = form.agreement.marks.get(key)
    if mark is None:
        return False
    if key in form.lists:
        return any(max(row.written, default="") > mark.stamp for row in form.lists[key].values())
    return key in form.fields and form.fields[key].stamp > mark.stamp


def _add_note(form: Form, add: AddNote, stamp: str, moment: Moment) -> tuple[AgreementFact, ...]:
    label = find(form.schema, add.field).label
    thread = form.agreement.notes.get(add.field, {})
    if add.id in thread:
        raise Rejected("advance.note_exists")
    if len(thread) >= NOTES_MAX:
        raise Rejected("advance.too_many_notes", field=label, max=NOTES_MAX)
    if not add.text.strip():
        raise Rejected("advance.empty_note")
    party = party_of(moment.actor)
    return (NoteAdded(field=add.field, id=add.id, text=add.text, party=party, **_by(moment, stamp)),)


def _remove_note(form: Form, remove: RemoveNote, stamp: str, moment: Moment) -> tuple[AgreementFact, ...]:
    note: Note | None = form.agreement.notes.get(remove.field, {}).get(remove.id)
    if note is None:
        raise Rejected("advance.unknown_note")
    if note.gone:
        return ()
    by = moment.actor.person
    if note.by != by and moment.actor.role not in ORGANISERS:
        raise Rejected("advance.note_of_other", by=note.name)
    return (NoteRemoved(field=remove.field, id=remove.id, by=by, at_ms=moment.now_ms, stamp=stamp),)


def _stand(form: Form, command: Submit | SignOff | Reopen, stamp: str, moment: Moment) -> tuple[AgreementFact, ...]:
    section = _section(form, command.section)
    stood = {party: word.what for party, word in form.agreement.standings.get(section.key, {}).items()}
    own = party_of(moment.actor)
    standing: Standing = "open"
    parties: tuple[Party, ...] = tuple(party for party in PARTIES if stood.get(party, "open") != "open")
    if not isinstance(command, Reopen):
        standing = "submitted" if isinstance(command, Submit) else "signed_off"
        parties = () if stood.get(own) in {standing, "signed_off"} else (own,)
    if not parties:
        return ()
    return (SectionStood(section=section.key, parties=parties, standing=standing, **_by(moment, stamp)),)


def _set_deadline(form: Form, command: SetDeadline, stamp: str, moment: Moment) -> tuple[AgreementFact, ...]:
    section = _section(form, command.section)
    wanted = "" if command.days_before is None else str(command.days_before)
    if wanted == (_what(form.agreement.deadlines, section.key) or ""):
        return ()
    return (DeadlineSet(section=section.key, days_before=command.days_before, **_by(moment, stamp)),)


def _tell(
    form: Form, command: Publish | TellSent | TellOpened, stamp: str, moment: Moment
) -> tuple[AgreementFact, ...]:
    match command:
        case Publish():
            number = max(map(int, form.agreement.revisions), default=0) + 1
            if number > REVISIONS_MAX:
                raise Rejected("advance.too_many_revisions", max=REVISIONS_MAX)
            return (Published(number=number, **_by(moment, stamp)),)
        case TellSent():
            return (Sent(**_by(moment, stamp)),)
        case _:
            if command.party in form.agreement.opened:
                return ()
            return (Opened(party=command.party, at_ms=moment.now_ms, stamp=stamp),)


def _what(said: Mapping[str, Word], key: str) -> str | None:
    return said[key].what if key in said else None


def _by(moment: Moment, stamp: str) -> _By:
    return {"by": moment.actor.person, "name": moment.actor.name, "at_ms": moment.now_ms, "stamp": stamp}


def _section(form: Form, key: str) -> Section:
    for section in form.schema.sections:
        if section.key == key:
            return section
    raise Rejected("advance.unknown_section", section=key)
