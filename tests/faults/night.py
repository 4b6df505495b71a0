"""A hub with people in it, to be broken: a busy room, quiet rooms whose watchers only listen, and their histories."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from hub.chat.messages import Post
from hub.kernel import Command
from load.bots.waiting import until
from load.check.checker import Kind
from load.show.cast import Company, Player
from load.show.people import DESK, PHONE, Deed, Somebody
from load.stage import Facts, Stage

#: One room in which many write, and rooms in which one writes and the others listen, on whatever worker they are.
BUSY = "floor/busy"
QUIET = tuple(f"floor/quiet{number}" for number in range(1, 6))
PHONES, LISTENERS = 8, 3
#: Messages a second in all rooms together.
PACE_PER_S = 60.0
STEP_S = 0.005
ENTER_S_MAX = 20.0
STATUS_S = 0.05


def says(who: Somebody) -> Command:
    """Something that only this person says."""
    return Post(text=f"Louder! ({who.fresh()})")


TALK: Mapping[Deed, int] = {says: 1}


@dataclass(slots=True)
class Night:
    """One run. `steady` are those who never leave of their own will: how long they waited is what counts.

    `found` has what went wrong beside what the checker sees, by name; `patience_s` bounds every wait for recovery.
    """

    stage: Stage
    company: Company
    rng: random.Random
    patience_s: float = 20.0
    steady: list[Player] = field(default_factory=list[Player])
    found: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    recoveries_s: list[float] = field(default_factory=list[float])
    windows: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    figures: dict[str, float] = field(default_factory=dict[str, float])

    async def order(self, order: str) -> Facts:
        """Break or mend something, in the words of `embedded.control`."""
        return await self.stage.order(order)

    async def workers(self, count: int) -> list[int]:
        """The processes that serve, when there are `count` of them again. Raises `TimeoutError`."""
        async with asyncio.timeout(self.patience_s):
            while len(pids := (await self.order("status")).workers) != count:
                await asyncio.sleep(STATUS_S)
        return pids

    async def people(
        self, name: str, count: int, room: str, deeds: Mapping[Deed, int], role: str = "audience"
    ) -> list[Player]:
        """So many more in a room; they come with `enter`."""
        tokens = await self.stage.grants([room], role, count, name.capitalize())
        return self.company.cast(name, tokens, room, deeds)

    async def enter(self, players: Sequence[Player]) -> None:
        """Let them in, and wait until all are. Raises `TimeoutError`."""
        for player in players:
            self.company.enter(player)
        await until(lambda: all(player.bot.client.everywhere for player in players), ENTER_S_MAX)

    def wrong(self, what: str, where: str) -> None:
        """Note that a promise was broken that the checker knows nothing of."""
        self.found.setdefault(what, []).append(where)

    @asynccontextmanager
    async def busy(self, writers: Sequence[Player], per_s: float = PACE_PER_S) -> AsyncGenerator[None]:
        """While in the block, somebody of these does something so many times a second."""
        task = asyncio.create_task(self._write(writers, per_s))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _write(self, writers: Sequence[Player], per_s: float) -> None:
        due_s = time.monotonic()
        while True:
            while due_s <= time.monotonic():
                due_s += self.rng.expovariate(per_s)
                self.rng.choice(writers).act()
            await asyncio.sleep(STEP_S)

    @asynccontextmanager
    async def window(self, name: str) -> AsyncGenerator[None]:
        """Note when something was so, for figures of that time."""
        began_s = time.monotonic()
        try:
            yield
        finally:
            self.windows[name] = (began_s, time.monotonic())

    async def recovered(self) -> None:
        """How long from now until everybody steady is back, and has seen something that was asked for from now on."""
        began_s = time.monotonic()
        rooms = {player.room: player for player in self.steady}
        try:
            await until(lambda: all(player.bot.client.everywhere for player in self.steady), self.patience_s)
            asked = {room: player.bot.ask(room, says(player.who)) for room, player in rooms.items()}
            left_s = self.patience_s - (time.monotonic() - began_s)
            await until(
                lambda: all(
                    asked[player.room].outcome == "acked"
                    and player.bot.client.tracks[player.room].seen >= asked[player.room].seq
                    for player in self.steady
                ),
                left_s,
            )
        except TimeoutError:
            self.wrong("did not recover", f"not within {self.patience_s:.0f} s")
        else:
            self.recoveries_s.append(time.monotonic() - began_s)

    async def settle(self) -> None:
        """Wait until everybody has every answer and every fact, then let somebody fresh look at every room."""
        try:
            await until(self.company.settled, self.patience_s)
            auditors = [each for room in (BUSY, *QUIET) for each in await self.people("auditor", 1, room, {})]
            await self.enter(auditors)
            await until(self.company.settled, self.patience_s)
        except TimeoutError:
            self.wrong(Kind.BEHIND, f"not everybody had everything {self.patience_s:.0f} s after the end")


async def gather(night: Night) -> tuple[list[Player], list[Player]]:
    """The people of most runs, all in: those who write, and all of them."""
    desk = await night.people("desk", 1, BUSY, {**DESK, says: 20}, "dj")
    phones = await night.people("phone", PHONES, BUSY, {**PHONE, says: 40})
    writers = [*desk, *phones]
    everybody = list(writers)
    for room in QUIET:
        speakers = await night.people("speaker", 1, room, TALK)
        listeners = await night.people("listener", LISTENERS, room, {})
        writers += speakers
        everybody += [*speakers, *listeners]
    await night.enter(everybody)
    night.steady += everybody
    return writers, everybody
