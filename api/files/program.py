"""Programs of their own, for what should not break a worker: fed with a stream, and ended whatever happens."""

from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress

_READ_BYTES = 65_536


async def feed(program: Process, data: AsyncIterator[bytes]) -> None:
    """Write all of this to its input, or as much as it takes."""
    assert program.stdin is not None
    with suppress(ConnectionError):  # it has seen enough
        async for part in data:
            program.stdin.write(part)
            await program.stdin.drain()
    await _shut(program)


@asynccontextmanager
async def ending(program: Process) -> AsyncGenerator[Process]:
    """A program that has ended, and whose pipes are closed, when the context does."""
    try:
        yield program
    finally:
        if program.returncode is None:
            with suppress(ProcessLookupError):  # it has ended just now
                program.kill()
        await _shut(program)
        while program.stdout is not None and await program.stdout.read(_READ_BYTES):
            pass
        await program.wait()


async def _shut(program: Process) -> None:
    assert program.stdin is not None
    program.stdin.close()
    with suppress(ConnectionError):
        await program.stdin.wait_closed()
