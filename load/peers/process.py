"""A server in a process of its own: started, asked for its port, ended with us."""

import asyncio
import os
import signal
import socket
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from load.bots.bot import Address
from load.peers.peer import NotServed

START_S_MAX, END_S_MAX = 30.0, 5.0
POLL_S = 0.02
LOCALHOST = "127.0.0.1"
#: How much of what a server said before it died is quoted.
_QUOTED_CHARS = 300


class _Said(Struct):
    port: int


@asynccontextmanager
async def started(
    argv: Sequence[str | Path], directory: Path, environ: Mapping[str, str] | None = None
) -> AsyncGenerator[Process]:
    """A process whose stderr goes to `log` in the directory."""
    with written(directory / "log", b"").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *map(str, argv),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=log,
            cwd=directory,
            env={**os.environ, **(environ or {})},
            # Ctrl-C is for us; we end it.
            start_new_session=True,
        )
    try:
        yield process
    finally:
        await _end(process)


async def announced(process: Process, directory: Path) -> Address:
    """Where a server of ours listens, which is the first thing it prints: `{"port":N}`.

    Raises:
        NotServed: it ended, or said something else, or nothing in time.
    """
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_S_MAX):
            line = await process.stdout.readline()
        return Address(LOCALHOST, msgspec.json.decode(line, type=_Said).port)
    except (TimeoutError, msgspec.MsgspecError):
        raise NotServed(_last_words(directory)) from None


async def listening(process: Process, port: int, directory: Path) -> Address:
    """The same for a server that was told its port: wait until somebody answers there.

    Raises:
        NotServed: it ended, or nobody answered in time.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(START_S_MAX):
            while process.returncode is None:
                try:
                    _, writer = await asyncio.open_connection(LOCALHOST, port)
                except OSError:
                    await asyncio.sleep(POLL_S)
                    continue
                writer.close()
                return Address(LOCALHOST, port)
    raise NotServed(_last_words(directory))


def written(path: Path, data: bytes) -> Path:
    """Write a file, with the folders it is in; where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def free_port() -> int:
    """A port that nobody had a moment ago, for a server that cannot choose one itself."""
    with socket.socket() as found:
        found.bind((LOCALHOST, 0))
        port: int = found.getsockname()[1]
        return port


def _last_words(directory: Path) -> str:
    log = directory / "log"
    said = " ".join(log.read_text(errors="replace").split())[-_QUOTED_CHARS:] if log.exists() else ""
    return f"it did not start: {said}" if said else "it did not start, and did not say why"


async def _end(process: Process) -> None:
    # It leads a group, with whatever it started.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(END_S_MAX):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
