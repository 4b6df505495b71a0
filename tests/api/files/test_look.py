"""Looking at what has arrived."""

import zipfile
from contextlib import suppress
from struct import pack_into, unpack_from

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.files.kinds import CSV, DOCX, ODT, PDF, ZIP, Kind
from api.files.look import LIST_BYTES_MAX, look
from hub.errors import Rejected
from tests.api.files.sending import a_pdf, a_zip

WORD = a_zip({"[Content_Types].xml": b"x", "word/document.xml": b"y"}, zipfile.ZIP_DEFLATED)
WRITER = a_zip({"mimetype": ODT.type.encode(), "content.xml": b"x"})


async def looked(name: str, data: bytes) -> Kind:
    async def read(start: int, end: int) -> bytes:
        assert 0 <= start <= end <= len(data)
        return data[start:end]

    return await look(name, len(data), read)


async def refused(name: str, data: bytes) -> str:
    with pytest.raises(Rejected) as refusal:
        await looked(name, data)
    refusal.value.say()
    return refusal.value.code


def broken(at: int, data: bytes, form: str = "<H", value: int = 65_535) -> bytes:
    """The end of an archive with another number in it."""
    end = data.rindex(b"PK\x05\x06")
    changed = bytearray(data)
    pack_into(form, changed, end + at, value)
    return bytes(changed)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("plot.pdf", a_pdf(), PDF),
        ("rider.docx", WORD, DOCX),
        ("rider.odt", WRITER, ODT),
        ("pack.zip", a_zip({"a": b"b"}), ZIP),
        ("list.csv", b"1,Kick\n", CSV),
        ("pack.zip", a_zip({"mimetype": b"x"}, zipfile.ZIP_DEFLATED), ZIP),
    ],
)
async def test_a_file_is_what_its_bytes_are(name: str, data: bytes, kind: Kind) -> None:
    assert await looked(name, data) is kind


async def test_a_name_that_says_otherwise_is_refused() -> None:
    assert await refused("plot.png", a_pdf()) == "file.misnamed"
    assert await refused("rider.zip", WORD) == "file.misnamed"


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        WORD[:-30],
        WORD[:100],
        b"PK\x03\x04",
        broken(10, WORD),
        broken(10, WORD, value=0),
        broken(12, WORD, "<I", LIST_BYTES_MAX + 1),
        broken(16, WORD, "<I", len(WORD)),
        broken(16, WORD, "<I", 3),
        broken(10, WORD, value=unpack_from("<H", WORD, WORD.rindex(b"PK\x05\x06") + 10)[0] + 1),
        a_zip({"[Content_Types].xml": b"x", "word/document.xml": b"y", "word/vbaProject.bin": b"z"}),
    ],
)
async def test_what_is_none_that_is_kept_is_refused(data: bytes) -> None:
    assert await refused("rider.docx", data) == "file.type"


@given(place=st.integers(0, len(WORD) - 1), byte=st.integers(0, 255))
async def test_an_archive_with_one_wrong_byte_is_no_fault(place: int, byte: int) -> None:
    data = bytearray(WORD)
    data[place] = byte
    with suppress(Rejected):
        await looked("rider.docx", bytes(data))
