"""People whose clients are broken, or bad: they send at a pace of their own, and count how they are answered."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from hub.chat.messages import Post
from hub.wire import JSON, Do, Hello, Seen
from load.bots.backoff import jitter_s
from load.bots.bot import Address, Line
from load.bots.lean import dial_lean
from load.bots.waiting import until
from load.check.checker import Witness
from load.scenarios.sampler import Counts

JOIN_S_MAX = 30.0
PACE_S = 0.005
_ACK, _WELCOME = b'{"t":"ack"', b'{"t":"welcome"'
_CODE = re.compile(rb'\A\{"t":"fail","code":"([^"]*)"')


class Flooder:
    """One of them. It comes back when it is sent away, and goes on. `waiting` are messages without an answer."""

    def __init__(self, number: int, token: str, room: str, told: Counter[str], rng: random.Random) -> None:
        self.line: Line | None = None
        self.inside = self.stopping = False
        self.sent = self.waiting = 0
        self.codes: list[int] = []
        self._name, self._token, self._room, self._told, self._rng = f"f{number}", token, room, told, rng

    def opened(self, line: Line) -> None:
        """Say hello."""
        self.line = line
        line.send(JSON.encode(Hello(self._token, (Seen(self._room),))))

    def hear(self, payload: bytes) -> None:
        """Count an answer; everything else is noise."""
        if payload.startswith(_ACK):
            self._told["acked"] += 1
            self.waiting -= 1
        elif (found := _CODE.match(payload)) is not None:
            self._told[found[1].decode()] += 1
            self.waiting -= 1
        elif payload.startswith(_WELCOME):
            self.inside = True

    def say(self) -> None:
        """One message, whatever became of the others."""
        if self.line is not None and self.inside:
            self.sent += 1
            self.waiting += 1
            self.line.send(JSON.encode(Do(f"{self._name}-{self.sent}", self._room, Post(text="Me! Me! Me!"))))

    async def run(self, address: Address) -> None:
        """Be there until it is stopped."""
        while not self.stopping:
            closed = await dial_lean(address, JSON.name, self)
            self.line, self.inside, self.waiting = None, False, 0
            self.codes.append(closed.code)
            if not self.stopping:
                await asyncio.sleep((closed.retry_after_s or 0.0) + jitter_s(0, self._rng))


class Flooders:
    """All of them, in as a context. `told` counts acks and refusals, by code."""

    def __init__(self, address: Address, tokens: Sequence[str], room: str, seed: int) -> None:
        self.told: Counter[str] = Counter()
        self.each = [
            Flooder(number, token, room, self.told, random.Random(f"{seed}/flooder/{number}"))
            for number, token in enumerate(tokens)
        ]
        self._address = address
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Connect, and wait until all are in. Raises `TimeoutError` when some are not let in."""
        self._tasks = [asyncio.create_task(each.run(self._address)) for each in self.each]
        await until(lambda: all(each.inside for each in self.each), JOIN_S_MAX)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self.each:
            each.stopping = True
            if each.line is not None:
                each.line.close()
        await asyncio.gather(*self._tasks)

    async def send(self, per_s_each: float, seconds: float) -> None:
        """Everybody says so many messages a second, for so long."""
        began_s, said = time.monotonic(), 0
        while (passed_s := time.monotonic() - began_s) < seconds:
            while said < per_s_each * passed_s:
                said += 1
                for each in self.each:
                    each.say()
            await asyncio.sleep(PACE_S)

    def quiet(self) -> bool:
        """Whether everything they said has been answered, or died with its connection."""
        return all(each.waiting <= 0 for each in self.each)

    @property
    def sent(self) -> int:
        """Messages of all of them."""
        return sum(each.sent for each in self.each)

    @property
    def closed(self) -> int:
        """How often one of them was sent away."""
        return sum(len(each.codes) for each in self.each)

    def counts(self) -> Counts:
        """How they were answered, and how many are connected."""
        return Counts(answers=self.told.total(), sockets=sum(each.line is not None for each in self.each))

    def witnesses(self) -> list[Witness]:
        """None: they remember nothing."""
        return []
