"""People who speak: full clients that check every fact of the room, and say when they said what they say."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
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
from load.check.checker import Witness
from load.crowd.histogram import Histogram
from load.scenarios.sampler import Counts

#: How a phone finds the moment at which a message was said.
STAMP = r'"text":"At (?P<at>\d+) '
#: About 150 bytes on the wire as a fact.
_TEXT = "At {} play that one again!"
JOIN_S_MAX = 30.0
PACE_S = 0.002
_NS = 1e9


class Speakers:
    """They are in as a context. `answers` counts acks and refusals, `acks` has how long those of each second took."""

    def __init__(self, address: Address, tokens: Sequence[str], room: str, seed: int) -> None:
        reader = Reader(JSON)
        self.room = room
        self.answers = self.refused = 0
        self.acks: dict[int, Histogram] = {}
        self.on_answer: Callable[[Bot], None] = _nothing
        self.bots: list[Bot] = []
        for number, token in enumerate(tokens):
            client = Client(f"s{number}", token, [room], reader, answered=self._answered)
            self.bots.append(Bot(client, address, dial_lean, random.Random(f"{seed}/speaker/{number}")))
        self._by_name = {bot.client.name: bot for bot in self.bots}
        self._tasks: list[asyncio.Task[None]] = []
        self._hushed = False

    async def __aenter__(self) -> Self:
        """Connect, and wait until all are in. Raises `TimeoutError` when some are not let in."""
        self._tasks = [asyncio.create_task(bot.run()) for bot in self.bots]
        await until(lambda: all(bot.client.everywhere for bot in self.bots), JOIN_S_MAX)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self.bots:
            bot.stop()
        await asyncio.gather(*self._tasks)

    async def speak(self, per_s: float, seconds: float, *, text: str = _TEXT) -> None:
        """So many messages a second together, in turn, for so long or until `hush`, whether the hub answers or not."""
        began, said = time.monotonic(), 0
        self._hushed = False
        while (passed_s := time.monotonic() - began) < seconds and not self._hushed:
            while said < per_s * passed_s:
                self.say(self.bots[said % len(self.bots)], text)
                said += 1
            self.tick()
            await asyncio.sleep(PACE_S)

    def hush(self) -> None:
        """Enough has been said."""
        self._hushed = True

    async def keep_full(self, window: int, seconds: float) -> None:
        """Each has `window` messages on the way at a time, for so long: as many as the hub takes."""
        self.on_answer = self.say
        for bot in self.bots:
            for _ in range(window):
                self.say(bot)
        await asyncio.sleep(seconds)
        self.on_answer = _nothing

    def say(self, bot: Bot, text: str = _TEXT) -> None:
        """One says something now."""
        bot.ask(self.room, Post(text=text.format(time.monotonic_ns())))

    def tick(self) -> None:
        """Ask again what was refused for the moment."""
        for bot in self.bots:
            bot.tick()

    def quiet(self) -> bool:
        """Whether everybody is in, has all answers, and has heard what they are about."""
        self.tick()
        upto = self.said()
        return all(
            bot.client.everywhere and not bot.client.waiting and bot.client.tracks[self.room].seen >= upto
            for bot in self.bots
        )

    def said(self) -> int:
        """The seq of the last thing said."""
        return max((sent.seq for bot in self.bots for sent in bot.client.commands.values()), default=0)

    def seen(self) -> int:
        """How far the room is, as the one who is furthest has it."""
        return max((bot.client.tracks[self.room].seen for bot in self.bots), default=0)

    def counts(self) -> Counts:
        """How many of them are connected, and what they were answered."""
        return Counts(0, self.answers, sum(bot.line is not None for bot in self.bots), self.acks)

    def witnesses(self) -> list[Witness]:
        """What they remember."""
        return [witness(bot) for bot in self.bots]

    def _answered(self, sent: Sent) -> None:
        self.answers += 1
        self.refused += sent.outcome == "refused"
        took_s = sent.answered_s - sent.at_s
        self.acks.setdefault(int(sent.answered_s), Histogram()).add(int(took_s * _NS))
        self.on_answer(self._by_name[sent.id.partition("-")[0]])


def witness(bot: Bot) -> Witness:
    """What one client remembers, for the check against the log."""
    client = bot.client
    sent_away = [f"sent away with {bot.ended}"] if bot.ended is not None else []
    faults = [*client.faults, *sent_away]
    return Witness(client.name, list(client.tracks.values()), list(client.commands.values()), faults=faults)


def _nothing(_bot: Bot) -> None:
    """Nobody goes on by themselves."""
