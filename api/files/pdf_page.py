"""Draws a page of a PDF: a program of its own, because a hostile PDF may break whatever reads it.

`python -I pdf_page.py <page> <points>` reads a PDF from its input and writes a PNG of one page, counted from 1, whose
longer side has so many points. It may take little time and memory, open no file and start nothing; beyond that the
kernel ends it, and nothing but it. Code 3: there is no such page; 4: this is no PDF that can be read.
"""

import resource
import sys
import zlib
from ctypes import string_at
from importlib import import_module
from struct import pack
from typing import Any

MEMORY_BYTES = 768 * 1024 * 1024
CPU_S = 10
NO_PAGE, NO_PDF = 3, 4


def confined() -> None:
    """Give up what drawing does not need."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))


def png(width: int, height: int, stride: int, points: bytes) -> bytes:
    """A picture from its points: rows of `stride` bytes, three for each point: red, green and blue."""
    rows = b"".join(b"\0" + points[at : at + 3 * width] for at in range(0, stride * height, stride))
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    framed = (pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def drawn(pdf: bytes, page: int, longest: int) -> bytes:
    """A page as PNG.

    Raises:
        IndexError: there is no such page.
        pypdfium2.PdfiumError: this is no PDF.
    """
    pdfium: Any = import_module("pypdfium2")  # within the limits; it has no types
    document = pdfium.PdfDocument(pdf)
    if page > len(document):
        raise IndexError
    leaf = document[page - 1]
    scale = longest / max(*leaf.get_size(), 1)
    bitmap = leaf.render(scale=scale, rev_byteorder=True, may_draw_forms=False, force_bitmap_format=2)
    size = bitmap.stride * bitmap.height
    return png(bitmap.width, bitmap.height, bitmap.stride, string_at(bitmap.buffer, size))


def main() -> int:
    """Draw what the command line says."""
    confined()
    page, longest = int(sys.argv[1]), int(sys.argv[2])
    pdf = sys.stdin.buffer.read()
    try:
        picture = drawn(pdf, page, longest)
    except IndexError:
        return NO_PAGE
    except (RuntimeError, ValueError, MemoryError):  # PdfiumError is a RuntimeError
        return NO_PDF
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
