"""The messages of a chat, all of them, the removed ones marked."""

from collections.abc import Iterable

from hub.chat.messages import Posted, Removed
from hub.rooms.ports import Entry
from persistence.readmodels.rows import Change, Model, Put


def project(entry: Entry) -> Iterable[Put | Change]:
    """What a fact does to the messages."""
    match entry.fact:
        case Posted() as posted:
            values = {
                "seq": entry.seq,
                "person": posted.person,
                "name": posted.name,
                "role": posted.role.value,
                "text": posted.text,
                "at_ms": posted.at_ms,
                "reply_to": posted.reply_to,
            }
            yield Put((posted.id,), values)
        case Removed() as removed:
            yield Change((removed.id,), {"removed_by": removed.by, "removed_at_ms": removed.at_ms})
        case _:
            pass


CHAT_MESSAGE = Model(
    table="chat_message",
    key={"id": "text"},
    columns={
        "seq": "bigint",
        "person": "text",
        "name": "text",
        "role": "text",
        "text": "text",
        "at_ms": "bigint",
        "reply_to": "text",
        "removed_by": "text",
        "removed_at_ms": "bigint",
    },
    project=project,
    facts=frozenset({Posted, Removed}),
)
