"""How many points a picture says it has: whoever shows it takes four bytes for each, however small the file is."""

from collections.abc import Awaitable, Callable
from struct import unpack_from
from typing import TypeAlias

from api.files.kinds import JPEG, PNG, WEBP, Kind

#: Bytes of a file from one place to before another.
Read: TypeAlias = Callable[[int, int], Awaitable[bytes]]
#: A picture with more is no picture: shown, it would take a gigabyte. The largest of telephones have 200 millions.
POINTS_MAX = 250_000_000
#: A JPEG says its size behind whatever its camera wrote; a part has 64 KiB at most.
PARTS_MAX = 1_000
#: Enough for where each kind says it.
_HEAD_BYTES = 30
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
#: They say a size: all kinds of frames, but not tables (C4, CC) and what nobody has ever written (C8).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


async def modest(kind: Kind, size: int, read: Read) -> bool:
    """Whether a file of this kind, `size` bytes long, can be shown: it is no picture, or one of a size that fits."""
    if not kind.shown:
        return True
    return 0 < await _COUNTS[kind.type](size, read) <= POINTS_MAX


async def _of_png(size: int, read: Read) -> int:
    head = await read(0, min(size, _HEAD_BYTES))
    if len(head) < _HEAD_BYTES or head[12:16] != b"IHDR":
        return 0
    width, height = unpack_from(">II", head, 16)
    return width * height


async def _of_webp(size: int, read: Read) -> int:
    head = await read(0, min(size, _HEAD_BYTES))
    if len(head) < _HEAD_BYTES:
        return 0
    if head[12:16] == b"VP8X":
        return (1 + int.from_bytes(head[24:27], "little")) * (1 + int.from_bytes(head[27:30], "little"))
    if head[12:16] == b"VP8L" and head[20] == 0x2F:  # noqa: PLR2004  its sign
        sizes = int.from_bytes(head[21:25], "little")
        return (1 + (sizes & 0x3FFF)) * (1 + (sizes >> 14 & 0x3FFF))
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = unpack_from("<HH", head, 26)
        return (width & 0x3FFF) * (height & 0x3FFF)
    return 0


async def _of_jpeg(size: int, read: Read) -> int:
    """What its first frame says; 0 when there is none before the picture itself."""
    at = 2
    for _ in range(PARTS_MAX):
        part = await read(at, min(at + 9, size)) if at < size else b""
        if len(part) < 9 or part[0] != 0xFF:  # noqa: PLR2004  every part begins so
            return 0
        mark = part[1]
        if mark == 0xFF:  # noqa: PLR2004  one may be put before a part
            at += 1
        elif mark in _FRAMES:
            height, width = unpack_from(">HH", part, 5)
            return width * height
        elif mark in {_START, _END, _SCAN}:
            return 0
        else:
            at += 2 + max(2, *unpack_from(">H", part, 2))
    return 0


_COUNTS = {PNG.type: _of_png, JPEG.type: _of_jpeg, WEBP.type: _of_webp}
