"""The frames of `hub.v1.json` and `hub.v1.msgpack`: one decoder and one encoder per format.

A client sends `hello`, `do` and `ping`; the hub answers `welcome`, `ack`, `facts`, `notice`, `fail` and `ping`.
docs/reference/protocol.md is generated from these types.
"""

from typing import Annotated, Any, Protocol, TypeAlias, Union

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from hub.behaviours import COMMANDS, FACTS, NOTICES
from hub.errors import Rejected
from hub.kernel import Actor, Command, Id, Millis, RoomId

FRAME_BYTES_MAX = 64 * 1024

AnyCommand: TypeAlias = Union[tuple(COMMANDS)]  # type: ignore[valid-type]
AnyFact: TypeAlias = Union[tuple(FACTS)]  # type: ignore[valid-type]
AnyNotice: TypeAlias = Union[tuple(NOTICES)]  # type: ignore[valid-type]


class Seen(Struct, frozen=True, forbid_unknown_fields=True):
    """A room the client wants, and the last seq it has of which epoch; nothing yet: an empty epoch and 0."""

    room: RoomId
    epoch: Annotated[str, Meta(max_length=64)] = ""
    seen: Annotated[int, Meta(ge=0, le=2**53)] = 0


class Hello(Struct, frozen=True, tag_field="t", tag="hello", forbid_unknown_fields=True):
    """The first frame: the grant, and the rooms."""

    token: Annotated[str, Meta(min_length=1, max_length=4096)]
    rooms: Annotated[tuple[Seen, ...], Meta(min_length=1, max_length=8)]


class Do(Struct, frozen=True, tag_field="t", tag="do", forbid_unknown_fields=True):
    """A command for a room. The client makes the id; the same id again is answered, not done again."""

    id: Id
    room: RoomId
    cmd: AnyCommand


class Ping(Struct, frozen=True, tag_field="t", tag="ping", forbid_unknown_fields=True):
    """Are you there? Answered with the same `n`."""

    n: Annotated[int, Meta(ge=0, le=2**53)] = 0


class Welcome(Struct, frozen=True, tag_field="t", tag="welcome"):
    """A room, for somebody who just came or came back.

    With `state`: forget what you had, this is the state at `at` (by behaviour), and `facts` lead from it to `upto`.
    Without: `facts` are exactly what was missed since `at`, the seq the hello named. `[seq, fact]` each.
    """

    room: str
    epoch: str
    you: Actor
    at: int
    upto: int
    facts: list[tuple[int, Raw]]
    state: Raw | UnsetType = UNSET


class Facts(Struct, frozen=True, tag_field="t", tag="facts"):
    """What happened: all that this lane may see of the facts above `after` up to and with `upto`."""

    room: str
    after: int
    upto: int
    facts: list[tuple[int, Raw]]


class Notices(Struct, frozen=True, tag_field="t", tag="notice"):
    """What matters now and is not kept."""

    room: str
    notices: list[Raw]


class Ack(Struct, frozen=True, tag_field="t", tag="ack"):
    """The command is done for good; `seq` is its first fact's, 0 when it made none."""

    id: str
    seq: int


class Fail(Struct, frozen=True, tag_field="t", tag="fail", omit_defaults=True):
    """No, and what to do. With `id`: about that command. `retry`: the same can succeed later unchanged."""

    code: str
    say: str
    retry: bool
    id: str | None = None
    room: str | None = None
    retry_after_ms: Millis | None = None


ClientFrame: TypeAlias = Hello | Do | Ping
ServerFrame: TypeAlias = Welcome | Facts | Notices | Ack | Fail | Ping
