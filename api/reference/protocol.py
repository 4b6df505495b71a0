"""`docs/reference/protocol.md`: every frame, command, fact and notice, with types, limits and an example."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from msgspec import Struct, inspect

from api.reference.examples import line
from api.reference.vocabulary import (
    FRAMES_IN,
    FRAMES_OUT,
    NAMES,
    RAW,
    StructClass,
    below,
    reached,
    struct,
)
from api.reference.wording import TEXTS, presence, words
from hub.behaviours import BEHAVIOURS, KINDS
from hub.kernel import Behaviour, Command, Fact, Notice
from hub.rooms.grant import GRACE_MS, WARN_MS
from hub.rooms.session import HELLO_MS_MAX
from hub.wire import FORMATS, FRAME_BYTES_MAX
from persistence.tickets import GOOD_MS

INTRODUCTION = """\
# The protocol

<!-- Written by `make golden` from the types in hub/: change those, not this page. -->

Connect a WebSocket to `/ws` with the subprotocol {formats}: JSON in text messages,
or the same in MessagePack in binary ones. Every message is one object; `t` says what it is. A message has at
most {bytes_max} bytes.

1. Say [hello](#hello) within {hello_s} s, with a grant or a ticket and the rooms you want. `POST /api/tickets` gives
   a ticket to who is signed in: for one frame, within {ticket_s} s. Neither is ever part of an address.
2. Each room answers with a [welcome](#welcome): the state and who you are, or exactly the facts you missed.
3. Send commands in [do](#do). Each is answered with [ack](#ack), once it is saved for good, or with [fail](#fail).
4. [facts](#facts) come to everybody in the room, the sender included, numbered without holes. Keep `epoch` and
   the last `upto`: with them the next hello gets what was missed, however long you were away.
5. [notice](#notice) says what only matters now. It is not numbered, and may be left out when the line is slow.
6. [expiring](#expiring) comes {warn_s} s before your grant ends: send [refresh](#refresh) with another grant or ticket
   of the same person, role, sections and rooms, and go on as if nothing had been. After its end you have
   {grace_s} s. Whose access is revoked is closed at once, with 4506.

Send a command again with the same `id` when no answer came: it is answered, and not done twice. A [fail](#fail)
leaves the socket open unless the code says otherwise; close codes 4000 to 4499 mean come back, 4500 to 4999 do
not. Every code is in [errors.md](errors.md), who may send what in [permissions.md](permissions.md).
"""


#: What is written as ready bytes, in words.
HOLDS = {
    "[number, AnyFact][]": "list of [seq, a fact]",
    "Partial<States>": "object of the states of the room's behaviours by name",
    "AnyNotice[]": "list of notices",
}


def protocol_md() -> str:
    """The page, whole."""
    return "\n".join([_introduction(), *_texts(), *_kinds(), *_frames(), *_behaviours(), *_parts()]).rstrip() + "\n"


def _introduction() -> str:
    formats = " or ".join(f"`{name}`" for name in FORMATS)
    return INTRODUCTION.format(
        formats=formats,
        bytes_max=FRAME_BYTES_MAX,
        hello_s=HELLO_MS_MAX // 1000,
        ticket_s=GOOD_MS // 1000,
        warn_s=WARN_MS // 1000,
        grace_s=GRACE_MS // 1000,
    )


def _texts() -> Iterator[str]:
    yield "## Kinds of text\n\n| kind | is | characters | like |\n|---|---|---|---|"
    for name, (annotated, about) in TEXTS.items():
        node = inspect.type_info(annotated)
        assert isinstance(node, inspect.StrType)
        yield f"| {name} | {about} | {node.min_length} to {node.max_length} | `{node.pattern}` |"
    yield "\nTimes end in `_ms` and are milliseconds since 1970 UTC. Amounts are minor units of their currency.\n"


def _kinds() -> Iterator[str]:
    yield "## Rooms\n\n| room | can |\n|---|---|"
    for kind in KINDS.values():
        yield f"| `{kind.name}/<id>` | {', '.join(one.name for one in kind.behaviours)} |"
    yield ""


def _frames() -> Iterator[str]:
    yield "## Frames that a client sends\n"
    for cls in FRAMES_IN:
        yield from _message(cls, str(struct(cls).tag))
    yield "## Frames that the hub sends\n"
    for cls in FRAMES_OUT:
        if cls not in FRAMES_IN:
            yield from _message(cls, str(struct(cls).tag))
    yield "A `ping` comes back as it was sent.\n"


def _behaviours() -> Iterator[str]:
    for behaviour in BEHAVIOURS:
        yield f"## {behaviour.name}\n"
        yield from _group("command", tuple(behaviour.allowed), behaviour)
        yield from _group("fact", behaviour.facts, behaviour)
        yield from _group("notice", behaviour.notices, behaviour)
        yield f"The state in `welcome.state.{behaviour.name}`:\n"
        yield from _fields(behaviour.state)


def _group(kind: str, classes: Iterable[StructClass], behaviour: Behaviour[Any]) -> Iterator[str]:
    for cls in classes:
        roles = f" Sent by: {', '.join(sorted(behaviour.allowed[cls]))}." if issubclass(cls, Command) else ""
        yield from _message(cls, f"{struct(cls).tag}", f"*{kind}.*{roles} ")


def _message(cls: StructClass, title: str, lead: str = "") -> Iterator[str]:
    yield f"### {title}\n\n{lead}{_about(cls)}\n"
    yield from _fields(cls)
    yield f"```json\n{line(cls)}\n```\n"


def _about(cls: type) -> str:
    return " ".join((cls.__doc__ or "").split())


def _fields(cls: StructClass) -> Iterator[str]:
    fields = struct(cls).fields
    if not fields:
        yield "No fields.\n"
        return
    yield "| field | type | there |\n|---|---|---|"
    for field in fields:
        yield f"| `{field.encode_name}` | {_type(cls, field)} | {presence(cls, field)} |"
    yield ""


def _type(cls: StructClass, field: inspect.Field) -> str:
    if (cls, field.name) in RAW:
        return HOLDS[RAW[cls, field.name]]
    nodes = [node.cls for node in below(field.type) if isinstance(node, inspect.StructType)]
    return "a command" if any(issubclass(node, Command) for node in nodes) else words(field.type)


def _parts() -> Iterator[str]:
    """What messages and states are made of, and is no message itself."""
    yield "## Parts\n"
    states = {behaviour.state for behaviour in BEHAVIOURS}
    messages = (Command, Fact, Notice)
    roots = [cls for one in BEHAVIOURS for cls in (*one.allowed, *one.facts, *one.notices, one.state)]
    for cls in reached(*FRAMES_IN, *FRAMES_OUT, *roots):
        if cls in {*states, *FRAMES_IN, *FRAMES_OUT} or issubclass(cls, (*messages, Enum)):
            continue
        assert issubclass(cls, Struct)
        yield f"### {NAMES[cls]}\n\n{_about(cls)}\n"
        yield from _fields(cls)
