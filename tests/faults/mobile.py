"""People on a mobile network of their own: their phones notice when nothing comes, as the pages do, but sooner."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from hub.wire import JSON, Ping
from load.bots.bot import DIAL_S_MAX, LOST, Address, Bot, Closed, Ears, Line
from load.bots.client import Client
from load.bots.framing import handshake
from load.bots.lean import LeanSocket
from load.bots.reading import Reader
from load.show.cast import Player
from load.show.people import Board, Deed, Somebody
from tests.faults.night import Night
from tests.faults.proxy.chaos import ChaosProxy

#: A phone asks this often whether the hub is there, and gives a connection up after so long without a word.
BEAT_S, SILENT_S_MAX = 0.5, 2.0


class _Listening:
    """Ears that know when they last heard anything."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._loop = asyncio.get_running_loop()
        self.heard_s = self._loop.time()
        self.line: Line | None = None

    @property
    def silent_s(self) -> float:
        return self._loop.time() - self.heard_s

    def opened(self, line: Line) -> None:
        self.line = line
        self._ears.opened(line)

    def hear(self, payload: bytes) -> None:
        self.heard_s = self._loop.time()
        self._ears.hear(payload)


class Mobile:
    """Dials the hub through a proxy; `gave_up` counts the connections on which nothing came any more."""

    def __init__(self, proxy: ChaosProxy, *, beat_s: float = BEAT_S, silent_s_max: float = SILENT_S_MAX) -> None:
        self.proxy = proxy
        self.gave_up = 0
        self._beat_s = beat_s
        self._silent_s_max = silent_s_max
        self._reader = Reader(JSON)

    async def dial(self, address: Address, subprotocol: str, ears: Ears) -> Closed:
        """As `load.bots.bot.Dial`."""
        asked = handshake(f"{address.host}:{address.port}", "/ws", address.origin, subprotocol)
        listening = _Listening(ears)
        try:
            async with asyncio.timeout(DIAL_S_MAX):
                _, socket = await asyncio.get_running_loop().create_connection(
                    lambda: LeanSocket(asked, subprotocol, listening), self.proxy.host, self.proxy.port
                )
        except (OSError, TimeoutError):
            return Closed(LOST)
        beating = asyncio.create_task(self._beat(socket, listening))
        try:
            return await socket.over
        finally:
            beating.cancel()

    async def _beat(self, socket: LeanSocket, listening: _Listening) -> None:
        while listening.silent_s < self._silent_s_max:
            await asyncio.sleep(self._beat_s)
            if listening.line is not None:
                listening.line.send(JSON.encode(Ping()))
        self.gave_up += 1
        cast("Any", socket)._end(Closed(LOST))

    async def people(
        self, night: Night, name: str, count: int, room: str, deeds: Mapping[Deed, int] | None = None
    ) -> list[Player]:
        """So many phones in a room, in already."""
        players: list[Player] = []
        for number in range(1, count + 1):
            client = Client(f"{name}{number}", night.grant(name, room), [room], self._reader)
            bot = Bot(client, night.company.address, self.dial, night.rng)
            players.append(Player(name, bot, room, deeds or {}, Somebody(client.name, "", Board(), night.rng)))
        night.company.players += players
        await night.enter(players)
        return players
