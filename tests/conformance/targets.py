"""What any bytes may do, for Hypothesis and for atheris: each target raises when a promise is broken."""

import struct
from functools import cache

import msgspec

from hub.errors import CATALOGUE
from hub.wire import FORMATS, FRAME_BYTES_MAX, BadFrame, ClientFrame, Format, fail
from tests.conformance.offline import DEFLATING, UPGRADE, Offline

MASK = b"\x0f\xf0\x3c\xc3"


def understood(form: Format, data: bytes) -> ClientFrame | BadFrame:
    """A frame, or the refusal that the catalogue has; nothing else may come of bytes."""
    try:
        return form.decode(data)
    except BadFrame as refused:
        bad = refused
    assert bad.code in CATALOGUE
    assert bad.say()
    assert len(form.encode(fail(bad, bad.id))) < FRAME_BYTES_MAX
    return bad


def decoder(data: bytes) -> None:
    """Both formats; what is a frame in one can be said in both, and comes back as it was."""
    for form in FORMATS.values():
        frame = understood(form, data)
        if not isinstance(frame, BadFrame):
            for other in FORMATS.values():
                assert other.decode(other.encode(frame)) == frame


def agreed(message: object) -> None:
    """One message in both formats: the same frame, or refused with the same code."""
    told = [
        frame.code if isinstance(frame, BadFrame) else frame
        for frame in (
            understood(FORMATS["hub.v1.json"], msgspec.json.encode(message)),
            understood(FORMATS["hub.v1.msgpack"], msgspec.msgpack.encode(message)),
        )
    ]
    assert told[0] == told[1], told


@cache
def worker() -> Offline:
    """One for all bytes."""
    return Offline()


def frames(script: bytes) -> None:
    """Bytes of a socket, whole and cut anywhere: well-formed answers, and an end or none.

    What stands right before a broken frame is answered or not, as it was cut (nothing of it was acked), and of two
    faults either may be named.
    """
    sent = played(script)
    offline = worker()
    whole = offline.answer(DEFLATING, sent)
    cut = 1 + sum(script) % max(1, len(sent))
    pieces = offline.answer(DEFLATING, sent[:cut], sent[cut:])
    assert offline.wrong == []
    assert (_goodbye(whole[0]) is None, whole[1]) == (_goodbye(pieces[0]) is None, pieces[1])


def _goodbye(answer: bytes) -> bytes | None:
    """The close frame's payload, if there is one: it is the last, and every frame before it is whole and allowed."""
    head, _, said = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101")
    while said:
        size, ahead = said[1], 2
        if size >= 126:
            ahead = 4 if size == 126 else 10
            size = int.from_bytes(said[2:ahead])
        payload, opcode = said[ahead : ahead + size], said[0] & 0x3F
        assert said[0] & 0x80, "the hub makes no pieces"
        assert len(payload) == size
        assert opcode in {0x1, 0x2, 0x8, 0x9, 0xA}
        said = said[ahead + size :]
        if opcode == 0x8:
            assert said == b"", "nothing follows a goodbye"
            return payload
    return None


def handshake(head: bytes) -> None:
    """Bytes before a socket, whole and cut anywhere: answered in HTTP, or not yet.

    What is broken behind a request may be refused before that request is answered, as it was cut.
    """
    offline = worker()
    said, _ = offline.answer(head)
    cut = 1 + sum(head) % max(1, len(head))
    again, _ = offline.answer(head[:cut], head[cut:])
    assert offline.wrong == []
    assert bool(again) == bool(said)
    assert all(not each or each.startswith(b"HTTP/1.1 ") for each in (said, again))


def played(script: bytes) -> bytes:
    """The frames of a script: a first byte, a length, so much payload; masked, as a client has to."""
    sent = bytearray()
    at = 0
    while at + 2 <= len(script):
        first, size = script[at], script[at + 1]
        if first == 0x7F:  # raw from here on
            return bytes(sent + script[at + 1 :])
        payload = script[at + 2 : at + 2 + size]
        at += 2 + size
        length = bytes([0x80 | len(payload)]) if len(payload) < 126 else struct.pack("!BH", 0x80 | 126, len(payload))
        sent += bytes([first]) + length + MASK
        sent += bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload))
    return bytes(sent)


#: Where mutation begins.
SEEDS: dict[str, tuple[bytes, ...]] = {
    "decoder": (
        b'{"t":"ping","n":1}',
        b'{"t":"hello","token":"t","rooms":[{"room":"floor/demo","epoch":"e","seen":3}]}',
        b'{"t":"do","id":"c1","room":"floor/demo","cmd":{"t":"chat.post","text":"Hi"}}',
        msgspec.msgpack.encode({"t": "do", "id": "c1", "room": "floor/demo", "cmd": {"t": "queue.next"}}),
    ),
    "frames": (b"\x81\x02hi", b"\x01\x01a\x80\x01b", b"\x89\x00\x8a\x00\x88\x02\x03\xe8", b"\xc1\x04\xf2H\xcd\x00"),
    "handshake": (UPGRADE, b"POST /ws HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
}
TARGETS = {"decoder": decoder, "frames": frames, "handshake": handshake}
