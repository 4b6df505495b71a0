"""Where a scenario is played: the hub, the crowd, who speaks, and what is noted of it all."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from load.bots.waiting import until
from load.check.checker import Report, Witness, check
from load.check.truth import listings
from load.crowd.crowd import Crowd, NotJoined, crowd
from load.crowd.histogram import Histogram, merged, within
from load.crowd.speech import speech_of_hub
from load.crowd.tally import Tally
from load.metrics import FRESH_S, log_reads_per_room, scrape
from load.report.result import Event
from load.scenarios.ground import Ground
from load.scenarios.processes import Slots
from load.scenarios.sampler import Counts, Sample
from load.scenarios.speakers import STAMP, Speakers

SETTLE_S_MAX = 30.0
LOOK_AGAIN_S = 3.0
#: Grants that are asked for at once, beside those that are needed.
SPARE = 2_500
BACK_S_MAX = 120.0
JOIN_S_MAX = 120.0
#: Every so many phones one looks for the moment at which a message was said.
SAMPLES_OF_PHONES = 50
_US, _NS = 1e6, 1e9


class Asking(Protocol):
    """Clients that ask the hub for something; those who speak are some."""

    def counts(self) -> Counts:
        """What they got, and how many of them are connected."""
        ...

    def witnesses(self) -> list[Witness]:
        """What they remember, for the check against the log; none of those who remember too little for that."""
        ...


@dataclass(slots=True)
class Part:
    """A stretch of a run, from and until monotonic seconds, and what the phones got in it."""

    began_s: float
    ended_s: float = 0.0
    deliveries: int = 0
    latency: Histogram = field(default_factory=Histogram)


@dataclass(slots=True)
class Venue:
    """`figures` and `broken` are what a scenario finds; `others` are in the room beside the phones and the speakers."""

    ground: Ground
    room: str
    seed: int
    processes_of_crowd: int = 1
    began_s: float = field(default_factory=time.monotonic)
    events: list[Event] = field(default_factory=list[Event])
    broken: list[str] = field(default_factory=list[str])
    figures: dict[str, float] = field(default_factory=dict[str, float])
    samples: list[Sample] = field(default_factory=list[Sample])
    crowd: Crowd | None = None
    speakers: Speakers | None = None
    others: list[Asking] = field(default_factory=list[Asking])
    by_answer: bool = False
    _slots: Slots = field(default_factory=Slots)
    _people: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def happened(self, what: str) -> None:
        """Mark this moment in every plot."""
        self.events.append(Event(round(time.monotonic() - self.began_s, 2), what))

    # load.scenarios.sampler.Source

    def counts(self) -> Counts:
        """How it stands now; latencies are the phones', or when `by_answer` of the answers to those who ask."""
        tally = self.crowd.tally if self.crowd else Tally()
        asking = [each.counts() for each in ([self.speakers] if self.speakers else []) + self.others]
        return Counts(
            tally.deliveries + sum(each.deliveries for each in asking),
            sum(each.answers for each in asking),
            tally.open + sum(each.sockets for each in asking),
            _merged([each.latencies for each in asking]) if self.by_answer else tally.seconds,
        )

    def processes(self) -> Mapping[str, list[int]]:
        """The hub's, the services', the receivers', and us who speak and measure."""
        pids = self.ground.facts.pids
        services = {name: [pid] for name, pid in pids.items() if name not in {"workers", "hub"} and pid}
        receivers = {"receivers": self.crowd.pids} if self.crowd else {}
        return {**self._slots.named(self.ground.facts.workers), **services, **receivers, "speakers": [os.getpid()]}

    # for scenarios

    @asynccontextmanager
    async def phones(self, count: int, *, comes_back: bool = False, lazy_s: float = 0.0) -> AsyncGenerator[Crowd]:
        """So many receivers in the room, to be let in; what went wrong with them is noted at the end."""
        tokens = await self.people(count)
        sample = max(1, count // SAMPLES_OF_PHONES)
        speech = speech_of_hub(self.room, self.ground.address.origin, stamp=STAMP, sample=sample)
        async with crowd(
            self.ground.address,
            speech,
            tokens,
            processes=self.processes_of_crowd,
            comes_back=comes_back,
            lazy_s=lazy_s,
            seed=self.seed,
        ) as phones:
            self.crowd = phones
            try:
                yield phones
            finally:
                self._judge(await phones.fresh(), comes_back=comes_back)

    @asynccontextmanager
    async def speaking(self, count: int, role: str = "audience") -> AsyncGenerator[Speakers]:
        """So many who speak, in the room."""
        tokens = await self.people(count, role)
        async with Speakers(self.ground.address, tokens, self.room, self.seed) as speakers:
            self.speakers = speakers
            yield speakers

    @asynccontextmanager
    async def part(self, name: str = "") -> AsyncGenerator[Part]:
        """A stretch that figures are of; `name` stands before each."""
        began = Part(time.monotonic())
        tally = await self.crowd.fresh() if self.crowd else Tally()
        try:
            yield began
        finally:
            after = await self.crowd.fresh() if self.crowd else Tally()
            began.ended_s = time.monotonic()
            began.deliveries = after.deliveries - tally.deliveries
            began.latency = within(self.counts().latencies, began.began_s, began.ended_s)
            self._figures(name, began)

    @asynccontextmanager
    async def meanwhile(self, doing: Coroutine[Any, Any, None]) -> AsyncGenerator[None]:
        """Do this beside what is in the block, and to its end."""
        task = asyncio.create_task(doing)
        try:
            yield
            await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def added(self) -> None:
        """What the part `during` has more than the part `before`; nothing when one of them was silent."""
        before_ms, during_ms = self.figures.get("before_p99_ms"), self.figures.get("during_p99_ms")
        if before_ms is not None and during_ms is not None:
            self.figures["p99_added_ms"] = round(max(0.0, during_ms - before_ms), 2)

    async def back(self, phones: Crowd, cut_s: float) -> None:
        """Wait until all phones were lost and are in again, since this moment; how long that took, and each was away.

        Raises:
            TimeoutError, NotJoined: some were not cut off, or are not back.
        """
        count = phones.size
        await until(lambda: phones.tally.lost >= count, BACK_S_MAX)
        await phones.whole(BACK_S_MAX)
        self.happened("everybody is back")
        tally = await phones.fresh()
        self.figures |= {
            "back_s": round(tally.joined_ns / _NS - cut_s, 2),
            "away_p50_ms": tally.away.quantile_ms(0.5),
            "away_max_ms": tally.away.max_ms,
            "resumed": tally.back - tally.snapshots + count,
        }

    async def log_reads(self) -> None:
        """How often the workers that serve now have asked the log, for each room they have open.

        Raises:
            OSError, TimeoutError: the hub does not say.
        """
        await asyncio.sleep(FRESH_S)
        workers = await scrape(self.ground.address)
        self.figures |= {
            "log_reads_per_room": log_reads_per_room(workers),
            "gaps_repaired": sum(each.get("hub_gaps_repaired_total", 0.0) for each in workers.values()),
        }

    async def settle(self, phones: Crowd, speakers: Speakers) -> None:
        """Wait until all has been answered and everybody has everything.

        Raises:
            TimeoutError, NotJoined: somebody has not.
        """
        await until(speakers.quiet, SETTLE_S_MAX)
        until_s = time.monotonic() + SETTLE_S_MAX
        while True:
            # Others may still have something on the way.
            upto = speakers.seen()
            try:
                await phones.settled(upto, LOOK_AGAIN_S)
            except NotJoined:
                if time.monotonic() >= until_s:
                    raise
            else:
                return

    async def people(self, count: int, role: str = "audience") -> list[str]:
        """Grants for so many new people. Asking for them takes long, so the first time there are some to spare.

        Raises:
            NotStaged: there are none.
        """
        spare = self._people.setdefault(role, [])
        if len(spare) < count:
            wanted = count + SPARE if role == "audience" else count
            spare.extend(await self.ground.grants([self.room], role, wanted, "Somebody"))
        taken, self._people[role] = spare[:count], spare[count:]
        return taken

    async def compare(self) -> None:
        """Hold what all but the phones saw against the log; when that is not ours to read, against itself."""
        asking = ([self.speakers] if self.speakers else []) + self.others
        witnesses = [witness for each in asking for witness in each.witnesses()]
        report = Report()
        if self.ground.facts.database_url:
            report = check(await listings(self.ground.facts.database_url, witnesses), witnesses)
            self.figures |= {"commands_sent": report.sent, "commands_acked": report.acked}
            self.broken.extend(f"{each.kind}: {each.where}" for each in report.breaches)
        else:
            self.broken.extend(fault for each in witnesses for fault in each.faults)
            self.broken.extend(fault for each in witnesses for track in each.tracks for fault in track.faults)
        self._add("lost", report.lost)
        self._add("repeated", report.repeated)

    def _judge(self, tally: Tally, *, comes_back: bool) -> None:
        self._add("lost", tally.missed)
        self._add("repeated", tally.repeated)
        self._add("cut_off", tally.lost)
        self.figures["snapshots"] = tally.snapshots
        if tally.faults or tally.ended or (tally.lost and not comes_back):
            self.broken.append(
                f"phones: {tally.faults} frames did not follow, {tally.lost} sockets were cut off, "
                f"{tally.ended} sent away. {'; '.join(tally.sentences[:3])}"
            )

    def _add(self, name: str, value: float) -> None:
        self.figures[name] = self.figures.get(name, 0) + value

    def _figures(self, name: str, part: Part) -> None:
        before = f"{name}_" if name else ""
        samples = [each for each in self.samples if part.began_s <= self.began_s + each.at_s <= part.ended_s + 1]
        cores = {
            "workers": _mean([_cores(each, "worker") for each in samples]),
            "receivers": _mean([_cores(each, "receivers") for each in samples]),
        }
        passed_s = part.ended_s - part.began_s
        found = {
            "deliveries_per_s": round(part.deliveries / passed_s),
            "workers_cores": round(cores["workers"], 2),
            "receivers_cores": round(cores["receivers"], 2),
        }
        # A bound holds only what was measured.
        if part.latency.count:
            found |= {
                "p50_ms": part.latency.quantile_ms(0.5),
                "p99_ms": part.latency.quantile_ms(0.99),
                "max_ms": part.latency.max_ms,
            }
        if part.deliveries:
            found["cpu_us_per_delivery"] = round(cores["workers"] * passed_s * _US / part.deliveries, 2)
        self.figures |= {f"{before}{key}": value for key, value in found.items()}


def _merged(latencies: Sequence[Mapping[int, Histogram]]) -> dict[int, Histogram]:
    """The seconds of several."""
    seconds = {second for each in latencies for second in each}
    return {second: merged(each[second] for each in latencies if second in each) for second in seconds}


def _cores(sample: Sample, start: str) -> float:
    return sum(cost.cores for name, cost in sample.costs.items() if name.startswith(start))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
