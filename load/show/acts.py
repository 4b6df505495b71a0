"""The acts of a show: how long each lasts, how much happens in it, and what breaks."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from load.show.cast import Company, Player
from load.stage import Facts

STEP_S = 0.01
STATUS_S = 0.2
#: Everybody is back when they have been for so long; nobody is waited for any longer than this.
STEADY_S = 1.0
BACK_S_MAX = 120.0

#: Carries out an order of `embedded.control`, and says where everything is then.
Controls: TypeAlias = Callable[[str], Awaitable[Facts]]
#: Breaks something, and sees that it is mended.
Disaster: TypeAlias = Callable[[Controls], Coroutine[Any, Any, None]]


def redis_away(seconds: float) -> Disaster:
    """Redis is gone for a while: the hub goes on, more slowly across workers."""

    async def away(control: Controls) -> None:
        await control("kill redis")
        await asyncio.sleep(seconds)
        await control("start redis")

    return away


async def worker_killed(control: Controls) -> None:
    """One worker dies without a word; whoever it served comes back elsewhere."""
    before = set((await control("status")).workers)
    killed_s = time.monotonic()
    await control("kill worker")
    while set((await control("status")).workers) <= before:  # noqa: ASYNC110  only asking tells
        await asyncio.sleep(STATUS_S)
    print(f"    another worker was started {time.monotonic() - killed_s:.1f} s later", flush=True)


async def hub_restarts(control: Controls) -> None:
    """Every worker goes, and new ones come: everybody has to come back at once."""
    began_s = time.monotonic()
    await control("restart hub")
    print(f"    the hub was restarted within {time.monotonic() - began_s:.1f} s", flush=True)


async def nothing(_control: Controls) -> None:
    """A good night."""


@dataclass(frozen=True, slots=True)
class Act:
    """`..._per_s` are commands a second of each group together. Phones arrive evenly over `doors_s`.

    `cuts`: some lose their connection, and the act lasts until everybody is back.
    """

    name: str
    seconds: float
    crew_per_s: float
    phones_per_s: float
    desk_per_s: float
    doors_s: float = 0.0
    disaster: Disaster = nothing
    cuts: bool = False


SHOW: Sequence[Act] = (
    Act("doors", 9.0, 8.0, 15.0, 0.2, doors_s=7.0),
    Act("peak", 12.0, 30.0, 60.0, 1.0),
    Act("redis killed", 13.0, 20.0, 40.0, 0.8, disaster=redis_away(10.0)),
    Act("worker killed", 12.0, 20.0, 40.0, 0.8, disaster=worker_killed, cuts=True),
    Act("encore", 8.0, 15.0, 60.0, 0.5),
)
#: For thousands of phones. At its peak about 100 facts a second go to each of them.
LARGE_SHOW: Sequence[Act] = (
    Act("doors", 8.0, 8.0, 15.0, 0.2, doors_s=5.0),
    Act("peak", 15.0, 20.0, 125.0, 1.0),
    Act("redis killed", 13.0, 10.0, 40.0, 0.8, disaster=redis_away(10.0)),
    Act("worker killed", 12.0, 10.0, 40.0, 0.8, disaster=worker_killed, cuts=True),
    Act("hub restarts", 12.0, 10.0, 40.0, 0.8, disaster=hub_restarts, cuts=True),
    Act("encore", 8.0, 15.0, 60.0, 0.5),
)


@dataclass(frozen=True, slots=True)
class Played:
    """An act that is over, and when it began and ended; `back_s`: when everybody was back, after its beginning."""

    act: Act
    began_s: float
    ended_s: float
    back_s: float = 0.0


@dataclass(slots=True, eq=False)
class Playing:
    """A company in the middle of a show. `missing` says how many are cut off at the moment."""

    company: Company
    control: Controls
    rng: random.Random
    missing: Callable[[], int] = lambda: 0

    async def play(self, act: Act) -> Played:
        """One act, as it is written.

        Raises:
            NotStaged: the disaster could not be brought about.
        """
        began_s = gone_s = time.monotonic()
        groups = {name: [p for p in self.company.players if p.name == name] for name in ("crew", "phone", "desk")}
        rates = {"crew": act.crew_per_s, "phone": act.phones_per_s, "desk": act.desk_per_s}
        disaster = asyncio.create_task(act.disaster(self.control))
        arriving = asyncio.create_task(self._arrive(groups["phone"], act.doors_s))
        due = dict.fromkeys(rates, 0.0)
        while (passed_s := time.monotonic() - began_s) < act.seconds or (
            act.cuts and passed_s < BACK_S_MAX and (not disaster.done() or passed_s < gone_s - began_s + STEADY_S)
        ):
            for name, per_s in rates.items():
                while due[name] <= passed_s:
                    due[name] += self.rng.expovariate(per_s)
                    self._somebody(groups[name])
            await asyncio.sleep(STEP_S)
            if act.cuts and self.missing():
                gone_s = time.monotonic()
        await asyncio.gather(disaster, arriving)
        return Played(act, began_s, time.monotonic(), gone_s - began_s)

    def _somebody(self, group: Sequence[Player]) -> None:
        inside = [player for player in group if player.bot.client.welcomed]
        if inside:
            self.rng.choice(inside).act()

    async def _arrive(self, phones: Sequence[Player], seconds: float) -> None:
        if seconds:
            for phone in phones:
                self.company.enter(phone)
                await asyncio.sleep(self.rng.uniform(0, 2 * seconds / len(phones)))
