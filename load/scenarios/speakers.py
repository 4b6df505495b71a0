"""People who speak: full clients that check every fact of the room, and say when they said what they say."""

import time
from collections.abc import Sequence

from load.bots.bot import Address, Bot
from load.bots.history import Sent
from load.bots.writers import Writers
from load.check.checker import Witness
from load.crowd.histogram import Histogram
from load.scenarios.sampler import Counts

#: How a phone finds the moment at which a message was said.
STAMP = r'"text":"At (?P<at>\d+) '
#: About 150 bytes on the wire as a fact.
_TEXT = "At {} play that one again!"
JOIN_S_MAX = 30.0
_NS = 1e9


class Speakers(Writers):
    """They are in as a context. `answers` counts acks and refusals, `acks` has how long those of each second took."""

    def __init__(self, address: Address, tokens: Sequence[str], room: str, seed: int) -> None:
        super().__init__(address, tokens, room, prefix="s", seed=seed, join_s_max=JOIN_S_MAX)
        self.answers = 0
        self.acks: dict[int, Histogram] = {}
        self._text = _TEXT

    async def speak(self, per_s: float, seconds: float, *, text: str = _TEXT) -> None:
        """The same as `pace`, with this text; `{}` in it is the moment."""
        self._text = text
        await self.pace(per_s, seconds)

    def text(self) -> str:
        """What is said next, with the moment it is said at."""
        return self._text.format(time.monotonic_ns())

    def quiet(self) -> bool:
        """Whether everybody is in, has all answers, and has heard what they are about."""
        upto = self.said()
        heard = (bot.client.everywhere and bot.client.tracks[self.room].seen >= upto for bot in self.bots)
        return super().quiet() and all(heard)

    def seen(self) -> int:
        """How far the room is, as the one who is furthest has it."""
        return max((bot.client.tracks[self.room].seen for bot in self.bots), default=0)

    def counts(self) -> Counts:
        """How many of them are connected, and what they were answered."""
        return Counts(0, self.answers, sum(bot.line is not None for bot in self.bots), self.acks)

    def witnesses(self) -> list[Witness]:
        """What they remember."""
        return [witness(bot) for bot in self.bots]

    def _on_answer(self, sent: Sent) -> None:
        self.answers += 1
        took_s = sent.answered_s - sent.at_s
        self.acks.setdefault(int(sent.answered_s), Histogram()).add(int(took_s * _NS))
        super()._on_answer(sent)


def witness(bot: Bot) -> Witness:
    """What one client remembers, for the check against the log."""
    client = bot.client
    sent_away = [f"sent away with {bot.ended}"] if bot.ended is not None else []
    faults = [*client.faults, *sent_away]
    return Witness(client.name, list(client.tracks.values()), list(client.commands.values()), faults=faults)
