"""People who keep a room busy: each has so many messages on the way at a time, or sends them at a given rate."""

import asyncio
import random
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from hub.chat.messages import Post
from hub.wire import JSON
from load.bots.bot import Address, Bot
from load.bots.client import Client
from load.bots.history import Sent
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until

#: About 150 bytes on the wire as a fact.
_TEXT = "What a night, play that one again!"
JOIN_S_MAX = SETTLE_S_MAX = 20.0
PACE_S = 0.002


class Writers:
    """Full clients in a room that check every fact of it, and say something themselves. They are in as a context."""

    def __init__(
        self,
        address: Address,
        tokens: Sequence[str],
        room: str,
        *,
        prefix: str = "w",
        seed: int = 0,
        join_s_max: float = JOIN_S_MAX,
    ) -> None:
        reader = Reader(JSON)
        self.room = room
        self.bots: list[Bot] = []
        for number, token in enumerate(tokens):
            client = Client(f"{prefix}{number}", token, [room], reader, answered=self._on_answer)
            self.bots.append(Bot(client, address, dial_lean, random.Random(f"{seed}/{prefix}/{number}")))
        self._by_name = {bot.client.name: bot for bot in self.bots}
        self._join_s_max = join_s_max
        self._tasks: list[asyncio.Task[None]] = []
        self._answered: list[Sent] = []
        self._window = 0
        self._hushed = False

    async def __aenter__(self) -> Self:
        """Connect, and wait until all are in. Raises `TimeoutError` when some are not let in."""
        self._tasks = [asyncio.create_task(bot.run()) for bot in self.bots]
        await until(lambda: all(bot.client.everywhere for bot in self.bots), self._join_s_max)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self.bots:
            bot.stop()
        await asyncio.gather(*self._tasks)

    async def keep_full(self, window: int, seconds: float) -> list[Sent]:
        """Each has `window` messages on the way at a time, for so long; what was answered in that time."""
        self._answered = []
        self._window = window
        for bot in self.bots:
            for _ in range(window):
                self.say(bot)
        await asyncio.sleep(seconds)
        self._window = 0
        in_time = list(self._answered)
        await until(self.quiet, SETTLE_S_MAX)
        return in_time

    async def keep_pace(self, per_s: float, seconds: float) -> list[Sent]:
        """So many messages a second together, for so long; all of them, when each has its answer."""
        self._answered = []
        await self.pace(per_s, seconds)
        await until(self.quiet, SETTLE_S_MAX)
        return self._answered

    async def pace(self, per_s: float, seconds: float) -> None:
        """So many messages a second together, in turn, for so long or until `hush`, whether the hub answers or not."""
        began, said = time.monotonic(), 0
        self._hushed = False
        while (passed_s := time.monotonic() - began) < seconds and not self._hushed:
            while said < per_s * passed_s:
                self.say(self.bots[said % len(self.bots)])
                said += 1
            self.tick()
            await asyncio.sleep(PACE_S)

    def hush(self) -> None:
        """Enough has been said."""
        self._hushed = True

    def say(self, bot: Bot) -> None:
        """One says something now."""
        bot.ask(self.room, Post(text=self.text()))

    def text(self) -> str:
        """What is said next."""
        return _TEXT

    def tick(self) -> None:
        """Ask again what was refused for the moment."""
        for bot in self.bots:
            bot.tick()

    def quiet(self) -> bool:
        """Whether everybody has all answers."""
        self.tick()
        return not any(bot.client.waiting for bot in self.bots)

    def said(self) -> int:
        """The seq of the last thing said."""
        return max((sent.seq for bot in self.bots for sent in bot.client.commands.values()), default=0)

    def faults(self) -> list[str]:
        """What these clients found wrong with the room."""
        return [fault for bot in self.bots for fault in (*bot.client.faults, *bot.client.tracks[self.room].faults)]

    def _on_answer(self, sent: Sent) -> None:
        self._answered.append(sent)
        if self._window:
            self.say(self._by_name[sent.id.partition("-")[0]])
