"""Pages of PDFs as pictures, drawn once by a program of its own that has little time and memory (`pdf_page`)."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import structlog

from api.files import pdf_page
from api.files.filing import Filing, with_space
from api.files.program import ending, feed
from persistence.store import Missing

PROGRAM = Path(pdf_page.__file__)
POINTS = 1_600
DRAWING_S_MAX = 20.0
PICTURE_BYTES_MAX = 16 * 1024 * 1024
_ENDED = -9
_log = structlog.get_logger()


async def page_of(filing: Filing, data: str, page: int, key: str) -> bytes:
    """A page of the PDF under the key `data` as PNG; empty when it cannot be drawn, which is kept under `key` too."""
    async with filing.drawing:
        with suppress(Missing):
            return await filing.store.whole(key)
        picture = await drawn(await filing.store.opened(data), page)
        with with_space():
            await filing.store.put(key, picture)
    return picture


async def drawn(pdf: AsyncIterator[bytes], page: int) -> bytes:
    """A page of a PDF as PNG; empty when the program says no or is ended."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(PROGRAM), str(page), str(POINTS), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}
    )
    async with ending(started) as program:
        try:
            async with asyncio.timeout(DRAWING_S_MAX):
                picture, code = await _fed(program, pdf), await program.wait()
        except TimeoutError:
            picture, code = b"", _ENDED
    if code not in {0, pdf_page.NO_PAGE}:
        _log.warning("a page was not drawn", code=code)
    return b"" if code else picture


async def _fed(program: Process, pdf: AsyncIterator[bytes]) -> bytes:
    """What it writes while it reads."""
    reading = asyncio.create_task(_read(program))
    try:
        await feed(program, pdf)
        return await reading
    finally:
        reading.cancel()  # one reads a pipe at a time
        await asyncio.gather(reading, return_exceptions=True)


async def _read(program: Process) -> bytes:
    """What it writes; one that writes without end is ended."""
    assert program.stdout is not None
    picture = bytearray()
    while part := await program.stdout.read(65_536):
        picture += part
        if len(picture) > PICTURE_BYTES_MAX:
            program.kill()
            return b""
    return bytes(picture)
