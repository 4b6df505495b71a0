"""A proxy between somebody and a service that does to the connections what a bad network would. Linux and macOS."""

import asyncio
import random
import socket
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from tests.faults.proxy.pipe import Pipe, Way, reset
from tests.faults.proxy.toxics import CLEAN, LOST, Toxics

BACKLOG = 1024
#: Another loopback address than the clients', so that their ports are free here. Elsewhere any port has to do.
OWN_ADDRESS = "127.0.0.2"

To: TypeAlias = tuple[str, int] | Path


class ChaosProxy:
    """Listens on a port of `host`, which the kernel picks, and connects each comer to `to`.

    `to` is an address, a Unix socket, or nowhere yet. `up` is the way from client to service, `down` the one back;
    assign their `toxics`. Everything left to chance comes from the seed and the number of the connection. Runs as a
    context; at its end everything is reset.
    """

    def __init__(self, to: To | None = None, *, seed: int = 0, host: str = "127.0.0.1") -> None:
        self.to = to
        self.up = Way()
        self.down = Way()
        self.accepted = 0
        self.host = host
        self.port = 0
        self._seed = seed
        self._place: socket.socket | None = None
        self._listener: socket.socket | None = None
        self._passages: dict[asyncio.Task[None], _Passage] = {}

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

    def cut(self, part: float = 1.0, rng: random.Random | None = None) -> int:
        """Reset every connection, or about that part of them, at both ends; how many those were."""
        chosen = [each for each in self._passages if rng is None or rng.random() < part]
        for passage in chosen:
            self._passages[passage].reset()
            passage.cancel()
        return len(chosen)

    def strand(self) -> int:
        """Every connection is dead from now on, and nobody is told; new ones are not. How many those were."""
        dead = Way()
        dead.toxics = LOST
        for passage in self._passages.values():
            for pipe in passage.pipes:
                pipe.way = dead
        return len(self._passages)

    def refuse(self) -> None:
        """Nobody new gets in: connecting is refused, as by a machine where nothing listens."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    async def admit(self) -> None:
        """Listen, on the port from before."""
        if self._listener is None:
            self._listener = _bound(self.host, self.port)
            self._listener.setblocking(False)  # noqa: FBT003  its only form
            self._listener.listen(BACKLOG)
            asyncio.get_running_loop().add_reader(self._listener, self._accept, self._listener)

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

    def _accept(self, listener: socket.socket) -> None:
        """Not by `asyncio.start_server`: one that closes in the same turn leaves who was accepted open for ever."""
        try:
            accepted, _ = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        accepted.setblocking(False)  # noqa: FBT003  its only form
        self.accepted += 1
        passage = _Passage(accepted)
        task = asyncio.create_task(self._carry(passage, self.accepted))
        self._passages[task] = passage
        task.add_done_callback(self._left)

    def _left(self, task: asyncio.Task[None]) -> None:
        passage = self._passages.pop(task)
        if not passage.ends:
            passage.accepted.close()

    async def _carry(self, passage: "_Passage", number: int) -> None:
        """One connection from its first byte to its last."""
        try:
            port: int = passage.accepted.getpeername()[1]
            reader, client = await asyncio.open_connection(sock=passage.accepted)
            passage.ends.append(client)
            answers, service = await self._connect(port)
            passage.ends.append(service)
            passage.pipes = [
                Pipe(reader, service, self.up, seeded(self._seed, number, "up")),
                Pipe(answers, client, self.down, seeded(self._seed, number, "down")),
            ]
            async with asyncio.TaskGroup() as ways:
                for pipe in passage.pipes:
                    ways.create_task(pipe.run())
            for each in passage.ends:
                each.close()
            # What is still to be sent over a dead link keeps an end open: it has to be here to be reset.
            for each in passage.ends:
                await each.wait_closed()
        except (OSError, ExceptionGroup):
            passage.reset()

    async def _connect(self, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """To the service, from the port number that the client has, so that one can tell whose connection is whose."""
        if self.to is None:
            raise ConnectionRefusedError
        if isinstance(self.to, Path):
            return await asyncio.open_unix_connection(str(self.to))
        try:
            return await asyncio.open_connection(*self.to, local_addr=(OWN_ADDRESS, port))
        except OSError:
            return await asyncio.open_connection(*self.to)


@dataclass
class _Passage:
    """A connection as it was accepted: the client's end, then the service's, and what carries between them."""

    accepted: socket.socket
    ends: list[asyncio.StreamWriter] = field(default_factory=list[asyncio.StreamWriter])
    pipes: list[Pipe] = field(default_factory=list[Pipe])

    def reset(self) -> None:
        """Both ends, as far as there are any."""
        reset(self.ends)


def seeded(seed: int, number: int, way: str) -> random.Random:
    """The chance of one direction of one connection."""
    return random.Random(f"{seed}/{number}/{way}")


def _bound(host: str, port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    return bound
