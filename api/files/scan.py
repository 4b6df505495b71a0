"""Asks a virus scanner about a file: clamd over TCP (`tcp://127.0.0.1:3310`), or a program that reads its input.

Such a program says by its code: 0 nothing was found, 1 something was; anything else is a fault of its own. Source: the
INSTREAM command in clamd(8), the codes of clamscan(1).
"""

import asyncio
import shlex
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from api.files.program import ending, feed
from hub.errors import Rejected

SCAN_S_MAX = 120.0
CONNECT_S_MAX = 3.0
_ANSWER_BYTES_MAX = 1_000
_CLEAN, _FOUND = 0, 1


async def scan(scanner: str, data: AsyncIterator[bytes]) -> None:
    """Have a scanner look at this; an empty `scanner` is none.

    Raises:
        Rejected: `file.infected`; or `file.unscanned`, it did not answer.
    """
    if not scanner:
        return
    asks = _daemon if scanner.startswith("tcp://") else _program
    try:
        async with asyncio.timeout(SCAN_S_MAX):
            infected = await asks(scanner, data)
    except OSError:  # a timeout is one too
        raise Rejected("file.unscanned") from None
    if infected:
        raise Rejected("file.infected")


async def _daemon(scanner: str, data: AsyncIterator[bytes]) -> bool:
    where = urlsplit(scanner)
    async with asyncio.timeout(CONNECT_S_MAX):
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        writer.write(b"zINSTREAM\0")
        async for piece in data:
            writer.write(len(piece).to_bytes(4, "big") + piece)
            await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
        answer = await reader.read(_ANSWER_BYTES_MAX)
    finally:
        writer.close()
    answer = answer.strip(b"\0\n ")
    if answer.endswith(b" FOUND"):
        return True
    if not answer.endswith(b": OK"):
        raise Rejected("file.unscanned")
    return False


async def _program(scanner: str, data: AsyncIterator[bytes]) -> bool:
    command = shlex.split(scanner)
    started = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)
    async with ending(started) as program:
        await feed(program, data)
        code = await program.wait()
    if code not in {_CLEAN, _FOUND}:
        raise Rejected("file.unscanned")
    return code == _FOUND
