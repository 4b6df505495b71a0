"""One example of every message, so that a reader sees what a page of types means."""

from typing import Any

import msgspec
from msgspec import NODEFAULT, inspect

from api.reference.vocabulary import Node, StructClass, choices, optional, struct
from hub.behaviours import KINDS, OWNER_OF
from hub.kernel import Command

#: By field; with the tag before it where a message means something else by that name.
EXAMPLES: dict[str, Any] = {
    "advance.add_row.after": "",
    "advance.edit.saw": "1795896000000-0000-p_ana",
    "advance.edit.value": "19:30",
    "advance.edited.value": "19:30",
    "advance.edited.saw": "1795896000000-0000-p_ana",
    "advance.edited.row": "",
    "advance.edited.column": "",
    "advance.picked.row": "",
    "advance.picked.column": "",
    "advance.text.field": "restrictions.smoking",
    "advance.text.generation": "",
    "advance.text_changed.at": 0,
    "advance.text_changed.field": "restrictions.smoking",
    "advance.text_changed.generation": "",
    "advance.text_packed.field": "restrictions.smoking",
    "after": 41,
    "amount": 500,
    "answers": "venue",
    "artist": "Gloria Gaynor",
    "at": 41,
    "at_ms": 1_795_896_000_000,
    "by": "p_ana",
    "chat.post.reply_to": "m_7Qd2",
    "chosen": "1795896000000-0000-p_ana",
    "cmd": {"t": "chat.post", "text": "Doors at eight!"},
    "client": 2_814_749_767,
    "code": "queue.locked",
    "column": "start",
    "count": 1,
    "currency": "eur",
    "days_before": 14,
    "doc": "AQEBAAQBBHRleHQITm8gc21va2UA",
    "emoji": "🔥",
    "entry": "r_1a2b",
    "epoch": "5f0c9a",
    "fail.id": "c7",
    "field": "show.doors",
    "file": "f_8sTq",
    "generation": "1795896000000-0000-p_ana",
    "id": "x_9k3f",
    "ack.id": "c7",
    "do.id": "c7",
    "index": "V",
    "message": "m_7Qd2",
    "name": "Ana",
    "note": "one tone lower",
    "notices": [{"t": "presence.typed", "person": "p_ana", "on": True}],
    "parties": ["venue"],
    "party": "venue",
    "people": [{"id": "p_ana", "name": "Ana", "role": "crew", "focus": "show.doors"}],
    "person": "p_ana",
    "put": "No smoke",
    "queue.play.entry": "r_1a2b",
    "queue.reorder.before": "r_3c4d",
    "queue.submit.artist": "Gloria Gaynor",
    "queue.submit.note": "one tone lower",
    "number": 3,
    "retry": False,
    "role": "crew",
    "room": "floor/demo",
    "rooms": [{"room": "floor/demo", "epoch": "5f0c9a", "seen": 40}],
    "advance.add_row.row": "row_1",
    "advance.move_row.row": "row_1",
    "advance.remove_row.row": "row_1",
    "row": "row_1",
    "rules": {"mode": "rotation", "locked_max": 2, "open_max": 3, "length_max": 500},
    "saw": "1795896000000-0000-p_ana",
    "say": "This request is next already: ask the desk.",
    "schema": {"sections": [{"key": "parking", "label": "Parking", "fields": [{"key": "bus", "label": "Bus"}]}]},
    "seen": ["1795896000000-0000-p_ana"],
    "seq": 42,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 182_310,
    "section": "hospitality",
    "settled": ["1795896000500-0000-p_ben"],
    "standing": "signed_off",
    "status": "confirmed",
    "stamp": "1795896000000-0000-p_ana",
    "text": "Doors at eight!",
    "tip": "tip_1",
    "title": "I Will Survive",
    "advance.add_file.title": "stage plot.pdf",
    "advance.file_added.title": "stage plot.pdf",
    "advance.file_removed.title": "stage plot.pdf",
    "token": "eyJhbGciOiJIUzI1NiJ9...",
    "update": "AQHH2Ja+CgAEAQR0ZXh0CE5vIHNtb2tlAA==",
    "type": "application/pdf",
    "upto": 42,
    "was": "",
    "welcome.facts": [[42, {"t": "queue.called_up", "id": "r_1a2b"}]],
    "facts.facts": [[42, {"t": "queue.called_up", "id": "r_1a2b"}]],
    "you": {"person": "p_ana", "role": "crew", "name": "Ana"},
}  # fmt: skip


def example(cls: StructClass) -> dict[str, Any]:
    """A message of this class as it goes over the wire.

    Raises:
        KeyError: a text has no example yet: add its field to `EXAMPLES`.
    """
    info = struct(cls)
    tag = str(info.tag)
    message: dict[str, Any] = {"t": tag} if info.tag_field else {}
    for field in info.fields:
        own = f"{tag}.{field.name}"
        if own in EXAMPLES:
            message[field.encode_name] = EXAMPLES[own]
        elif not optional(cls, field):
            message[field.encode_name] = _value(field)
    return message


def _value(field: inspect.Field) -> Any:
    if field.name in EXAMPLES:
        return EXAMPLES[field.name]
    if field.default is not NODEFAULT:
        return field.default
    return _derived(field.name, field.type)


def _derived(name: str, node: Node) -> Any:
    match node:
        case inspect.BoolType():
            return True
        case inspect.IntType():
            return node.ge or 1
        case inspect.LiteralType() | inspect.EnumType():
            return choices(node)[0]
        case _:
            raise KeyError(f"{name} has no example: add it to api/reference/examples.py")


def parsed(cls: StructClass) -> Any:
    """The example as a value of its class.

    Raises:
        msgspec.ValidationError: the example is not one.
    """
    return msgspec.json.decode(msgspec.json.encode(example(cls)), type=cls)


def line(cls: StructClass) -> str:
    """The example on one line; a command in the frame that carries it."""
    message = example(cls)
    if issubclass(cls, Command):
        kind = next(kind.name for kind in KINDS.values() if OWNER_OF[cls] in kind.behaviours)
        message = {"t": "do", "id": "c7", "room": f"{kind}/demo", "cmd": message}
    return msgspec.json.encode(message).decode()
