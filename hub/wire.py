"""The frames of `hub.v1.json` and `hub.v1.msgpack`: one decoder and one encoder per format.

A client sends `hello`, `do`, `refresh` and `ping`; the hub answers `welcome`, `ack`, `facts`, `notice`, `fail`,
`expiring`, `refreshed` and `ping`.
docs/reference/protocol.md is generated from these types.
"""

from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeAlias, Union

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from hub.behaviours import COMMANDS, FACTS, NOTICES
from hub.errors import Rejected
from hub.kernel import Actor, Command, Fact, Id, Millis, Notice, RoomId

FRAME_BYTES_MAX = 64 * 1024

# Readers of types see the common class, msgspec the union of all that there are.
if TYPE_CHECKING:
    AnyCommand: TypeAlias = Command
    AnyFact: TypeAlias = Fact
    AnyNotice: TypeAlias = Notice
else:
    AnyCommand = Union[tuple(COMMANDS)]  # noqa: UP007  a tuple of types has no `|`
    AnyFact = Union[tuple(FACTS)]  # noqa: UP007  a tuple of types has no `|`
    AnyNotice = Union[tuple(NOTICES)]  # noqa: UP007  a tuple of types has no `|`


#: A grant, or a ticket: it is good for one frame.
Token = Annotated[str, Meta(min_length=1, max_length=4096)]


class Seen(Struct, frozen=True, forbid_unknown_fields=True):
    """A room the client wants, and the last seq it has of which epoch; nothing yet: an empty epoch and 0."""

    room: RoomId
    epoch: Annotated[str, Meta(max_length=64)] = ""
    seen: Annotated[int, Meta(ge=0, le=2**53)] = 0


class Hello(Struct, frozen=True, tag_field="t", tag="hello", forbid_unknown_fields=True):
    """The first frame: the grant or a ticket, and the rooms."""

    token: Token
    rooms: Annotated[tuple[Seen, ...], Meta(min_length=1, max_length=8)]


class Do(Struct, frozen=True, tag_field="t", tag="do", forbid_unknown_fields=True):
    """A command for a room. The client makes the id; the same id again is answered, not done again."""

    id: Id
    room: RoomId
    cmd: AnyCommand


class Refresh(Struct, frozen=True, tag_field="t", tag="refresh", forbid_unknown_fields=True):
    """Another grant or ticket of the same person for the same rooms, before the one in use ends."""

    token: Token


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


class Expiring(Struct, frozen=True, tag_field="t", tag="expiring"):
    """The grant ends in so many ms: send `refresh` with another one. The socket is closed 25 s after the end."""

    left_ms: Millis


class Refreshed(Struct, frozen=True, tag_field="t", tag="refreshed"):
    """The new grant is in use; it ends in so many ms."""

    left_ms: Millis


ClientFrame: TypeAlias = Hello | Do | Refresh | Ping
ServerFrame: TypeAlias = Welcome | Facts | Notices | Ack | Fail | Expiring | Refreshed | Ping


class BadFrame(Rejected):
    """A message that is no frame; `id` is the command's, when it could still be read."""

    def __init__(self, code: str, command_id: str | None = None, **fields: Any) -> None:
        super().__init__(code, **fields)
        self.id = command_id


class _Peek(Struct, frozen=True):
    id: Id | None = None


#: How msgspec begins its sentence -> our code; anything else it says is about the type.
_REASONS = (
    ("Object contains unknown field", "protocol.unknown_field"),
    ("Expected `str` of length", "protocol.out_of_limits"),
    ("Expected `str` matching", "protocol.out_of_limits"),
    ("Expected `bytes` of length", "protocol.out_of_limits"),
    ("Expected `int` ", "protocol.out_of_limits"),
    ("Expected `float` ", "protocol.out_of_limits"),
    ("Expected `array` of length", "protocol.out_of_limits"),
    ("Expected `int`, got", "protocol.wrong_type"),
    ("Number out of range", "protocol.out_of_limits"),
    ("Integer value out of range", "protocol.out_of_limits"),
)
#: What a client sent may stand in the reason; no more of it than this goes back.
_DETAIL_CHARS_MAX = 300


def _code_of(reason: str) -> str:
    if reason.endswith(("`$.cmd.t`", "missing required field `t` - at `$.cmd`")):
        return "protocol.unknown_command"
    if reason.endswith(("`$.t`", "missing required field `t`")):
        return "protocol.unknown_frame"
    return next((code for start, code in _REASONS if reason.startswith(start)), "protocol.wrong_type")


class _Decode(Protocol):
    def __call__(self, data: bytes, /) -> Any: ...


class Format(Struct, frozen=True, kw_only=True):
    """One way to write frames: the subprotocol's name, its message type on the socket, and the two directions."""

    name: str
    label: str
    binary: bool
    encode: Any
    frames: _Decode
    peek: _Decode

    def decode(self, data: bytes) -> ClientFrame:
        """The frame that a message is.

        Raises:
            BadFrame: it is none; the code says why, and `detail` where in msgspec's words.
        """
        try:
            return self.frames(data)
        except msgspec.ValidationError as error:
            reason = str(error)
            raise BadFrame(_code_of(reason), self.id_in(data), detail=reason[:_DETAIL_CHARS_MAX]) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise BadFrame("protocol.garbage", format=self.label) from None

    def id_in(self, data: bytes) -> str | None:
        """The command id of a message that may be no frame otherwise."""
        try:
            found: str | None = self.peek(data).id
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        return found


JSON = Format(
    name="hub.v1.json",
    label="JSON",
    binary=False,
    encode=msgspec.json.Encoder().encode,
    frames=msgspec.json.Decoder(ClientFrame).decode,
    peek=msgspec.json.Decoder(_Peek).decode,
)
MSGPACK = Format(
    name="hub.v1.msgpack",
    label="MessagePack",
    binary=True,
    encode=msgspec.msgpack.Encoder().encode,
    frames=msgspec.msgpack.Decoder(ClientFrame).decode,
    peek=msgspec.msgpack.Decoder(_Peek).decode,
)
FORMATS = {form.name: form for form in (JSON, MSGPACK)}


def fail(rejected: Rejected, command_id: str | None = None, room: str | None = None) -> Fail:
    """The frame that tells a person no."""
    wait: int | None = rejected.fields.get("retry_after_ms")
    return Fail(rejected.code, rejected.say(), rejected.fault.retry, command_id, room, wait)
