"""What any bytes may do, for Hypothesis and for atheris: each target says which promises were broken."""

import struct
from collections.abc import Callable, Mapping
from functools import cache

import msgspec

from hub.errors import CATALOGUE
from hub.wire import FORMATS, FRAME_BYTES_MAX, BadFrame, ClientFrame, Format, fail
from tests.conformance.offline import DEFLATING, UPGRADE, Offline

MASK = b"\x0f\xf0\x3c\xc3"


def understood(form: Format, data: bytes) -> ClientFrame | BadFrame:
    """A frame, or why it is none; nothing else may come of bytes."""
    try:
        return form.decode(data)
    except BadFrame as bad:
        return bad


def refused(form: Format, bad: BadFrame) -> list[str]:
    """What is wrong with a refusal: it has to be one of the catalogue, with a sentence, and short."""
    if bad.code not in CATALOGUE:
        return [f"{bad.code} is not in the catalogue"]
    size = len(form.encode(fail(bad, bad.id)))
    wrong = {f"{bad.code} says nothing": not bad.say(), f"{bad.code} takes {size} bytes": size >= FRAME_BYTES_MAX}
    return [what for what, so in wrong.items() if so]


def decoder(data: bytes) -> list[str]:
    """Both formats; what is a frame in one can be said in both, and comes back as it was."""
    wrong: list[str] = []
    for form in FORMATS.values():
        frame = understood(form, data)
        if isinstance(frame, BadFrame):
            wrong += refused(form, frame)
            continue
        for other in FORMATS.values():
            again = understood(other, other.encode(frame))
            if again != frame:
                wrong.append(f"{frame!r} of {form.name} comes back from {other.name} as {again!r}")
    return wrong


def agreed(message: object) -> list[str]:
    """One message in both formats: the same frame, or refused with the same code."""
    encoded = {"hub.v1.json": msgspec.json.encode(message), "hub.v1.msgpack": msgspec.msgpack.encode(message)}
    wrong: list[str] = []
    told: list[object] = []
    for name, data in encoded.items():
        frame = understood(FORMATS[name], data)
        if isinstance(frame, BadFrame):
            wrong += refused(FORMATS[name], frame)
        told.append(frame.code if isinstance(frame, BadFrame) else frame)
    return wrong if told[0] == told[1] else [*wrong, f"{told[0]!r} in one format, {told[1]!r} in the other"]


@cache
def worker() -> Offline:
    """One for all bytes."""
    return Offline()


def complaints(offline: Offline) -> list[str]:
    """What the loop was told of since it was last asked."""
    wrong = [f"unheard: {each}" for each in offline.wrong]
    offline.wrong.clear()
    return wrong


def frames(script: bytes) -> list[str]:
    """Bytes of a socket, whole and cut anywhere: well-formed answers, and an end or none.

    What stands right before a broken frame is answered or not, as it was cut (nothing of it was acked), and of two
    faults either may be named.
    """
    sent = played(script)
    offline = worker()
    whole, whole_ended = offline.answer(DEFLATING, sent)
    cut = 1 + sum(script) % max(1, len(sent))
    pieces, pieces_ended = offline.answer(DEFLATING, sent[:cut], sent[cut:])
    wrong = [*complaints(offline), *malformed(whole), *malformed(pieces)]
    if not wrong and (goodbye(whole), whole_ended) != (goodbye(pieces), pieces_ended):
        wrong.append(f"{whole!r} (hung up: {whole_ended}), but cut at {cut} {pieces!r} (hung up: {pieces_ended})")
    return wrong


def said(answer: bytes) -> list[tuple[int, bytes, int]]:
    """The frames behind the head of an answer: first byte, payload, and how many bytes of the payload are missing."""
    rest = answer.partition(b"\r\n\r\n")[2]
    found: list[tuple[int, bytes, int]] = []
    while rest:
        size, ahead = (rest[1] if len(rest) > 1 else 0), 2
        if size >= 126:
            ahead = 4 if size == 126 else 10
            size = int.from_bytes(rest[2:ahead])
        payload = rest[ahead : ahead + size]
        found.append((rest[0], payload, ahead + size - len(rest[: ahead + size])))
        rest = rest[ahead + size :]
    return found


def malformed(answer: bytes) -> list[str]:
    """What is wrong with an answer to a socket: every frame is whole and allowed, and none follows a goodbye."""
    if not answer.startswith(b"HTTP/1.1 101"):
        return [f"{answer[:80]!r} is no socket"]
    heard = said(answer)
    wrong: list[str] = []
    for at, (first, _, missing) in enumerate(heard, 1):
        faults = {
            "is a piece, and the hub makes none": not first & 0x80,
            "is of a kind that the hub does not say": first & 0x3F not in {0x1, 0x2, 0x8, 0x9, 0xA},
            f"lacks {missing} bytes": missing > 0,
            "is a goodbye, and something follows it": first & 0x3F == 0x8 and at < len(heard),
        }
        wrong += [f"frame {at} of {answer!r} {what}" for what, so in faults.items() if so]
    return wrong


def goodbye(answer: bytes) -> bool:
    """Whether it has a close frame."""
    return any(first & 0x3F == 0x8 for first, _, _ in said(answer))


def handshake(head: bytes) -> list[str]:
    """Bytes before a socket, whole and cut anywhere: answered in HTTP, or not yet.

    What is broken behind a request may be refused before that request is answered, as it was cut.
    """
    offline = worker()
    whole, _ = offline.answer(head)
    cut = 1 + sum(head) % max(1, len(head))
    pieces, _ = offline.answer(head[:cut], head[cut:])
    wrong = complaints(offline)
    if bool(pieces) != bool(whole):
        wrong.append(f"{whole!r}, but cut at {cut} {pieces!r}")
    return wrong + [f"{each!r} is not HTTP" for each in (whole, pieces) if each and not each.startswith(b"HTTP/1.1 ")]


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


def raising(target: Callable[[bytes], list[str]]) -> Callable[[bytes], None]:
    """For atheris, to which an exception is a finding."""

    def run(data: bytes) -> None:
        if wrong := target(data):
            raise AssertionError("; ".join(wrong))

    return run


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    name: raising(target) for name, target in {"decoder": decoder, "frames": frames, "handshake": handshake}.items()
}
