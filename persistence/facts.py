"""Facts as JSON text, which is how the log keeps them."""

import asyncpg
import msgspec

from hub.kernel import Fact
from hub.rooms.ports import Entry
from hub.wire import AnyFact

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(AnyFact).decode


def encode(fact: Fact) -> str:
    """The fact as JSON."""
    return _encode(fact).decode()


def decode(text: str) -> Fact:
    """The fact that `text` describes.

    Raises:
        msgspec.ValidationError: this version of the hub does not know such a fact.
    """
    return _decode(text)


def entry(row: asyncpg.Record) -> Entry:
    """The entry in a row of `room_fact`, of which seq, person, command_id, at_ms and fact were asked for.

    Raises:
        msgspec.ValidationError: this version of the hub does not know such a fact.
    """
    return Entry(row["seq"], row["person"], row["command_id"], row["at_ms"], _decode(row["fact"]))
