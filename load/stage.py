"""The hub under test, in processes of its own: started, broken on request, and ended with us."""

import asyncio
import os
import secrets
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from load.bots.bot import Address

PYTHON = sys.executable
SECRET_BYTES = 32
#: How long the whole of it may take to start, and to end.
START_S_MAX, END_S_MAX = 90.0, 30.0
#: Gives a directory in which a hub has been and ended: who starts many begins each with a copy of its database.
READY_MADE: Callable[[], Path] | None = None


class NotStaged(Exception):  # noqa: N818  one line for the person at the terminal
    """The hub did not start, or did not do what it was asked."""


class Facts(Struct, frozen=True):
    """What `python -m embedded up --json` says of itself."""

    url: str
    database_url: str
    pids: dict[str, Any]

    @property
    def workers(self) -> list[int]:
        """The processes that serve, oldest first."""
        return list(self.pids["workers"])


class Stage:
    """A running hub. `secret` signs the grants that it takes."""

    def __init__(self, process: Process, facts: Facts, secret: str) -> None:
        self.facts = facts
        self.secret = secret
        self._process = process

    @property
    def address(self) -> Address:
        """Where clients connect."""
        parts = urlsplit(self.facts.url)
        assert parts.hostname is not None
        assert parts.port is not None
        return Address(parts.hostname, parts.port)

    async def order(self, order: str) -> Facts:
        """Break or mend something, in the words of `embedded.control`; where everything is then.

        Raises:
            NotStaged: it could not be done.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(order.encode() + b"\n")
        self.facts = await _answer(self._process)
        return self.facts

    async def grants(self, rooms: Sequence[str], role: str, count: int, name: str = "Guest") -> list[str]:
        """Grants for so many new people.

        Raises:
            NotStaged: the hub's command line mints none.
        """
        return await grants(self.secret, rooms, role, count, name)


async def grants(secret: str, rooms: Sequence[str], role: str, count: int, name: str) -> list[str]:
    """Grants as `hub grant` prints them, signed with this secret.

    Raises:
        NotStaged: it prints none.
    """
    command = ("grant", *rooms, "--role", role, "--count", str(count), "--name", name)
    environ = {**_environ({}), "HUB_GRANT_SECRET": secret}
    minting = await asyncio.create_subprocess_exec(PYTHON, "-m", "api.cli", *command, stdout=PIPE, env=environ)
    printed, _ = await minting.communicate()
    tokens = printed.decode().split()
    if len(tokens) != count:
        raise NotStaged(f"`hub {' '.join(command)}` printed {len(tokens)} grants")
    return tokens


@asynccontextmanager
async def stage(
    directory: Path, workers: int, *, rooms: Sequence[str] = (), settings: Mapping[str, str] | None = None
) -> AsyncGenerator[Stage]:
    """A hub of its own in a directory, with `rooms` beside those of the demo and `settings` as `HUB_...`.

    Raises:
        NotStaged: it did not start.
    """
    await asyncio.to_thread(begin, directory)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    options = ("--json", "--workers", str(workers), "--dir", str(directory), "--port", "0")
    more = [part for room in rooms for part in ("--room", room)]
    process = await asyncio.create_subprocess_exec(
        PYTHON,
        *("-m", "embedded", "up", *options, *more),
        stdin=PIPE,
        stdout=PIPE,
        env={**_environ(settings or {}), "HUB_GRANT_SECRET": secret},
        # Ctrl-C is for us; what we started ends when its stdin does.
        start_new_session=True,
    )
    try:
        yield Stage(process, await _answer(process), secret)
    finally:
        await _end(process)


def begin(directory: Path) -> None:
    """Put a ready-made database there, where there is one and nothing else yet."""
    data = Path("postgres") / "data"
    if READY_MADE is None or (directory / data).exists():
        return
    made = READY_MADE()
    (directory / data).parent.mkdir(parents=True, exist_ok=True)
    # With its owner, whom Postgres runs as.
    subprocess.run(["cp", "-a", str(made / data), str(directory / data)], check=True)  # noqa: S603, S607  our own paths


#: Settings of the operator's hub: the one under test is its own, because it is going to be broken. And what would have
#: every line of it traced: it is there to be measured, or to be quick.
NOT_OURS = ("HUB_", "COVERAGE_")


def _environ(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)} | dict(settings)


async def _answer(process: Process) -> Facts:
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_S_MAX):
            line = await process.stdout.readline()
    except TimeoutError:
        raise NotStaged(f"the hub did not answer within {START_S_MAX:.0f} s") from None
    try:
        return msgspec.json.decode(line, type=Facts)
    except msgspec.MsgspecError:
        raise NotStaged(line.decode().strip() or "the hub did not start") from None


async def _end(process: Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(END_S_MAX):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
