"""One payload as one complete WebSocket frame (RFC 6455, section 5.2) that serves every socket alike."""

import struct
import zlib

from hub.rooms.ports import Framer

_FIN = 0x80
_RSV1 = 0x40  # compressed, RFC 7692 section 6
_TEXT, _BINARY = 0x1, 0x2
_SHORT_MAX, _MEDIUM_MAX = 125, 0xFFFF
#: Below this, compressing costs more than it saves.
DEFLATE_BYTES_MIN = 256
_SYNC_TAIL = b"\x00\x00\xff\xff"


def frame(payload: bytes, *, binary: bool, deflate: bool) -> bytes:
    """The unmasked frame of a whole message, compressed without context when `deflate` and worth it."""
    first = _FIN | (_BINARY if binary else _TEXT)
    if deflate and len(payload) >= DEFLATE_BYTES_MIN:
        first |= _RSV1
        squeeze = zlib.compressobj(level=1, wbits=-15)
        payload = (squeeze.compress(payload) + squeeze.flush(zlib.Z_SYNC_FLUSH)).removesuffix(_SYNC_TAIL)
    size = len(payload)
    if size <= _SHORT_MAX:
        return struct.pack("!BB", first, size) + payload
    if size <= _MEDIUM_MAX:
        return struct.pack("!BBH", first, 126, size) + payload
    return struct.pack("!BBQ", first, 127, size) + payload


FRAMER: Framer = frame


def is_text(data: bytes) -> bool:
    """Whether it is UTF-8, as every text message has to be."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
