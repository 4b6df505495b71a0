"""A proxy between somebody and a service that does to the connections what a bad network would. Linux and macOS."""

import asyncio
import random
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.faults.proxy.pipe import Pipe, Way, reset
from tests.faults.proxy.toxics import CLEAN, Toxics

BACKLOG = 1024


class ChaosProxy:
    """Listens on a port of `host` (the kernel picks it) and connects each comer to `to`: an address, or a Unix socket.

    `up` is the way from client to service, `down` the one back; assign `up.toxics`. Everything left to chance comes
    from the seed and the number of the connection. Runs as a context; at its end everything is reset.
    """

    def __init__(self, to: tuple[str, int] | Path, *, seed: int = 0, host: str = "127.0.0.1") -> None:
        self.up = Way()
        self.down = Way()
        self.accepted = 0
        self.host = host
        self.port = 0
        self._to = to
        self._seed = seed
        self._place: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._passages: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}

    @property
    def open(self) -> int:
        """Connections that the proxy holds now."""
        return len(self._passages)

    def both(self, toxics: Toxics) -> None:
        """The same in both directions."""
        self.up.toxics = self.down.toxics = toxics

    def heal(self) -> None:
        """A clean network again; what was swallowed stays lost."""
        self.both(CLEAN)

    def cut(self) -> int:
        """Reset every connection, at both ends; how many those were."""
        for writers in self._passages.values():
            reset(writers)
        for passage in self._passages:
            passage.cancel()
        return len(self._passages)

    def refuse(self) -> None:
        """Nobody new gets in: connecting is refused, as by a machine where nothing listens."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def admit(self) -> None:
        """Listen, on the port from before."""
        if self._server is None:
            listener = _bound(self.host, self.port)
            listener.listen(BACKLOG)
            self._server = await asyncio.start_server(self._accepted, sock=listener)

    async def __aenter__(self) -> Self:
        # Holds the port, while it does not listen, against whoever asks for any.
        self._place = _bound(self.host, 0)
        self.port = self._place.getsockname()[1]
        await self.admit()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.refuse()
        passages = list(self._passages)
        self.cut()
        await asyncio.gather(*passages, return_exceptions=True)
        if self._place is not None:
            self._place.close()

    def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        writers = [writer]
        passage = asyncio.create_task(self._carry(reader, writers, self.accepted))
        self._passages[passage] = writers
        passage.add_done_callback(self._passages.pop)

    async def _carry(self, reader: asyncio.StreamReader, writers: list[asyncio.StreamWriter], number: int) -> None:
        """One connection from its first byte to its last."""
        client = writers[0]
        try:
            answers, service = await self._connect()
            writers.append(service)
            async with asyncio.TaskGroup() as ways:
                ways.create_task(Pipe(reader, service, self.up, seeded(self._seed, number, "up")).run())
                ways.create_task(Pipe(answers, client, self.down, seeded(self._seed, number, "down")).run())
            for each in writers:
                each.close()
        except (OSError, ExceptionGroup):
            reset(writers)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._to, Path):
            return await asyncio.open_unix_connection(str(self._to))
        return await asyncio.open_connection(*self._to)


def seeded(seed: int, number: int, way: str) -> random.Random:
    """The chance of one direction of one connection."""
    return random.Random(f"{seed}/{number}/{way}")


def _bound(host: str, port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound
