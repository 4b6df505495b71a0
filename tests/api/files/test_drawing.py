"""Pages drawn by a program: kept, bounded, and harmless when the PDF is not."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.files import drawing
from api.files.drawing import drawn, page_of
from api.files.filing import Filing
from hub.rooms.ports import Unavailable
from persistence.store import FileStore
from tests.api.files.sending import a_pdf


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 100):
        yield data[at : at + 100]


@pytest.fixture
def filing(tmp_path: Path) -> Filing:
    return Filing(FileStore(str(tmp_path / "files")), "", 1, 1)


async def test_a_page_is_drawn_once_and_kept(filing: Filing) -> None:
    await filing.store.put("o/f/data", a_pdf())
    first = await page_of(filing, "o/f/data", 1, "o/f/page1.png")
    assert first.startswith(b"\x89PNG")
    assert await filing.store.whole("o/f/page1.png") == first
    await filing.store.delete(["o/f/data"])
    assert await page_of(filing, "o/f/data", 1, "o/f/page1.png") == first


async def test_that_a_page_cannot_be_drawn_is_kept_too(filing: Filing) -> None:
    await filing.store.put("o/f/data", b"%PDF-1.4 and nothing more")
    assert await page_of(filing, "o/f/data", 1, "o/f/page1.png") == b""
    assert await filing.store.whole("o/f/page1.png") == b""


async def test_one_page_is_drawn_at_a_time(filing: Filing) -> None:
    await filing.store.put("o/f/data", a_pdf(pages=2))
    async with filing.drawing:
        waiting = asyncio.create_task(page_of(filing, "o/f/data", 2, "o/f/page2.png"))
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
    assert (await waiting).startswith(b"\x89PNG")


async def test_a_store_that_goes_away_meanwhile_ends_the_program() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"%PDF-1.4"
        raise Unavailable("away")

    with pytest.raises(Unavailable):
        await drawn(broken(), 1)


def instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Another program in its place."""
    program = tmp_path / "program.py"
    program.write_text(code)
    monkeypatch.setattr(drawing, "PROGRAM", program)


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.abort()",
        "import sys; sys.stdin.close(); sys.exit(9)",
        "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 20))",
    ],
)
async def test_a_program_that_breaks_is_no_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    instead(monkeypatch, tmp_path, code)
    monkeypatch.setattr(drawing, "PICTURE_BYTES_MAX", 4 << 20)
    assert await drawn(pieces(bytes(300_000)), 1) == b""


async def test_a_program_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended = tmp_path / "pid"
    instead(
        monkeypatch, tmp_path, f"import os, time; open({str(ended)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    )
    monkeypatch.setattr(drawing, "DRAWING_S_MAX", 1.0)
    assert await drawn(pieces(b""), 1) == b""
    assert not Path(f"/proc/{ended.read_text()}").exists()
    assert sys.executable
