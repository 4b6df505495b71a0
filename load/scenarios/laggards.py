"""Phones that do not keep up: they stop reading, or hardly read, until they are told to go on."""

import asyncio
import random
import socket
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self, cast

from hub.wire import JSON
from load.bots.bot import DIAL_S_MAX, LOST, Address, Bot, Closed, Ears
from load.bots.client import Client
from load.bots.framing import Handshake, handshake
from load.bots.lean import LeanSocket
from load.bots.reading import Reader
from load.bots.waiting import until
from load.check.checker import Witness
from load.scenarios.sampler import Counts
from load.scenarios.speakers import witness

#: A small window and segments as on a phone's network: the kernel's buffers, sized by both, hide less from the hub.
BUFFER_BYTES, SEGMENT_BYTES = 4_096, 1_400
JOIN_S_MAX = 30.0
#: Every second one that lags reads once in this time what its kernel holds: far less than is said meanwhile.
SIP_EVERY_S = 2.0


class _Lazy(LeanSocket):
    """A socket that may stop reading."""

    def __init__(self, asked: Handshake, ears: Ears) -> None:
        super().__init__(asked, JSON.name, ears)
        self._wire: asyncio.Transport | None = None
        self._sips = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._wire = cast("asyncio.Transport", transport)
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Hear what was read; a sip is over with it."""
        if self._sips:
            self.read(on=False)
        super().data_received(data)

    def sip(self) -> None:
        """Read once."""
        self.read(on=True)
        self._sips = True

    def read(self, *, on: bool) -> None:
        """Go on reading, or stop."""
        self._sips = False
        if self._wire is not None and not self._wire.is_closing() and self._wire.is_reading() != on:
            (self._wire.resume_reading if on else self._wire.pause_reading)()


class Laggards:
    """Full clients that check every fact. `codes` counts how their connections ended; they are in as a context."""

    def __init__(self, address: Address, tokens: Sequence[str], room: str, seed: int) -> None:
        reader = Reader(JSON)
        self.room = room
        self.codes: Counter[int] = Counter()
        self.bots: list[Bot] = []
        self._sockets: dict[str, _Lazy] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._sipping: list[asyncio.Task[None]] = []
        for number, token in enumerate(tokens):
            client = Client(f"l{number}", token, [room], reader)
            rng = random.Random(f"{seed}/laggard/{number}")
            self.bots.append(Bot(client, address, self._dial, rng))

    async def __aenter__(self) -> Self:
        """Connect, and wait until all are in. Raises `TimeoutError` when some are not let in."""
        self._tasks = [asyncio.create_task(bot.run()) for bot in self.bots]
        await until(lambda: all(bot.client.everywhere for bot in self.bots), JOIN_S_MAX)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.go_on()
        for bot in self.bots:
            bot.stop()
        await asyncio.gather(*self._tasks)

    def lag(self) -> None:
        """All stop reading; every second one has a sip now and then."""
        lines = [cast("_Lazy", bot.line) for bot in self.bots]
        for line in lines:
            line.read(on=False)
        self._sipping = [asyncio.create_task(_sip(line)) for line in lines[::2]]

    def go_on(self) -> None:
        """All read as fast as they can."""
        for task in self._sipping:
            task.cancel()
        self._sipping = []
        for bot in self.bots:
            if bot.line is not None:
                cast("_Lazy", bot.line).read(on=True)

    def there(self, upto: int) -> bool:
        """Whether everybody has everything up to this seq, after having been away."""
        return all(
            bot.client.everywhere and bot.away_s and bot.client.tracks[self.room].seen >= upto for bot in self.bots
        )

    @property
    def back(self) -> int:
        """How many are connected anew."""
        return sum(bool(bot.away_s) and bot.line is not None for bot in self.bots)

    @property
    def resumed(self) -> int:
        """How often somebody got exactly what they missed."""
        return sum(len(bot.client.tracks[self.room].resumes) for bot in self.bots)

    @property
    def snapshots(self) -> int:
        """How often somebody who came back was told the whole state."""
        stretches = (bot.client.tracks[self.room].stretches for bot in self.bots)
        return sum(each.state is not None for track in stretches for each in track) - len(self.bots)

    def counts(self) -> Counts:
        """How many of them are connected."""
        return Counts(sockets=sum(bot.line is not None for bot in self.bots))

    def witnesses(self) -> list[Witness]:
        """What they remember."""
        return [witness(bot) for bot in self.bots]

    async def _dial(self, address: Address, _subprotocol: str, ears: Ears) -> Closed:
        asked = handshake(f"{address.host}:{address.port}", "/ws", address.origin, JSON.name)
        loop = asyncio.get_running_loop()
        wire = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT_BYTES)
        wire.setblocking(False)  # noqa: FBT003  the standard library's
        try:
            async with asyncio.timeout(DIAL_S_MAX):
                await loop.sock_connect(wire, (address.host, address.port))
                _, line = await loop.create_connection(lambda: _Lazy(asked, ears), sock=wire)
        except (OSError, TimeoutError):
            wire.close()
            return Closed(LOST)
        late = loop.call_later(DIAL_S_MAX, line.give_up)
        try:
            closed = await line.over
        finally:
            late.cancel()
        self.codes[closed.code] += 1
        return closed


async def _sip(line: _Lazy) -> None:
    """Once in a while, read once."""
    while True:
        await asyncio.sleep(SIP_EVERY_S)
        line.sip()
