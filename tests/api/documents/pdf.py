"""Looks into a PDF: its text, and its pages as pictures in `test-artifacts/documents`."""

import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]

ARTEFACTS = Path(__file__).resolve().parents[3] / "test-artifacts" / "documents"
#: Pixels for each point: 110 to the inch.
SCALE = 1.53
#: Of a PNG's colours, by the bytes of a pixel.
COLOURS = {1: 0, 3: 2, 4: 6}


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = _open(pdf)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def words(pdf: bytes) -> str:
    """All of its text, with one blank wherever a line ends or there are several."""
    return squeezed(" ".join(pages(pdf)))


def squeezed(text: str) -> str:
    """A text as `words` has it."""
    return re.sub(r"\s+", " ", text).strip()


def unbroken(text: str) -> str:
    """A text without any blanks: where a line was broken in a long word there is one."""
    return re.sub(r"\s+", "", text)


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """The sizes of its pages in points."""
    document = _open(pdf)
    found = (document[number].get_size() for number in range(len(document)))
    return {(round(width), round(height)) for width, height in found}


def picture(pdf: bytes, name: str) -> list[Path]:
    """Write each page as a PNG to be looked at."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    document = _open(pdf)
    files: list[Path] = []
    for number in range(len(document)):
        file = ARTEFACTS / f"{name}-{number + 1}.png"
        file.write_bytes(_png(document[number]))
        files.append(file)
    return files


def ink(pdf: bytes) -> list[float]:
    """How much of each page is not white, from 0 to 1."""
    document = _open(pdf)
    found: list[float] = []
    for number in range(len(document)):
        bitmap = document[number].render(scale=0.5, grayscale=True)
        dots = bytes(bitmap.buffer)
        found.append(sum(dot < 250 for dot in dots) / len(dots))
    return found


def _open(pdf: bytes) -> Any:
    """Its types are not said."""
    return pypdfium2.PdfDocument(pdf)


def _png(page: Any) -> bytes:
    bitmap = page.render(scale=SCALE, rev_byteorder=True)
    dots, width = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    lines = b"".join(b"\0" + dots[at : at + width] for at in range(0, bitmap.height * bitmap.stride, bitmap.stride))
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, COLOURS[bitmap.n_channels], 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(lines)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
