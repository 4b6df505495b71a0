"""Virus scanners, real ones in the way they talk: a daemon on a port, and programs."""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from api.files import scan as scanning
from api.files.scan import scan
from hub.errors import Rejected

VIRUS = b"X5O-like"
Answer = Callable[[bytes], bytes]


async def pieces(*data: bytes) -> AsyncIterator[bytes]:
    for each in data:
        yield each


def a_program(code: str) -> str:
    return f"{sys.executable} -c '{code}'"


READS = "import sys; sys.exit({})"
LOOKS = f'import sys; sys.exit(1 if b"{VIRUS.decode()}" in sys.stdin.buffer.read() else 0)'


@asynccontextmanager
async def clamd(answer: Answer) -> AsyncGenerator[str]:
    """A daemon that answers what was streamed to it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        data = b""
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            data += await reader.readexactly(length)
        writer.write(answer(data))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def as_clamd(data: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\0" if VIRUS in data else b"stream: OK\0"


async def refused(scanner: str, *data: bytes) -> str:
    with pytest.raises(Rejected) as refusal:
        await scan(scanner, pieces(*data))
    return refusal.value.code


async def test_nobody_looks_where_there_is_no_scanner() -> None:
    await scan("", pieces(VIRUS))


async def test_a_daemon_finds_what_is_in_several_pieces() -> None:
    async with clamd(as_clamd) as scanner:
        await scan(scanner, pieces(b"all", b"good"))
        assert await refused(scanner, VIRUS[:4], VIRUS[4:]) == "file.infected"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK maybe\0"])
async def test_a_daemon_that_does_not_say_that_it_is_good_did_not(answer: bytes) -> None:
    async with clamd(lambda _data: answer) as scanner:
        assert await refused(scanner, b"x") == "file.unscanned"


async def test_a_daemon_that_is_away_lets_nothing_through() -> None:
    async with clamd(as_clamd) as scanner:
        pass
    assert await refused(scanner, b"x") == "file.unscanned"


async def test_a_program_says_it_by_its_code() -> None:
    await scan(a_program(LOOKS), pieces(b"all", b"good"))
    assert await refused(a_program(LOOKS), b"a", VIRUS) == "file.infected"


@pytest.mark.parametrize("scanner", [a_program(READS.format(2)), "/nowhere/to/be/found"])
async def test_a_program_that_fails_lets_nothing_through(scanner: str) -> None:
    assert await refused(scanner, b"x") == "file.unscanned"


async def test_a_program_that_has_seen_enough_is_believed() -> None:
    assert await refused(a_program(READS.format(1)), *[bytes(1 << 20)] * 8) == "file.infected"


async def test_a_scanner_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "SCAN_S_MAX", 0.2)
    assert await refused(a_program("import time; time.sleep(60)"), b"x") == "file.unscanned"

    async def never(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(never, "127.0.0.1", 0) as server:
        assert await refused(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", b"x") == "file.unscanned"
