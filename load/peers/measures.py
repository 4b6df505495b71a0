"""What is measured of a peer that runs. Rates per second, times in milliseconds, memory in KiB."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TypeAlias

import psutil
from msgspec import Struct

from load.bots.waiting import until
from load.costs import cpu_s, resident_kib
from load.crowd.crowd import Crowd, NotJoined, crowd
from load.crowd.histogram import Histogram
from load.crowd.speech import Speech
from load.peers.caller import called
from load.peers.peer import Served, numbers_in
from load.peers.publisher import Publisher, Window

Figures: TypeAlias = dict[str, float]

SETTLE_S = 0.5
WATCH_S = 0.05
#: Receivers that look for no times read so often, and share their core with the publisher and the stores.
LAZY_S = 0.05
#: How long somebody who came back waits for more before that was all.
QUIET_S = 1.0
BACK_S_MAX = 60.0
#: Messages that somebody hears before going away, so that there is a place to come back to.
HEARD_BEFORE = 5
#: Tokens of those who publish and come back; the others are the crowd's.
SPARE = 16


class Size(Struct, frozen=True):
    """How much of everything. `common_per_s` are messages a second that every peer should bear."""

    seconds: float = 3.0
    sockets: int = 1_000
    warm_sockets: int = 100
    idle_sockets: int = 2_000
    writers: int = 4
    common_per_s: float = 10.0
    away: int = 10_000

    @property
    def people(self) -> int:
        """Sockets of the crowd."""
        return self.warm_sockets + self.idle_sockets


class Unfit(Exception):  # noqa: N818  the figures of such a run are worth nothing
    """Something was lost or cut off while measuring."""


async def round_of(served: Served, size: Size) -> Figures:
    """One round: idle sockets and joins, then a room that is as busy as it can be, and at two loads below that.

    Raises:
        Unfit: not everybody got everything.
    """
    tokens = list(served.tokens[SPARE : SPARE + size.people]) or size.people
    found: Figures = {}
    try:
        async with crowd(served.address, served.listener, tokens, lazy_s=LAZY_S) as people:
            found |= await _idle(served, people, size)
            await people.leave(size.people - size.sockets)
            async with _publisher(served, size) as publisher:
                await asyncio.sleep(SETTLE_S)
                room = _Room(served, people, publisher, size)
                found |= _named("joined", await room.full(Window()))
                found |= _named("single", await room.full(Window(1), watched=False))
                found |= _named("half", await room.paced(found["joined_messages_per_s"] / 2))
                found |= _named("common", await room.paced(size.common_per_s))
    except (NotJoined, ConnectionError, TimeoutError) as error:
        raise Unfit(str(error) or "it did not deliver in time") from None
    return found


async def away(served: Served, size: Size) -> Figures:
    """One listener is torn off, so many messages are published, and it comes back: how many of them come.

    Raises:
        Unfit: the messages could not be published.
    """
    tokens = served.tokens[size.writers + 1 :]
    token = tokens[0] if tokens else "0"
    try:
        async with _publisher(served, size) as publisher:
            async with called(served.address, served.away or served.listener, token, keep=True) as before:
                await publisher.keep_full(Window(1), messages=HEARD_BEFORE)
                await until(lambda: len(numbers_in(bytes(before.heard))) >= HEARD_BEFORE, BACK_S_MAX)
            await asyncio.sleep(SETTLE_S)
            first = publisher.last + 1
            began_s = time.monotonic()
            await publisher.keep_full(Window(), messages=size.away)
            took_s = time.monotonic() - began_s
            wanted = set(range(first, publisher.last + 1))
            speech = served.listener if served.back is None else served.back(before.messages)
            had = await _back(served, speech, token, wanted)
    except (ConnectionError, TimeoutError) as error:
        raise Unfit(str(error) or "it did not deliver in time") from None
    return {"sent": size.away, "sent_per_s": round(size.away / took_s), **had}


async def _back(served: Served, speech: Speech, token: str, wanted: set[int]) -> Figures:
    began_s = time.monotonic()
    async with called(served.address, speech, token, keep=True) as after:
        await until(lambda: after.gone or time.monotonic() - max(after.read_s, began_s) > QUIET_S, BACK_S_MAX)
        came = numbers_in(bytes(after.heard))
        whole = b'"state":{' in after.heard[: 1 << 16]
        return {
            "back": len(came & wanted),
            "had_before": len(came - wanted),
            "whole_state": float(whole),
            "back_ms": round((max(after.read_s, began_s) - began_s) * 1000, 1),
            "back_kib": round(len(after.heard) / 1024, 1),
        }


class _Room:
    """A crowd that listens, and somebody who publishes."""

    def __init__(self, served: Served, people: Crowd, publisher: Publisher, size: Size) -> None:
        self._served = served
        self._people = people
        self._publisher = publisher
        self._size = size

    async def full(self, window: Window, *, watched: bool = True) -> Figures:
        """As much as it can bear; unless the crowd is `watched`, whenever the publisher has heard itself."""
        if not watched:
            return await self._spent(lambda: self._publisher.keep_full(window, self._size.seconds))
        watching = asyncio.create_task(self._watch())
        try:
            return await self._spent(lambda: self._publisher.keep_full(window, self._size.seconds))
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            self._publisher.others(None)

    async def paced(self, per_s: float) -> Figures:
        """So many messages a second."""
        return await self._spent(lambda: self._publisher.keep_pace(per_s, self._size.seconds))

    async def _watch(self) -> None:
        """Tell the publisher how far the crowd is, so that no queue grows behind its back."""
        said, before = self._publisher.said, (await self._people.fresh()).deliveries
        while True:
            had = (await self._people.fresh()).deliveries - before
            self._publisher.others(said + had // self._size.sockets)
            await asyncio.sleep(WATCH_S)

    async def _spent(self, publish: Callable[[], Awaitable[int]]) -> Figures:
        served, people = self._served, self._people
        before = await people.fresh()
        pids, stores = family(served.pids), family(served.beside)
        own_s = time.process_time()
        began_s, cost_s, beside_s = time.monotonic(), cpu_s(pids), cpu_s(stores)
        messages = await publish()
        await people.settled(self._publisher.upto)
        wall_s = time.monotonic() - began_s
        cost_s, beside_s = cpu_s(pids) - cost_s, cpu_s(stores) - beside_s
        after = await people.fresh()
        deliveries = after.deliveries - before.deliveries
        latency = later(after.latency, before.latency)
        return {
            "messages_per_s": round(messages / wall_s, 1),
            "deliveries_per_s": round(deliveries / wall_s),
            "cpu_us": round(cost_s / max(deliveries, 1) * 1e6, 3),
            "beside_us": round(beside_s / max(deliveries, 1) * 1e6, 3),
            "server_cpu": round(cost_s / wall_s, 2),
            "receivers_cpu": round((after.cpu_s - before.cpu_s + time.process_time() - own_s) / wall_s, 2),
            "per_frame": round(deliveries / max(after.frames - before.frames, 1), 2),
            "p50_ms": latency.quantile_ms(0.5),
            "p99_ms": latency.quantile_ms(0.99),
        }


def family(pids: Sequence[int]) -> list[int]:
    """These processes and their children: a database has one for each connection."""
    return [
        each for pid in pids for each in (pid, *(child.pid for child in psutil.Process(pid).children(recursive=True)))
    ]


def later(after: Histogram, before: Histogram) -> Histogram:
    """What was counted between the two."""
    counts = {bucket: times - before.counts.get(bucket, 0) for bucket, times in after.counts.items()}
    return Histogram({bucket: times for bucket, times in counts.items() if times}, after.max_ns)


async def _idle(served: Served, people: Crowd, size: Size) -> Figures:
    await people.join(size.warm_sockets)
    await asyncio.sleep(SETTLE_S)
    pids = family(served.pids)
    before, cost_s = resident_kib(pids), cpu_s(pids)
    took_s = await people.join(size.idle_sockets)
    cost_s = cpu_s(pids) - cost_s
    await asyncio.sleep(SETTLE_S)
    after = resident_kib(pids)
    return {
        "idle_kib": round((after - before) / size.idle_sockets, 1),
        "joins_per_s": round(size.idle_sockets / max(took_s, 1e-6)),
        "join_us": round(cost_s / size.idle_sockets * 1e6),
    }


@asynccontextmanager
async def _publisher(served: Served, size: Size) -> AsyncGenerator[Publisher]:
    tokens = list(served.tokens[: size.writers + 1]) or [str(number) for number in range(size.writers + 1)]
    async with AsyncExitStack() as stack:
        writers = [await stack.enter_async_context(called(served.address, served.writer, each)) for each in tokens[1:]]
        # Last, so that it is the last to be served by whoever serves in turn.
        probe = await stack.enter_async_context(called(served.address, served.listener, tokens[0]))
        yield Publisher(served, writers, probe)


def _named(name: str, figures: Figures) -> Figures:
    return {f"{name}_{figure}": value for figure, value in figures.items()}
