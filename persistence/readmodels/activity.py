"""Who did what when. Chat has its own list, so its messages are left out; their removal is not."""

from collections.abc import Iterable
from typing import cast

from hub.advancing_sync.files import FileAdded, FileRemoved
from hub.advancing_sync.messages import Edited, Locked, Picked, RowAdded, RowMoved, RowRemoved, Value
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.chat.messages import Posted
from hub.kernel import Fact
from hub.queue.messages import Configured, Submitted
from hub.rooms.ports import Entry
from hub.streams.messages import WentDown, WentLive
from hub.tips.messages import TipConfirmed
from persistence.readmodels.rows import Change, Model, Put

#: A list shows the beginning of what was written.
TEXT_CHARS_MAX = 200


def project(entry: Entry) -> Iterable[Put | Change]:
    """One line for each fact that is not a message and changes what people see."""
    fact = entry.fact
    if isinstance(fact, Posted | TextPacked) or (isinstance(fact, TextChanged) and fact.was == fact.put):
        return
    values = {
        "person": entry.person,
        "name": getattr(fact, "name", ""),
        "what": fact.__struct_config__.tag,
        "about": about(fact),
        "text": text(fact)[:TEXT_CHARS_MAX],
        "at_ms": entry.at_ms,
    }
    yield Put((entry.seq,), values)


def about(fact: Fact) -> str:
    """The key of what a fact is about: an id, or `<field>`, `<field>#<row>`, `<field>#<row>.<column>`."""
    match fact:
        case Edited(field=field, row=row, column=column) | Picked(field=field, row=row, column=column) if row:
            return f"{field}#{row}.{column}"
        case Edited(field=field) | Picked(field=field) | Locked(field=field):
            return field
        case FileAdded(field=field) | FileRemoved(field=field) | TextChanged(field=field):
            return field
        case RowAdded(field=field, row=row) | RowMoved(field=field, row=row) | RowRemoved(field=field, row=row):
            return f"{field}#{row}"
        case Configured() | WentLive() | WentDown():
            return ""
        case _:
            return cast("str", getattr(fact, "id", ""))


def text(fact: Fact) -> str:
    """What a fact says in a person's words."""
    match fact:
        case Edited(value=value):
            return _said(value)
        case Submitted(title=title) | WentLive(title=title) | FileAdded(title=title) | FileRemoved(title=title):
            return title
        case TipConfirmed(text=words) | TextChanged(put=words):
            return words
        case _:
            return ""


def _said(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return f"{value:.15g}"
        case _:
            return value


ACTIVITY = Model(
    table="activity",
    key={"seq": "bigint"},
    columns={"person": "text", "name": "text", "what": "text", "about": "text", "text": "text", "at_ms": "bigint"},
    project=project,
)
