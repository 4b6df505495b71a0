"""Two screens on the hub's form: how long an edit takes to the other one, and what becomes of edits made while away."""

import asyncio
import random
import time
from collections.abc import Sequence

from msgspec import Struct

from hub.wire import JSON
from load.bench.screens import SETTLE_S, WARM_UP_EDITS, Screen
from load.bots.bot import Address, Bot
from load.bots.client import Client
from load.bots.history import Sent
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until
from load.peers.measures import Figures, Unfit
from load.quantiles import ms, quantile
from load.show.people import FIELDS

S_MAX = 10.0


class Plan(Struct, frozen=True):
    """How much: edits of each person, the pause between two of them, fields that each writes while one is away."""

    edits: int = 250
    every_ms: int = 20
    away: int = 30
    warm_sockets: int = 50
    idle_sockets: int = 500


class Door:
    """Lets a bot come back only while it is open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()

    async def pause(self, _seconds: float) -> None:
        """Instead of a pause of so long."""
        await self.open.wait()


async def edits(address: Address, tokens: Sequence[str], room: str, plan: Plan) -> Figures:
    """Two people write in turns, each in fields of their own; then one is away while both go on.

    Raises:
        Unfit: an edit did not come to the other screen, or was refused.
        TimeoutError: somebody did not get in, or back.
    """
    one, other, door = Screen(FIELDS[::2]), Screen(FIELDS[1::2]), Door()
    running = [_run(screen, address, token, room, door) for screen, token in zip((one, other), tokens, strict=True)]
    try:
        await until(lambda: all(_bot(screen).client.everywhere for screen in (one, other)), S_MAX)
        took = await _in_turns((one, other), room, plan)
        back_ms, kept = await _away(one, other, door, room, plan)
    finally:
        for screen in (one, other):
            _bot(screen).stop()
        door.open.set()
        await asyncio.gather(*running)
    return {
        "p50_ms": ms(quantile(took, 0.5)),
        "p99_ms": ms(quantile(took, 0.99)),
        "edits": len(took),
        "converged": float(set(one.seen_s) == set(other.seen_s)),
        "away": 2 * plan.away,
        "kept": kept,
        "back_ms": back_ms,
    }


def _run(screen: Screen, address: Address, token: str, room: str, door: Door) -> asyncio.Task[None]:
    client = Client(f"screen-{screen.keys[0]}", token, [room], Reader(JSON), watch=screen.watch)
    screen.bot = Bot(client, address, dial_lean, random.Random(18), pause=door.pause)
    return asyncio.create_task(screen.bot.run())


def _bot(screen: Screen) -> Bot:
    assert screen.bot is not None
    return screen.bot


async def _in_turns(screens: tuple[Screen, Screen], room: str, plan: Plan) -> list[float]:
    """Seconds from each edit to the other screen."""
    rng = random.Random(18)
    for number in range(-WARM_UP_EDITS, plan.edits):
        if number == 0:
            for screen in screens:
                screen.sent = []
        for screen in screens:
            screen.edit(room, number)
            await asyncio.sleep(rng.uniform(0, 2 * plan.every_ms / 1000))
    await asyncio.sleep(SETTLE_S)
    one, other = screens
    pairs = [(sent, there.seen_s) for here, there in ((one, other), (other, one)) for sent in here.sent]
    missing = sum(sent.outcome != "acked" or sent.seq not in seen_s for sent, seen_s in pairs)
    if missing:
        raise Unfit(f"{missing} of {len(pairs)} edits did not come to the other screen")
    return [seen_s[sent.seq] - sent.at_s for sent, seen_s in pairs]


async def _away(one: Screen, other: Screen, door: Door, room: str, plan: Plan) -> tuple[float, int]:
    """Milliseconds until both have everything again, and how many of the edits that is."""
    one.sent, other.sent = [], []
    door.open.clear()
    line = _bot(other).line
    assert line is not None
    line.close()
    await until(lambda: _bot(other).line is None, S_MAX)
    # Numbers that are new: a draft that is there already is no edit.
    for number in range(plan.edits, plan.edits + plan.away):
        for screen in (one, other):
            screen.edit(room, number)
    sent: list[Sent] = [*one.sent, *other.sent]
    await until(lambda: all(each.outcome == "acked" for each in one.sent), S_MAX)
    began_s = time.monotonic()
    door.open.set()

    def whole() -> bool:
        for screen in (one, other):
            _bot(screen).tick()
        return all(each.outcome == "acked" and _both(each, one, other) for each in sent)

    await until(whole, S_MAX)
    return round((time.monotonic() - began_s) * 1000, 1), sum(_both(each, one, other) for each in sent)


def _both(sent: Sent, one: Screen, other: Screen) -> bool:
    return sent.seq in one.seen_s and sent.seq in other.seen_s
