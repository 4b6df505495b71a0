"""The other end of a line, without a network."""

from websockets.utils import accept_key

from load.bots.framing import TEXT, frame
from load.crowd.ears import Ears
from load.crowd.line import Line
from load.crowd.speech import Speech
from load.crowd.tally import Tally

SECOND_NS = 1_000_000_000


def framed(payload: bytes, opcode: int = TEXT) -> bytes:
    """As a server frames it: not masked."""
    masked = frame(payload, opcode)  # pyright: ignore[reportArgumentType]
    at = masked.index(b"\0\0\0\0" + payload)
    return masked[:1] + bytes([masked[1] & 0x7F]) + masked[2:at] + payload


class Wire:
    """Says things to one line, a second apart, and knows what it answers."""

    def __init__(self, speech: Speech, *, sampled: bool = False) -> None:
        self.tally = Tally()
        self.ears = Ears("h", speech, self.tally)
        self.line = Line(1, "grant", sampled=sampled)
        self.now_ns = SECOND_NS

    @property
    def yes(self) -> bytes:
        """The upgrade is accepted."""
        key = self.ears.request.partition(b"Sec-WebSocket-Key: ")[2].partition(b"\r\n")[0]
        accept = accept_key(key.decode()).encode()
        return b"HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"

    def says(self, data: bytes) -> bytes:
        """Bytes come in; what the line says to that."""
        self.now_ns += SECOND_NS
        if not self.ears.heard(self.line, data):
            self.ears.hear(self.line, data, self.now_ns)
        self.ears.count()
        out, self.line.out = self.line.out, b""
        return out

    def dial(self) -> None:
        """A new connection."""
        self.line.fresh()
        self.line.state = "asking"

    def open(self, *payloads: bytes) -> bytes:
        """A new connection that is accepted, and is told this."""
        self.dial()
        return self.says(self.yes + b"".join(map(framed, payloads)))
