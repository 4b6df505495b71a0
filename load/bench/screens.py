"""From an edit on one screen to the other, by way of two workers, on a quiet machine."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from hub.advancing_sync.messages import Edit, Edited
from hub.wire import JSON, AnyFact, Facts, Welcome
from load.bench.measures import Figures, Size, Subject, Unfit
from load.bots.bot import Bot
from load.bots.client import Client
from load.bots.history import Sent
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until
from load.costs import serving
from load.quantiles import ms, quantile
from load.show.people import FIELDS

#: Between two edits of one screen, on average.
EDIT_EVERY_S = 0.04
SETTLE_S = 1.0
#: A hub that has just been started connects to its database, and so on; these edits are not counted.
WARM_UP_EDITS = 50
JOIN_S_MAX = 10.0
_decode = msgspec.json.Decoder(AnyFact).decode


@dataclass(slots=True, eq=False)
class Screen:
    """Somebody who edits some fields, in turn, and sees all of them. `seen_s` is when each fact was there, by seq."""

    keys: Sequence[str]
    seen_s: dict[int, float] = field(default_factory=dict[int, float])
    sent: list[Sent] = field(default_factory=list[Sent])
    stamps: dict[str, str] = field(default_factory=dict[str, str])
    bot: Bot | None = None

    def watch(self, frame: Facts | Welcome, now_s: float) -> None:
        """A frame came."""
        for seq, raw in frame.facts:
            self.seen_s[seq] = now_s
            fact = _decode(bytes(raw))
            if isinstance(fact, Edited):
                self.stamps[fact.field] = fact.stamp

    def edit(self, room: str, number: int) -> None:
        """Write the next draft over what is there."""
        assert self.bot is not None
        key = self.keys[number % len(self.keys)]
        self.sent.append(self.bot.ask(room, Edit(field=key, value=f"Draft {number}", saw=self.stamps.get(key, ""))))


async def edits(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """Two people write at the same time, in different fields, each on another worker.

    Raises:
        Unfit: something was lost, or all sockets came to one worker.
    """
    one, other = Screen(FIELDS[::2]), Screen(FIELDS[1::2])
    running = await _on_two_workers(hub, tokens, room, (one, other))
    rng = random.Random(18)
    for number in range(-WARM_UP_EDITS, size.edits):
        if number == 0:
            one.sent, other.sent = [], []
        for screen in (one, other):
            screen.edit(room, number)
            await asyncio.sleep(rng.uniform(0, EDIT_EVERY_S))
    await asyncio.sleep(SETTLE_S)
    pairs = [(sent, there.seen_s) for here, there in ((one, other), (other, one)) for sent in here.sent]
    missing = sum(sent.outcome != "acked" or sent.seq not in seen_s for sent, seen_s in pairs)
    for screen in (one, other):
        assert screen.bot is not None
        screen.bot.stop()
    await asyncio.gather(*running)
    if missing:
        raise Unfit(f"{missing} of {len(pairs)} edits did not come to the other screen")
    took = [seen_s[sent.seq] - sent.at_s for sent, seen_s in pairs]
    return {"p50_ms": ms(quantile(took, 0.5)), "p99_ms": ms(quantile(took, 0.99)), "edits": len(took)}


async def _on_two_workers(
    hub: Subject, tokens: Sequence[str], room: str, screens: Sequence[Screen]
) -> list[asyncio.Task[None]]:
    """Connect until each screen is served by another process, as the kernel sees it."""
    reader = Reader(JSON)
    running: dict[int, asyncio.Task[None]] = {}
    for number, token in enumerate(tokens):
        screen = screens[len(running)]
        client = Client(f"screen{number}", token, [room], reader, watch=screen.watch)
        screen.bot = Bot(client, hub.address, dial_lean, random.Random(number))
        task = asyncio.create_task(screen.bot.run())
        await until(lambda client=client: client.everywhere, JOIN_S_MAX)
        assert screen.bot.line is not None
        worker = serving(hub.workers, screen.bot.line.local_port)
        if worker is not None and worker not in running:
            running[worker] = task
            if len(running) == len(screens):
                return list(running.values())
        else:
            screen.bot.stop()
            await task
    raise Unfit(f"{len(tokens)} sockets came to {len(running)} of {len(screens)} workers")
