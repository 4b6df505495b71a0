"""A client without a library: whatever bytes it likes, and only as much reading as it likes."""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from tests.api.serving import ORIGIN, Served

TEXT, BINARY, CONT, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA
HANDSHAKE = (
    "GET {path} HTTP/1.1\r\nHost: hub.test\r\nOrigin: {origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: {form}\r\n\r\n"
)


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True) -> bytes:
    """A masked frame, as a client sends it."""
    mask = os.urandom(4)
    head = struct.pack("!B", opcode | (0x80 if fin else 0))
    if len(payload) < 126:
        head += struct.pack("!B", 0x80 | len(payload))
    elif len(payload) < 1 << 16:
        head += struct.pack("!BH", 0x80 | 126, len(payload))
    else:
        head += struct.pack("!BQ", 0x80 | 127, len(payload))
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


class Raw:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, *frames: bytes) -> None:
        """Write them in one piece."""
        self.writer.write(b"".join(frames))

    async def upgraded(self, *first: bytes, path: str = "/ws", form: str = "hub.v1.json") -> bytes:
        """Shake hands, and send these frames as soon as there is an answer; its status line."""
        self.send(HANDSHAKE.format(path=path, origin=ORIGIN, form=form).encode())
        async with asyncio.timeout(5):
            head = await self.reader.readuntil(b"\r\n\r\n")
        self.send(*first)
        return head.split(b"\r\n", 1)[0]

    async def frame(self) -> tuple[int, bytes]:
        """The next frame: its first byte and its payload."""
        async with asyncio.timeout(5):
            first, size = await self.reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first, await self.reader.readexactly(size)

    async def ended(self) -> bytes:
        """Everything up to the end of the connection."""
        async with asyncio.timeout(5):
            return await self.reader.read()


@asynccontextmanager
async def raw(hub: Served, *, buffer_bytes: int = 0) -> AsyncGenerator[Raw]:
    """A connection; `buffer_bytes`: so little that its machine takes in before it is read."""
    client = socket.socket()
    if buffer_bytes:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
    client.setblocking(False)  # noqa: FBT003  the signature of the standard library
    await asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", hub.port))
    reader, writer = await asyncio.open_connection(sock=client, limit=1 << 16)
    try:
        yield Raw(reader, writer)
    finally:
        writer.transport.abort()
