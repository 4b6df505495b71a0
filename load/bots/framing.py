"""The client's side of RFC 6455, as little as a bot needs: a handshake, whole frames out, whole frames in."""

import base64
import hashlib
import secrets
import struct
from typing import Final, Literal

from msgspec import Struct

TEXT: Final = 0x1
BINARY: Final = 0x2
CLOSE: Final = 0x8
PING: Final = 0x9
PONG: Final = 0xA
_FIN = 0x80
_MASKED = 0x80
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_SHORT_MAX, _MEDIUM_MAX = 125, 0xFFFF
_HEAD_END = b"\r\n\r\n"
_SWITCHING = 101
#: A mask of zeros changes nothing, and is as good as any to a hub that only talks to us.
_MASK = b"\0\0\0\0"


class Broken(Exception):  # noqa: N818  says what the other side did
    """The other side does not speak WebSocket as this client understands it."""


class Handshake(Struct, frozen=True):
    """A question for the upgrade, and what its answer must have."""

    request: bytes
    accept: bytes


def handshake(host: str, path: str, origin: str, subprotocol: str) -> Handshake:
    """What to write first on a new TCP connection; an empty origin or subprotocol is not named."""
    key = base64.b64encode(secrets.token_bytes(16))
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key.decode()}",
        "Sec-WebSocket-Version: 13",
        *([f"Origin: {origin}"] if origin else []),
        *([f"Sec-WebSocket-Protocol: {subprotocol}"] if subprotocol else []),
    )
    accept = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
    return Handshake("\r\n".join(lines).encode() + _HEAD_END, accept)


class Answer(Struct, frozen=True):
    """How the hub answered the handshake: `status` 101 is a yes; `rest` is what follows the head."""

    status: int
    retry_after_s: float | None
    rest: bytes


def answer(data: bytes, asked: Handshake) -> Answer | None:
    """The answer in what was read so far; None when there is more to come.

    Raises:
        Broken: it is no HTTP, or accepts another handshake than ours.
    """
    head, end, rest = data.partition(_HEAD_END)
    if not end:
        return None
    first, *lines = head.split(b"\r\n")
    words = first.split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():  # noqa: PLR2004  version, status
        raise Broken(f"no HTTP: {first!r}")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    status = int(words[1])
    if status == _SWITCHING and fields.get(b"sec-websocket-accept") != asked.accept:
        raise Broken("the handshake was answered with another key")
    wait = fields.get(b"retry-after", b"")
    return Answer(status, float(wait) if wait.isdigit() else None, rest)


def frame(payload: bytes, opcode: Literal[1, 2, 8, 9, 10]) -> bytes:
    """A whole message as one masked frame."""
    size = len(payload)
    first = _FIN | opcode
    if size <= _SHORT_MAX:
        return struct.pack("!BB", first, _MASKED | size) + _MASK + payload
    if size <= _MEDIUM_MAX:
        return struct.pack("!BBH", first, _MASKED | 126, size) + _MASK + payload
    return struct.pack("!BBQ", first, _MASKED | 127, size) + _MASK + payload


def head(data: bytes | bytearray | memoryview, at: int, end: int) -> tuple[int, int, int] | None:
    """`(opcode, where the payload starts, its size)` of the frame at `at`; None while its head is not whole.

    Raises:
        Broken: a fragment, a compressed or a masked frame: the hub sends none of these to a client that asked for none.
    """
    if end - at < 2:  # noqa: PLR2004  the least a head has
        return None
    first, size = data[at], data[at + 1]
    if first & 0xF0 != _FIN or size & _MASKED:
        raise Broken(f"a frame that begins with {first:#x} {size:#x}")
    if size <= _SHORT_MAX:
        return first & 0x0F, at + 2, size
    width = 2 if size == _SHORT_MAX + 1 else 8
    if end - at < 2 + width:
        return None
    return first & 0x0F, at + 2 + width, int.from_bytes(data[at + 2 : at + 2 + width])


def split(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The whole frames at the start of `data`, as `(opcode, payload)`, and what is left.

    Raises:
        Broken: as `head`.
    """
    frames: list[tuple[int, bytes]] = []
    at, end = 0, len(data)
    while (found := head(data, at, end)) is not None:
        opcode, start, size = found
        if start + size > end:
            break
        frames.append((opcode, data[start : start + size]))
        at = start + size
    return frames, data[at:]
