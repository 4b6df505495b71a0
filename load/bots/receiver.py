"""Sockets that only count: the heads of frames are parsed in place, everything else is skipped unread.

So a process takes in a million messages a second, and the hub is what is measured. Every frame of every socket is
checked for following the one before; that facts are what they should be, a few `Bot`s beside them check.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from hub.wire import JSON, Hello, Seen
from load.bots.bot import Address
from load.bots.framing import CLOSE, PING, PONG, TEXT, Handshake, answer, frame, handshake, head

#: One buffer for all sockets of the process: what was read is counted before the next read.
BUFFER_BYTES = 1 << 20
#: A frame's `after` and `upto` stand within so many bytes of its start.
SCAN_BYTES = 512
#: Handshakes at once.
DIALS_MAX = 100
_SWITCHING = 101
_FACTS = re.compile(rb'\{"t":"facts","room":"[^"]*","after":(\d+),"upto":(\d+),')
_WELCOME = re.compile(rb'\{"t":"welcome",')
_UPTO = re.compile(rb'"at":\d+,"upto":(\d+),')


@dataclass(slots=True)
class Tally:
    """What some receivers got together. `faults` are frames that did not follow, `lost` sockets that are gone."""

    deliveries: int = 0
    frames: int = 0
    bytes: int = 0
    faults: int = 0
    lost: int = 0


class Receiver(asyncio.BufferedProtocol):
    """One socket in one room. `welcomed` is set when it is in, or gone; `seen` is how far it is, -1 before that."""

    def __init__(self, asked: Handshake, hello: bytes, tally: Tally, buffer: memoryview) -> None:
        self.seen = -1
        self.welcomed = asyncio.Event()
        self._asked = asked
        self._hello = frame(hello, TEXT)
        self._tally = tally
        self._buffer = buffer
        self._rest = b""
        self._skip = 0
        self.open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._asked.request)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio names it
        """Gone."""
        self.open = False
        self._tally.lost += 1
        self.welcomed.set()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002  asyncio names it
        """Read behind what is left of the last read."""
        if not self._rest:
            return self._buffer
        self._buffer[: len(self._rest)] = self._rest
        return self._buffer[len(self._rest) :]

    def buffer_updated(self, nbytes: int) -> None:
        """Count what is there."""
        self._tally.bytes += nbytes
        at, end = 0, len(self._rest) + nbytes
        self._rest = b""
        if not self.open:
            at = self._upgraded(end)
        if self._skip:
            at = min(self._skip, end)
            self._skip -= at
        if self.open and at < end:
            self._count(at, end)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def _upgraded(self, end: int) -> int:
        data = bytes(self._buffer[:end])
        said = answer(data, self._asked)
        if said is None or said.status != _SWITCHING:
            self._rest = data if said is None else b""
            if said is not None:
                self.close()
            return end
        self.open = True
        self._write(self._hello)
        return end - len(said.rest)

    def _count(self, at: int, end: int) -> None:
        buffer = self._buffer
        while at < end:
            found = head(buffer, at, end)
            if found is None:
                break
            opcode, start, size = found
            whole = start + size
            if whole > end and end - start < SCAN_BYTES:
                break
            if opcode == TEXT:
                self._heard(start, min(whole, end))
            elif opcode == PING:
                self._write(frame(bytes(buffer[start:whole]), PONG))
            elif opcode == CLOSE:
                self.close()
                return
            if whole > end:
                self._skip = whole - end
                return
            at = whole
        self._rest = bytes(buffer[at:end])

    def _heard(self, start: int, end: int) -> None:
        self._tally.frames += 1
        facts = _FACTS.match(self._buffer, start, end)
        if facts is not None:
            after, upto = int(facts[1]), int(facts[2])
            if after != self.seen:
                self._tally.faults += 1
            self._tally.deliveries += upto - after
            self.seen = upto
        elif _WELCOME.match(self._buffer, start, end):
            upto_of = _UPTO.search(self._buffer, start, min(end, start + SCAN_BYTES))
            self.seen = int(upto_of[1]) if upto_of else -1
            self.welcomed.set()

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)


@asynccontextmanager
async def seated(address: Address, tokens: Sequence[str], room: str, tally: Tally) -> AsyncGenerator[list[Receiver]]:
    """A receiver per grant, all of them welcome in the room until the context ends.

    Raises:
        ConnectionError: the hub did not let all of them in.
    """
    buffer = memoryview(bytearray(BUFFER_BYTES))
    dialling = asyncio.Semaphore(DIALS_MAX)
    receivers: list[Receiver] = []

    async def one(token: str) -> None:
        asked = handshake(f"{address.host}:{address.port}", "/ws", address.origin, JSON.name)
        receiver = Receiver(asked, JSON.encode(Hello(token, (Seen(room),))), tally, buffer)
        receivers.append(receiver)
        async with dialling:
            await asyncio.get_running_loop().create_connection(lambda: receiver, address.host, address.port)
            await receiver.welcomed.wait()

    try:
        await asyncio.gather(*(one(token) for token in tokens))
        outside = sum(receiver.seen < 0 for receiver in receivers)
        if outside:
            raise ConnectionError(f"{outside} of {len(tokens)} receivers were not let into {room}")
        yield receivers
    finally:
        for receiver in receivers:
            receiver.close()
