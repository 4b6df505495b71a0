"""Somebody who hears what a server says, without the server: what it counts, and what it answers."""

import base64
import hashlib

from load.bots.framing import TEXT, frame
from load.crowd.ears import Ears
from load.crowd.line import Line
from load.crowd.speech import Speech
from load.crowd.tally import Tally
from load.peers.peer import fact_of, text_of

FACT = fact_of(7, text_of(7, 1_000))


def unmasked(message: bytes) -> bytes:
    """As a server frames it."""
    masked = frame(message, TEXT)
    head, mask = (2, 4) if len(message) < 126 else (4, 4)
    return masked[:1] + bytes([masked[1] & 0x7F]) + masked[2:head] + masked[head + mask :]


def heard(speech: Speech, *messages: bytes) -> tuple[Line, Tally, list[bytes]]:
    """Somebody with that speech, after the handshake and these messages; and what it said."""
    tally = Tally()
    ears = Ears("127.0.0.1:80", speech, tally)
    key = ears.request.partition(b"Sec-WebSocket-Key: ")[2].partition(b"\r\n")[0]
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    line = Line(0, "token", sampled=True)
    line.state = "asking"
    said: list[bytes] = []
    answered = b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    for each in (answered, *map(unmasked, messages)):
        ears.hear(line, each, 2_000_000)
        said.extend(payloads(line.out))
        line.out = b""
    assert tally.faults == 0, tally.sentences
    return line, tally, said


def payloads(masked: bytes) -> list[bytes]:
    """What a client wrote, whose mask is of zeros."""
    found: list[bytes] = []
    while masked:
        size, head = masked[1] & 0x7F, 2
        if size == 126:
            size, head = int.from_bytes(masked[2:4]), 4
        found.append(masked[head + 4 : head + 4 + size])
        masked = masked[head + 4 + size :]
    return found


def two_are_counted(speech: Speech, *messages: bytes) -> list[bytes]:
    """What somebody says who is let in, and finds two deliveries with their times in these messages."""
    line, tally, said = heard(speech, *messages)
    assert line.state == "in"
    assert line.seen == tally.deliveries == 2
    assert tally.latency.count == 2
    return said
