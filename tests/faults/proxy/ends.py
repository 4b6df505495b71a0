"""Real sockets at both ends of a proxy: a service that notes what it hears, and plain clients."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.proxy.chaos import ChaosProxy

#: Longer than anything here may take; a test that waits so long has failed.
PATIENCE_S = 15.0


@dataclass
class Service:
    """Echoes. `heard` has everything, `pieces` the size of each read; `endings` and `ports` are of each connection."""

    heard: bytearray = field(default_factory=bytearray)
    pieces: list[int] = field(default_factory=list[int])
    endings: list[str] = field(default_factory=list[str])
    ports: list[int] = field(default_factory=list[int])
    open: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if peer := writer.get_extra_info("peername"):
            self.ports.append(peer[1])
        self.open += 1
        try:
            while data := await reader.read(1 << 16):
                self.heard += data
                self.pieces.append(len(data))
                writer.write(data)
            self.endings.append("end")
        except ConnectionResetError:
            self.endings.append("reset")
        finally:
            self.open -= 1
            writer.close()


@dataclass
class Client:
    """One connection to the proxy."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def hear(self, size: int) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            return await self.reader.readexactly(size)

    async def rest(self) -> bytes:
        """Everything up to the end of the stream. Raises `ConnectionResetError`."""
        async with asyncio.timeout(PATIENCE_S):
            return await self.reader.read()

    async def echo_s(self, data: bytes) -> float:
        """Say it and hear it back; how many seconds that took."""
        began = time.monotonic()
        await self.say(data)
        assert await self.hear(len(data)) == data
        return time.monotonic() - began

    async def silent_for(self, seconds: float) -> bool:
        """Whether nothing comes, not even an end, for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.reader.read(1)
        except TimeoutError:
            return True
        return False


@asynccontextmanager
async def a_service(path: Path | None = None) -> AsyncGenerator[tuple[Service, tuple[str, int] | Path]]:
    """A service on a port, or on a Unix socket."""
    service = Service()
    if path is not None:
        server = await asyncio.start_unix_server(service.talk, str(path))
    else:
        server = await asyncio.start_server(service.talk, "127.0.0.1", 0)
    try:
        yield service, path or ("127.0.0.1", server.sockets[0].getsockname()[1])
    finally:
        server.close()


@asynccontextmanager
async def a_client(proxy: ChaosProxy) -> AsyncGenerator[Client]:
    """Somebody connected to the proxy."""
    reader, writer = await asyncio.open_connection(proxy.host, proxy.port)
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()
