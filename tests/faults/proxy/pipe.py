"""One direction of one proxied connection: reads, lets time pass as the toxics say, writes."""

import asyncio
import random
import socket
import struct
import time
from collections import deque
from collections.abc import Iterable

from tests.faults.proxy.toxics import CLEAN, Link, Toxics

CHUNK_BYTES = 1 << 16
#: What is on its way at most; beyond it the sender has to wait, as for a full pipe.
HELD_BYTES_MAX = 1 << 22
#: A bandwidth is kept in pieces of this long, so that it flows.
PIECE_S = 0.02
_NO_LINGER = struct.pack("ii", 1, 0)


class Reset(Exception):  # noqa: N818  what happens to the connection
    """Both ends are to be reset."""


class Way:
    """A direction of a proxy, for all its connections: assign `toxics` at any time. `bytes` counts what arrived."""

    def __init__(self) -> None:
        self.bytes = 0
        self._toxics = CLEAN
        self._changed = asyncio.Event()

    @property
    def toxics(self) -> Toxics:
        """What holds now."""
        return self._toxics

    @toxics.setter
    def toxics(self, toxics: Toxics) -> None:
        self._toxics = toxics
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self) -> None:
        """Wait for other toxics."""
        await self._changed.wait()

    async def up(self) -> None:
        """Wait while the link holds bytes back."""
        while self._toxics.link is Link.HELD:
            await self.changed()


class Pipe:
    """Carries bytes from `reader` to `writer`, as `way` says, which may be another one at any time."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way, rng: random.Random
    ) -> None:
        self._reader = reader
        self._writer = writer
        self.way = way
        self._rng = rng
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._held_bytes = 0
        self._moved = asyncio.Event()
        self._due_s = 0.0
        self._free_s = 0.0
        self._obeyed = way.toxics
        self._passed = 0
        self._broken = False

    async def run(self) -> None:
        """Carry everything up to the end of the stream, and the end itself; when that is lost, wait for ever.

        Raises:
            Reset: a toxic says so, or one of the ends was reset.
        """
        reading = asyncio.create_task(self._read())
        try:
            await self._write()
        except OSError as error:
            await self._unless_lost()
            raise Reset from error
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def _read(self) -> None:
        """Note when each chunk came; the end of the stream is an empty one."""
        data = b"-"
        while data:
            while self._held_bytes > HELD_BYTES_MAX:
                await self._wait_moved()
            try:
                data = await self._reader.read(CHUNK_BYTES)
            except OSError:
                data, self._broken = b"", True
            self._held_bytes += len(data)
            self._waiting.append((time.monotonic(), data))
            self._moved.set()

    async def _write(self) -> None:
        while True:
            while not self._waiting:
                await self._wait_moved()
            came_s, data = self._waiting[0]
            await self._due(came_s)
            await self.way.up()
            self._waiting.popleft()
            self._held_bytes -= len(data)
            self._moved.set()
            if not data:
                await self._unless_lost()
                if self._broken or self._writer.transport.is_closing():
                    raise Reset
                self._writer.write_eof()
                return
            await self._deliver(data)

    async def _wait_moved(self) -> None:
        self._moved.clear()
        await self._moved.wait()

    async def _unless_lost(self) -> None:
        """Nobody hears of the end while the link is dead."""
        while self.way.toxics.link is not Link.UP:
            await self.way.changed()

    async def _due(self, came_s: float) -> None:
        """Wait until the chunk may go on; one never overtakes the one before it."""
        toxics = self.way.toxics
        late_s = toxics.latency_s + self._rng.uniform(0, toxics.jitter_s)
        self._due_s = max(self._due_s, came_s + late_s) if late_s else 0.0
        pause_s = self._due_s - time.monotonic()
        if pause_s > 0:
            await asyncio.sleep(pause_s)

    async def _deliver(self, data: bytes) -> None:
        at = 0
        while at < len(data):
            toxics = self._obey()
            if toxics.link is Link.LOST:
                return
            piece = data[at : at + self._piece_bytes(toxics)]
            if toxics.reset_after_bytes is not None and self._passed + len(piece) > toxics.reset_after_bytes:
                await self._send(piece[: toxics.reset_after_bytes - self._passed])
                raise Reset
            await self._send(piece)
            at += len(piece)
            await self._rest(toxics, len(piece))

    def _obey(self) -> Toxics:
        """The toxics of this moment; what passed is counted from where they were set."""
        if self._obeyed is not self.way.toxics:
            self._obeyed, self._passed, self._free_s = self.way.toxics, 0, 0.0
        return self._obeyed

    def _piece_bytes(self, toxics: Toxics) -> int:
        sizes = [CHUNK_BYTES]
        if toxics.slice_bytes is not None:
            sizes.append(self._rng.randint(1, toxics.slice_bytes))
        if toxics.bytes_per_s is not None:
            sizes.append(max(1, int(toxics.bytes_per_s * PIECE_S)))
        return min(sizes)

    async def _send(self, piece: bytes) -> None:
        self._writer.write(piece)
        await self._writer.drain()
        self._passed += len(piece)
        self.way.bytes += len(piece)

    async def _rest(self, toxics: Toxics, size: int) -> None:
        """What a piece costs in time."""
        if toxics.slice_bytes is not None and toxics.slice_pause_s:
            await asyncio.sleep(toxics.slice_pause_s)
        if toxics.bytes_per_s is not None:
            now_s = time.monotonic()
            self._free_s = max(self._free_s, now_s) + size / toxics.bytes_per_s
            await asyncio.sleep(self._free_s - now_s)


def reset(writers: Iterable[asyncio.StreamWriter]) -> None:
    """Close at once, with RST where the socket is one of TCP."""
    for writer in writers:
        end = writer.get_extra_info("socket")
        if end is not None and end.family != socket.AF_UNIX and not writer.transport.is_closing():
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        writer.transport.abort()
