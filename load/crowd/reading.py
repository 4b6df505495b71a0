"""What a read says that many sockets got alike: how many deliveries it has, and in a hub's room, where they lead."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from load.bots.framing import BINARY, TEXT, Broken, split
from load.crowd.speech import Speech

#: Reads that begin alike are compared: in a hub's room the first bytes say what they follow, and hashing all would cost
#: as much as taking them apart.
HEAD_BYTES = 80
#: So many different reads are remembered; receivers are seldom further apart than that.
KNOWN_MAX = 512
_FACTS = re.compile(rb'\{"t":"facts","room":"[^"]*","after":(\d+),"upto":(\d+),')
_NOTICE = b'{"t":"notice"'
WELCOME, FAIL = b'{"t":"welcome"', b'{"t":"fail"'


class Plain(NamedTuple):
    """Whole frames that are nothing but deliveries.

    In a hub's room `after` is what they follow and `upto` where they lead; both are -1 when there are no facts.
    """

    frames: int
    deliveries: int
    after: int = -1
    upto: int = -1


class Known:
    """A read that was taken apart. `again` is how often it came once more and was not counted."""

    __slots__ = ("after", "again", "data", "deliveries", "frames", "upto")

    def __init__(self, data: bytes, plain: Plain) -> None:
        self.data = data
        self.frames, self.deliveries, self.after, self.upto = plain
        self.again = 0


class Welcome(Struct):
    """What a receiver needs of a hub's welcome."""

    epoch: str
    at: int
    upto: int
    state: Raw | UnsetType = UNSET


class Fail(Struct):
    """What a receiver needs of a hub's refusal."""

    code: str
    id: str | None = None
    retry_after_ms: int | None = None


decode_welcome = msgspec.json.Decoder(Welcome).decode
decode_fail = msgspec.json.Decoder(Fail).decode


class Reading:
    """Reads for all sockets of a process. `known` has what was read, by its first bytes."""

    def __init__(self, speech: Speech) -> None:
        self._mark = speech.mark
        self._pongs = speech.pongs
        self._hub = speech.frames == "hub"
        self.known: dict[bytes, Known] = {}

    def read(self, data: bytes) -> Plain | None:
        """None when there is more to it than deliveries in whole frames."""
        try:
            frames, rest = split(data)
        except Broken:
            return None
        return None if rest else self.plain(frames)

    def plain(self, frames: Sequence[tuple[int, bytes]]) -> Plain | None:
        """The same of frames that are split already."""
        if any(opcode not in {TEXT, BINARY} for opcode, _ in frames):
            return None
        if self._hub:
            return _of_hub([payload for _, payload in frames])
        if self._pongs and any(self.pong(payload) is not None for _, payload in frames):
            return None
        return Plain(len(frames), sum(payload.count(self._mark) if self._mark else 1 for _, payload in frames))

    def marks(self, payload: bytes) -> int:
        """Deliveries in a message that is more than those: a ping may end it."""
        return payload.count(self._mark) if self._mark else 0

    def pong(self, payload: bytes) -> bytes | None:
        """What a message wants as an answer."""
        found = self._pongs.get(payload)
        if found is None:
            return next((self._pongs[ping] for ping in self._pongs if payload.endswith(b"\n" + ping)), None)
        return found


def _of_hub(payloads: Sequence[bytes]) -> Plain | None:
    first, last = -1, -1
    for payload in payloads:
        facts: Any = _FACTS.match(payload)
        if facts is None:
            if payload.startswith(_NOTICE):
                continue
            return None
        after, upto = int(facts[1]), int(facts[2])
        if first < 0:
            first = after
        elif after != last:
            return None
        last = upto
    return Plain(len(payloads), last - first, first, last)
