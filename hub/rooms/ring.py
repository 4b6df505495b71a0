"""What one worker tells the others about a room. Losing one costs time, never a fact."""

import msgspec
from msgspec import Struct

from hub.kernel import Millis
from hub.presence.roster import Roster
from hub.rooms.ports import Entry
from hub.wire import AnyFact, AnyNotice


class _Entry(Struct, frozen=True, array_like=True):
    seq: int
    person: str
    command_id: str
    at_ms: Millis
    fact: AnyFact


class Told(Struct, frozen=True, array_like=True):
    """A worker's people in a room at a moment of its monotonic clock: of two, the later one counts."""

    at_ms: Millis
    roster: Roster


class Ring(Struct, frozen=True, omit_defaults=True):
    """One message on the bus from `worker`. `told` replaces its people in the room; `asks`: it wants the others'.

    `at_ms`: when the notices were, on the clock of `told`.
    """

    worker: str
    epoch: str
    entries: tuple[_Entry, ...] = ()
    notices: tuple[AnyNotice, ...] = ()
    at_ms: Millis = 0
    told: Told | None = None
    asks: bool = False

    def facts(self) -> list[Entry]:
        """The entries as the log has them."""
        return [Entry(each.seq, each.person, each.command_id, each.at_ms, each.fact) for each in self.entries]


def of_entries(worker: str, epoch: str, entries: list[Entry]) -> Ring:
    """The ring for facts that were just written."""
    packed = tuple(_Entry(each.seq, each.person, each.command_id, each.at_ms, each.fact) for each in entries)
    return Ring(worker, epoch, packed)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Ring).decode
_encode_told = msgspec.msgpack.Encoder().encode
_decode_told = msgspec.msgpack.Decoder(Told).decode


def encode(ring: Ring) -> bytes:
    """The ring as bytes for the bus."""
    return _encode(ring)


def decode(message: bytes) -> Ring | None:
    """The ring in a message; None when it is none (another version of the hub may be on the bus)."""
    try:
        return _decode(message)
    except msgspec.MsgspecError:
        return None


def encode_told(told: Told) -> bytes:
    """A worker's people as bytes for its lease."""
    return _encode_told(told)


def decode_told(lease: bytes) -> Told | None:
    """The people in a lease; None when it is none."""
    try:
        return _decode_told(lease)
    except msgspec.MsgspecError:
        return None
