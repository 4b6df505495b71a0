"""What a crowd's parent and its processes say to each other: MessagePack with a length before it."""

import struct
from typing import TypeAlias

import msgspec
from msgspec import Struct

from load.crowd.speech import Speech
from load.crowd.tally import Tally

LENGTH = struct.Struct("!I")


class Begin(Struct, frozen=True, tag=True):
    """The first order: who the receivers are. `source` is the net of their addresses, as in `127.0.3.`; empty: any.

    `back_at_once`: handshakes at a time of those who come back; 0: nobody waits for the others. `lazy_s`: who does not
    look for stamps reads so often, 0 at once: a crowd on the server's own machine costs it less.
    """

    host: str
    port: int
    speech: Speech
    tokens: list[str]
    source: str = ""
    per_source: int = 1_000
    comes_back: bool = False
    back_at_once: int = 0
    lazy_s: float = 0.0
    seed: int = 0


class Join(Struct, frozen=True, tag=True):
    """So many more sockets, `at_once` handshakes at a time; `per_s` 0 is as fast as that goes."""

    count: int
    per_s: float = 0.0
    at_once: int = 100


class Leave(Struct, frozen=True, tag=True):
    """So many sockets say goodbye, and are wanted no more."""

    count: int


class Cut(Struct, frozen=True, tag=True):
    """So many sockets are torn off; those of a crowd that comes back do."""

    count: int


class Slow(Struct, frozen=True, tag=True):
    """So many sockets read no more than this a second from now on; None: everybody reads as fast as ever."""

    count: int
    bytes_per_s: int | None


class Ask(Struct, frozen=True, tag=True):
    """How many are at `upto`: the seq, or the number of marks, of each socket."""

    upto: int


class Standing(Struct, frozen=True, tag=True):
    """The answer to `Ask`. Who is wanted and not in is behind."""

    behind: int
    there: int
    beyond: int


class Report(Struct, frozen=True, tag=True):
    """How it stands, about twice a second."""

    tally: Tally


Order: TypeAlias = Begin | Join | Leave | Cut | Slow | Ask
Said: TypeAlias = Report | Standing
decode_order = msgspec.msgpack.Decoder(Order).decode
decode_said = msgspec.msgpack.Decoder(Said).decode
_encode = msgspec.msgpack.Encoder().encode


def packed(message: Order | Said) -> bytes:
    """A message with its length."""
    body = _encode(message)
    return LENGTH.pack(len(body)) + body


def unpacked(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole messages at the start of `data`, and what is left."""
    messages: list[bytes] = []
    while len(data) >= LENGTH.size and len(data) >= (end := LENGTH.size + LENGTH.unpack_from(data)[0]):
        messages.append(data[LENGTH.size : end])
        data = data[end:]
    return messages, data
