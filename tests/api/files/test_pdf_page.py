"""The program that draws a page: what it makes, and what it survives or dies of alone."""

import resource
import subprocess
import sys
import zlib
from pathlib import Path
from struct import unpack

import pytest

from api.files import pdf_page
from tests.api.files.sending import a_pdf

PROGRAM = Path(pdf_page.__file__)


def ran(pdf: bytes, page: int = 1, longest: int = 300) -> tuple[int, bytes]:
    """How the program ended, and what it wrote."""
    command = [sys.executable, "-I", str(PROGRAM), str(page), str(longest)]
    done = subprocess.run(command, input=pdf, capture_output=True, check=False, timeout=30)
    return done.returncode, done.stdout


def points_of(png: bytes) -> tuple[int, int, bytes]:
    """The width, height and rows of a picture."""
    width, height = unpack(">II", png[16:24])
    at, data = 8, b""
    while at < len(png):
        (length,) = unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return width, height, zlib.decompress(data)


def test_a_page_is_a_picture_with_its_words_in_ink() -> None:
    code, png = ran(a_pdf(pages=2), page=2)
    width, height, rows = points_of(png)
    assert (code, width, height) == (0, 200, 300)
    assert len(rows) == height * (3 * width + 1)
    assert rows.count(b"\0\0\0") > 50


def test_the_longer_side_has_so_many_points_whatever_the_page() -> None:
    code, png = ran(a_pdf(box="0 0 20000 100"))
    assert code == 0
    assert points_of(png)[:2] == (300, 2)


def test_a_page_that_is_not_there() -> None:
    assert ran(a_pdf(), page=2) == (pdf_page.NO_PAGE, b"")


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.4\n", a_pdf()[:200], b"\0" * 10_000])
def test_what_is_no_pdf_is_said(pdf: bytes) -> None:
    assert ran(pdf) == (pdf_page.NO_PDF, b"")


def bomb(points: int = 30_000) -> bytes:
    """A page with a picture that is small as a file and gigabytes as points."""
    rows = zlib.compressobj(9)
    first, block = (rows.compress(bytes(3_000_000)) + rows.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    data = first + block * (points * points // 1_000_000 - 1) + rows.flush()
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {points} /Height {points} /ColorSpace /DeviceRGB "
        f"/BitsPerComponent 8 /Filter /FlateDecode /Length {len(data)} >>\nstream\n"
    ).encode()
    drawn = b"q 200 0 0 300 0 0 cm /Im Do Q"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R "
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b"/Resources << /XObject << /Im 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        picture + data + b"\nendstream",
    ]
    made = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, each) for n, each in enumerate(objects, start=1))
    return made + b"trailer << /Size 6 /Root 1 0 R >>\n%%EOF\n"


def test_a_bomb_ends_the_program_or_a_blank_page_and_nothing_else() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code, png = ran(bomb())
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert code or len(png) < 1 << 20
    assert spent < pdf_page.CPU_S + 2


def test_a_program_gives_up_what_it_does_not_need() -> None:
    code = (
        "import sys, runpy; m = runpy.run_path(sys.argv[1]); m['confined']()\n"
        "import os\n"
        "tries = (lambda: bytearray(1 << 30), os.fork)\n"
        "for each in tries:\n"
        "    try: each()\n"
        "    except (MemoryError, OSError): print('no')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(PROGRAM)], capture_output=True, text=True, check=False)
    # Who is root may start as many processes as they like.
    assert done.stdout.count("no") >= 1


def test_a_picture_is_put_together_from_its_points() -> None:
    png = pdf_page.png(2, 1, 8, b"\xff\0\0\0\xff\0??")
    assert points_of(png) == (2, 1, b"\0\xff\0\0\0\xff\0")
    with pytest.raises(IndexError):
        pdf_page.drawn(a_pdf(), 2, 10)
    assert points_of(pdf_page.drawn(a_pdf(), 1, 30))[:2] == (20, 30)
