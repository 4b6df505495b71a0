"""Programs end, and their pipes are closed, whatever they do."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

import pytest

from api.files.program import ending, feed


async def started(code: str) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdin=PIPE, stdout=PIPE)


async def much() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield bytes(100_000)


async def test_a_program_reads_what_it_is_fed() -> None:
    async with ending(await started("import sys; print(len(sys.stdin.buffer.read()))")) as program:
        await feed(program, much())
        assert program.stdout is not None
        assert await program.stdout.read() == b"10000000\n"
        assert await program.wait() == 0


async def test_a_program_that_reads_nothing_is_not_waited_for() -> None:
    async with ending(await started("import sys; sys.stdin.close(); sys.exit(3)")) as program:
        await feed(program, much())
        assert await program.wait() == 3


@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "while True: print('x' * 1000)"])
async def test_a_program_ends_with_its_context(code: str) -> None:
    program = await started(code)
    with pytest.raises(ValueError, match="gone"):
        async with ending(program):
            raise ValueError("gone")
    assert program.returncode == -9
