"""Who did what when. Chat has its own list, so its messages are left out; their removal is not."""

from collections.abc import Iterable

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.agreement import Word
from hub.advancing_sync.agreement_messages import Assigned, DeadlineSet, Marked, Published, SectionStood
from hub.advancing_sync.files import FileAdded, FileRemoved
from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.guests_messages import CheckedIn
from hub.advancing_sync.messages import Edited, Kept, Locked
from hub.advancing_sync.sight import section_of
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.chat.messages import Posted
from hub.kernel import Fact
from hub.queue.messages import Submitted
from hub.rooms.ports import Entry
from hub.streams.messages import WentLive
from hub.tips.messages import TipConfirmed
from persistence.readmodels.joined import join_lines
from persistence.readmodels.rows import Change, Model, Put

#: A list shows the beginning of what was written.
TEXT_CHARS_MAX = 200


def project(entry: Entry, before: Form, after: Form) -> Iterable[Put | Change]:
    """One line for each fact that is not a message and changes what people see."""
    fact = entry.fact
    if isinstance(fact, Posted | TextPacked) or (isinstance(fact, TextChanged) and fact.was == fact.put):
        return
    values = {
        "person": entry.person,
        "name": getattr(fact, "name", ""),
        "what": fact.__struct_config__.tag,
        "about": about(fact),
        "text": text(fact, after)[:TEXT_CHARS_MAX],
        "at_ms": entry.at_ms,
        "section": section_of(fact) if isinstance(fact, ADVANCING_SYNC.facts) else "",
        "party": party(fact),
        "was": was(fact, before)[:TEXT_CHARS_MAX],
    }
    yield Put((entry.seq,), values)


def about(fact: Fact) -> str:
    """The key of what a fact is about: an id, a section, or `<field>`, `<field>#<row>`, `<field>#<row>.<column>`."""
    field, row, column = (str(getattr(fact, name, "")) for name in ("field", "row", "column"))
    if row:
        return f"{field}#{row}.{column}" if column else f"{field}#{row}"
    return field or str(getattr(fact, "section", "") or getattr(fact, "id", ""))


def party(fact: Fact) -> str:
    """The side that somebody acted for, where the fact says so."""
    parties: tuple[str, ...] = getattr(fact, "parties", ())
    return parties[0] if len(parties) == 1 else str(getattr(fact, "party", ""))


def text(fact: Fact, after: Form) -> str:
    """What a fact says in a person's words. A note is none: it can be taken back, and a line cannot."""
    match fact:
        case Edited(value=value):
            return said(value)
        case TextChanged(field=field):
            return said(cell(after, field, "", "").value)
        case TipConfirmed(text=words):
            return words
        case Submitted(title=title) | WentLive(title=title) | FileAdded(title=title) | FileRemoved(title=title):
            return title
        case Marked(status=what) | Assigned(answers=what) | SectionStood(standing=what):
            return what
        case DeadlineSet(days_before=number) | Published(number=number) | CheckedIn(count=number):
            return said(number)
        case Locked(on=on):
            return "on" if on else ""
        case _:
            return ""


def was(fact: Fact, before: Form) -> str:
    """What stood there before, in the same words; empty where nothing did."""
    match fact:
        case Edited(field=field, row=row, column=column):
            return said(cell(before, field, row, column).value)
        case TextChanged(field=field):
            return said(cell(before, field, "", "").value)
        case Marked(field=field):
            return _word(before.agreement.marks.get(field))
        case Assigned(field=field):
            return _word(before.agreement.assigned.get(field))
        case DeadlineSet(section=section):
            return _word(before.agreement.deadlines.get(section))
        case SectionStood(section=section, parties=(side,)):
            return _word(before.agreement.standings.get(section, {}).get(side))
        case _:
            return ""


def said(value: Kept) -> str:
    """A value as text; nothing is empty."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{value:.15g}"
        case _:
            return value


def _word(word: Word | None) -> str:
    return word.what if word else ""


ACTIVITY = Model(
    table="activity",
    key={"seq": "bigint"},
    columns={
        "person": "text",
        "name": "text",
        "what": "text",
        "about": "text",
        "text": "text",
        "at_ms": "bigint",
        "section": "text",
        "party": "text",
        "was": "text",
    },
    step=project,
    tidy=join_lines,
    version=2,
)
