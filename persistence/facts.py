"""Facts as JSON text, which is how the log keeps them."""

import msgspec

from hub.kernel import Fact
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
