"""What `make bench` measures, one function each. Rates per second, times in milliseconds, memory in KiB."""

import asyncio
import time
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from load.costs import Spent, resident_kib, spending
from load.figures import ms, quantile
from load.history import Sent
from load.receiver import Receiver, Tally, seat
from load.stage import Stage
from load.waiting import until
from load.writers import Writers

Figures: TypeAlias = dict[str, float]

#: Messages that a writer has on the way when it writes as fast as it can.
WINDOW = 64
SETTLE_S = 1.0
CATCH_UP_S_MAX = 10.0


class Size(Struct, frozen=True):
    """How large a bench. `paces` are messages a second offered to a busy room, in turn, until one is too many."""

    seconds: float = 4.0
    sockets: int = 1_000
    idle_sockets: int = 2_000
    warm_sockets: int = 100
    writers: int = 16
    paces: tuple[int, ...] = (1_000, 2_000, 3_000)
    edits: int = 250

    @property
    def people(self) -> int:
        """Grants that a measure may need."""
        return max(self.warm_sockets + self.idle_sockets, self.writers + self.sockets)


class Unfit(Exception):  # noqa: N818  the figures of such a run are worth nothing
    """Something was lost, repeated or cut off while measuring."""


async def idle(stage: Stage, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """Worker memory per socket that joined a room and then is quiet."""
    tally = Tally()
    warm = await seat(stage.address, tokens[: size.warm_sockets], room, tally)
    await asyncio.sleep(SETTLE_S)
    before = resident_kib(stage.facts.workers)
    began = time.monotonic()
    many = await seat(stage.address, tokens[size.warm_sockets :][: size.idle_sockets], room, tally)
    took_s = time.monotonic() - began
    await asyncio.sleep(SETTLE_S)
    after = resident_kib(stage.facts.workers)
    _fit(tally, [])
    _close([*warm, *many])
    return {
        "kib_per_socket": round((after - before) / len(many), 1),
        "sockets": len(many),
        "joins_per_s": round(len(many) / took_s),
    }


async def commits(stage: Stage, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """Messages into one room, as fast as they are acked, with hardly anybody listening."""
    writers = Writers(stage.address, tokens[: size.writers], room)
    await writers.come()
    with spending(stage.facts.workers) as spent:
        answered = await writers.keep_full(WINDOW, size.seconds)
    _fit(Tally(), writers.faults())
    await writers.go()
    return {
        "facts_per_s": round(len(answered) / size.seconds),
        "p50_ms": _answer_ms(answered, 0.5),
        "p99_ms": _answer_ms(answered, 0.99),
        "worker_cpu": round(spent.workers_s / spent.wall_s, 2),
    }


async def joined(stage: Stage, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """A busy room: facts that come close together share a frame. The best pace that nobody fell behind at."""
    tally = Tally()
    receivers = await seat(stage.address, tokens[size.writers :][: size.sockets], room, tally)
    writers = Writers(stage.address, tokens[: size.writers], room)
    await writers.come()
    best: Figures = {}
    for pace in size.paces:
        before = (tally.deliveries, tally.frames)
        with spending(stage.facts.workers) as spent:
            answered = await writers.keep_pace(pace, size.seconds)
            await _caught_up(receivers, writers)
        if tally.lost:
            break
        found = _rates(tally, before, spent, answered)
        if found["deliveries_per_s"] > best.get("deliveries_per_s", 0):
            best = found
    tally.lost = 0
    _fit(tally, writers.faults())
    _close(receivers)
    await writers.go()
    return best


async def single(stage: Stage, tokens: Sequence[str], room: str, size: Size) -> Figures:
    """One message on the way at a time, each in a frame of its own: what a write per socket costs."""
    tally = Tally()
    receivers = await seat(stage.address, tokens[1:][: size.sockets], room, tally)
    writers = Writers(stage.address, tokens[:1], room)
    await writers.come()
    await asyncio.sleep(SETTLE_S)
    before = (tally.deliveries, tally.frames)
    with spending(stage.facts.workers) as spent:
        answered = await writers.keep_full(1, size.seconds)
        await _caught_up(receivers, writers)
    found = _rates(tally, before, spent, answered)
    _fit(tally, writers.faults())
    _close(receivers)
    await writers.go()
    return found


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


def _answer_ms(answered: Sequence[Sent], part: float) -> float:
    return ms(quantile([each.answered_s - each.at_s for each in answered], part))


async def _caught_up(receivers: Sequence[Receiver], writers: Writers) -> None:
    """Wait until everybody has everything that was said."""
    upto = writers.seen()
    await until(lambda: all(each.seen == upto for each in receivers if each.open), CATCH_UP_S_MAX)


def _close(receivers: Sequence[Receiver]) -> None:
    for receiver in receivers:
        receiver.close()


def _fit(tally: Tally, faults: Sequence[str]) -> None:
    if tally.faults or tally.lost or faults:
        raise Unfit(f"{tally.faults} frames did not follow, {tally.lost} sockets were lost; {'; '.join(faults[:3])}")
