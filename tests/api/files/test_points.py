"""Pictures that are larger than they look."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.files.kinds import JPEG, KINDS, PDF, PNG, WEBP, Kind
from api.files.points import PARTS_MAX, modest
from tests.api.files.sending import a_jpeg, a_png, a_webp, an_app_part

SIDE = 15_811  # its square is just below the limit


async def fits(kind: Kind, data: bytes) -> bool:
    async def read(start: int, end: int) -> bytes:
        assert 0 <= start <= end <= len(data)
        return data[start:end]

    return await modest(kind, len(data), read)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (PNG, a_png()),
        (PNG, a_png(SIDE, SIDE)),
        (JPEG, a_jpeg()),
        (JPEG, a_jpeg(SIDE, SIDE)),
        (JPEG, a_jpeg(40, 30, frame=0xC2, before=an_app_part() * 40)),
        (JPEG, a_jpeg(40, 30, before=b"\xff" * 5)),
        (WEBP, a_webp(b"VP8 ", 40, 30)),
        (WEBP, a_webp(b"VP8L", 16_000, 15_000)),
        (WEBP, a_webp(b"VP8X", SIDE, SIDE)),
        (PDF, b"%PDF-"),
    ],
)
async def test_a_picture_of_any_size_that_fits_is_one(kind: Kind, data: bytes) -> None:
    assert await fits(kind, data)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (PNG, a_png(0, 1)),
        (PNG, a_png(20_000, 20_000)),
        (PNG, b"\x89PNG\r\n\x1a\n" + bytes(3)),
        (PNG, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDX" + bytes(30)),
        (JPEG, a_jpeg(65_535, 65_535)),
        (JPEG, a_jpeg(0, 5)),
        (JPEG, a_jpeg(65_535, 65_535, before=an_app_part() * 40)),
        (JPEG, a_jpeg(before=an_app_part(2) * PARTS_MAX)),
        (JPEG, a_jpeg(before=b"\xff\xd9")),
        (JPEG, a_jpeg(before=b"\xff\xda\0\x02")),
        (JPEG, a_jpeg(before=b"\0")),
        (JPEG, b"\xff\xd8\xff\xe0\xff\xff"),
        (JPEG, b"\xff\xd8" + b"\xff\xe0\0\x20" + bytes(20)),
        (WEBP, a_webp(b"VP8L", 16_384, 16_384)),
        (WEBP, a_webp(b"VP8X", 2**24, 2**24)),
        (WEBP, a_webp(b"VP8 ", 16_383, 16_383)),
        (WEBP, a_webp(b"ALPH", 1, 1)),
        (WEBP, a_webp(b"VP8 ", 1, 1)[:25]),
        (WEBP, a_webp(b"VP8L", 1, 1).replace(b"\x2f", b"\x2e")),
        (WEBP, a_webp(b"VP8 ", 1, 1).replace(b"\x9d\x01\x2a", b"\x9d\x01\x2b")),
    ],
)
async def test_a_picture_that_would_take_a_gigabyte_or_does_not_say_is_none(kind: Kind, data: bytes) -> None:
    assert not await fits(kind, data)


@given(tail=st.binary(max_size=200), kind=st.sampled_from([PNG, JPEG, WEBP]))
async def test_whatever_comes_is_no_fault(tail: bytes, kind: Kind) -> None:
    heads = {PNG.type: b"\x89PNG\r\n\x1a\n", JPEG.type: b"\xff\xd8", WEBP.type: b"RIFF" + pack("<I", 30) + b"WEBPVP8X"}
    await fits(kind, heads[kind.type] + tail)


async def test_every_kind_that_is_shown_is_counted() -> None:
    for kind in KINDS.values():
        if kind.shown:
            assert not await fits(kind, b"")
