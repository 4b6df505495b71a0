"""What `make bench` measures, one function each. Rates per second, times in milliseconds, memory in KiB."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from load.bench.bare import sends_per_cpu_s
from load.bots.bot import Address
from load.bots.history import Sent
from load.bots.receiver import Receiver, Tally, seated
from load.bots.waiting import until
from load.bots.writers import Writers
from load.costs import Spent, resident_kib, spending
from load.quantiles import ms, quantile

Figures: TypeAlias = dict[str, float]

#: Messages that a writer has on the way when it writes as fast as it can.
WINDOW = 16
SETTLE_S = 1.0
#: The bare loop needs no longer than this part of a measure.
BARE_PART = 4
CATCH_UP_S_MAX = 10.0


class Subject(Struct, frozen=True):
    """A hub that is measured: where it is, which processes serve, and its database as the owner."""

    address: Address
    workers: list[int]
    database_url: str = ""


class Size(Struct, frozen=True):
    """How large a bench. `paces` are messages a second offered to a busy room, in turn, until one is too many.

    `chat` are those that are offered to a room where nobody but the writers is.
    """

    seconds: float = 4.0
    sockets: int = 1_000
    idle_sockets: int = 2_000
    warm_sockets: int = 100
    writers: int = 16
    paces: tuple[int, ...] = (1_000, 2_000, 3_000)
    chat: int = 5_000
    edits: int = 250
    opens: int = 20
    advances: int = 200

    @property
    def people(self) -> int:
        """Grants that a measure may need."""
        return max(self.warm_sockets + self.idle_sockets, self.writers + self.sockets)


#: A hub, grants for a room, the room, and how much of everything.
Measure: TypeAlias = Callable[[Subject, Sequence[str], str, Size], Awaitable[Figures]]


class Unfit(Exception):  # noqa: N818  the figures of such a run are worth nothing
    """Something was lost, repeated or cut off while measuring."""


async def idle(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """Worker memory per socket that joined a room and then is quiet."""
    tally = Tally()
    early, late = tokens[: size.warm_sockets], tokens[size.warm_sockets :][: size.idle_sockets]
    async with seated(hub.address, early, room, tally):
        await asyncio.sleep(SETTLE_S)
        before = resident_kib(hub.workers)
        began = time.monotonic()
        async with seated(hub.address, late, room, tally):
            took_s = time.monotonic() - began
            await asyncio.sleep(SETTLE_S)
            after = resident_kib(hub.workers)
            _fit(tally, [])
    return {
        "kib_per_socket": round((after - before) / len(late), 1),
        "sockets": len(late),
        "joins_per_s": round(len(late) / took_s),
    }


async def commits(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """Messages into one room, as fast as they are acked, with hardly anybody listening."""
    async with Writers(hub.address, tokens[: size.writers], room) as writers:
        with spending(hub.workers) as spent:
            answered = await writers.keep_full(WINDOW, size.seconds)
        _fit(Tally(), writers.faults())
    return {
        "facts_per_s": round(_acked(answered) / size.seconds),
        "p50_ms": _answer_ms(answered, 0.5),
        "p99_ms": _answer_ms(answered, 0.99),
        "worker_cpu": round(spent.workers_s / spent.wall_s, 2),
    }


async def chat(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """Messages into one room at a given pace: how long it takes until each is committed, and its writer knows."""
    async with Writers(hub.address, tokens[: size.writers], room) as writers:
        await writers.keep_pace(size.chat / 10, SETTLE_S)
        with spending(hub.workers) as spent:
            began = time.monotonic()
            answered = await writers.keep_pace(size.chat, size.seconds)
            took_s = time.monotonic() - began
        _fit(Tally(), writers.faults())
    return {
        "facts_per_s": round(_acked(answered) / took_s),
        "p50_ms": _answer_ms(answered, 0.5),
        "p99_ms": _answer_ms(answered, 0.99),
        "longest_ms": _answer_ms(answered, 1.0),
        "worker_cpu": round(spent.workers_s / spent.wall_s, 2),
        "writers_cpu": round(spent.own_s / spent.wall_s, 2),
    }


async def joined(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """A busy room: facts that come close together share a frame. The best pace that nobody fell behind at."""
    tally = Tally()
    best: Figures = {}
    async with (
        seated(hub.address, tokens[size.writers :][: size.sockets], room, tally) as receivers,
        Writers(hub.address, tokens[: size.writers], room) as writers,
    ):
        for pace in size.paces:
            found = await _busy(hub, receivers, writers, tally, writers.keep_pace(pace, size.seconds))
            if tally.lost:
                break
            best = max(best, found, key=lambda each: each.get("deliveries_per_s", 0))
        if not best:
            raise Unfit(f"{tally.lost} sockets were cut off at {size.paces[0]} messages a second")
        _fit(Tally(faults=tally.faults), writers.faults())
    return best


async def single(hub: Subject, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """One message on the way at a time, each in a frame of its own: what a write per socket costs.

    `share_of_send`: how it stands to a loop that does nothing but `send()` to as many sockets.
    """
    tally = Tally()
    async with (
        seated(hub.address, tokens[1:][: size.sockets], room, tally) as receivers,
        Writers(hub.address, tokens[:1], room) as writers,
    ):
        await asyncio.sleep(SETTLE_S)
        found = await _busy(hub, receivers, writers, tally, writers.keep_full(1, size.seconds))
        _fit(tally, writers.faults())
    bare = sends_per_cpu_s(size.sockets, size.seconds / BARE_PART)
    return found | {"share_of_send": round(found["deliveries_per_worker_cpu_s"] / bare, 2)}


async def _busy(
    hub: Subject,
    receivers: Sequence[Receiver],
    writers: Writers,
    tally: Tally,
    writing: Awaitable[list[Sent]],
) -> Figures:
    """What was delivered, and what it cost, until everybody has everything that was written."""
    before = (tally.deliveries, tally.frames)
    with spending(hub.workers) as spent:
        answered = await writing
        upto = writers.said()
        await until(lambda: all(each.seen == upto for each in receivers if each.open), CATCH_UP_S_MAX)
    return _rates(tally, before, spent, answered)


def _rates(tally: Tally, before: tuple[int, int], spent: Spent, answered: Sequence[Sent]) -> Figures:
    deliveries, frames = tally.deliveries - before[0], tally.frames - before[1]
    return {
        "deliveries_per_s": round(deliveries / spent.wall_s),
        "deliveries_per_worker_cpu_s": round(deliveries / max(spent.workers_s, 0.01)),
        "facts_per_frame": round(deliveries / max(frames, 1), 2),
        "worker_cpu": round(spent.workers_s / spent.wall_s, 2),
        "receivers_cpu": round(spent.own_s / spent.wall_s, 2),
        "p99_ms": _answer_ms(answered, 0.99),
    }


def _acked(answered: Sequence[Sent]) -> int:
    """How many became facts: who was refused has an answer too."""
    return sum(each.outcome == "acked" for each in answered)


def _answer_ms(answered: Sequence[Sent], part: float) -> float:
    return ms(quantile([each.answered_s - each.at_s for each in answered], part))


def _fit(tally: Tally, faults: Sequence[str]) -> None:
    if tally.faults or tally.lost or faults:
        raise Unfit(f"{tally.faults} frames did not follow, {tally.lost} sockets were lost; {'; '.join(faults[:3])}")
