"""Looks twice a second at everything that moves, tells somebody at once, and keeps it for the report."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from msgspec import Struct

from load.crowd.histogram import Histogram
from load.report.result import Timeline
from load.scenarios.processes import Cost, Ledger

EVERY_S = 0.5
#: With fewer sockets than this, memory per socket says nothing.
SOCKETS_MIN = 100
_KIB = 1024


class Counts(Struct, frozen=True):
    """How it stands: messages that phones got and commands that were answered so far, and sockets that are open now.

    `latencies` are of the messages that came in each second of the monotonic clock.
    """

    deliveries: int = 0
    answers: int = 0
    sockets: int = 0
    latencies: Mapping[int, Histogram] = {}


class Source(Protocol):
    """What is looked at."""

    def counts(self) -> Counts:
        """How it stands now."""
        ...

    def processes(self) -> Mapping[str, list[int]]:
        """Who shares the machine, by name; those of the hub that serve begin with `worker`."""
        ...


class Sample(Struct, frozen=True):
    """One look, `at_s` after the start. Rates are of the time since the look before."""

    at_s: float
    second: int
    deliveries_per_s: float
    answers_per_s: float
    sockets: int
    p50_ms: float | None
    p99_ms: float | None
    costs: dict[str, Cost]


class Sampler:
    """`samples` so far; `began_s` is the monotonic time of the start."""

    def __init__(
        self,
        source: Source,
        tell: Callable[[Sample], None],
        *,
        clock: Callable[[], float] = time.monotonic,
        ledger: Ledger | None = None,
    ) -> None:
        self.samples: list[Sample] = []
        self.began_s = clock()
        self._source = source
        self._tell = tell
        self._clock = clock
        self._ledger = ledger or Ledger(clock)
        self._ledger.look(source.processes())
        self._last_s = self.began_s
        self._last = source.counts()

    @property
    def now_s(self) -> float:
        """Seconds since the start."""
        return self._clock() - self.began_s

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(EVERY_S)
            self.look()

    def look(self) -> Sample:
        """Take one sample."""
        now_s = self._clock()
        passed_s = max(now_s - self._last_s, 1e-6)
        now, before = self._source.counts(), self._last
        self._last_s, self._last = now_s, now
        # The second before this one is whole.
        p50_ms, p99_ms = _quantiles(now.latencies.get(int(now_s) - 1))
        sample = Sample(
            now_s - self.began_s,
            int(now_s),
            (now.deliveries - before.deliveries) / passed_s,
            (now.answers - before.answers) / passed_s,
            now.sockets,
            p50_ms,
            p99_ms,
            self._ledger.look(self._source.processes()),
        )
        self.samples.append(sample)
        self._tell(sample)
        return sample

    def timeline(self) -> Timeline:
        """Everything seen, with the latencies as they are known at the end."""
        latencies = self._source.counts().latencies
        quantiles = [_quantiles(latencies.get(each.second)) for each in self.samples]
        columns: dict[str, list[float | None]] = {
            "deliveries_per_s": [round(each.deliveries_per_s) for each in self.samples],
            "answers_per_s": [round(each.answers_per_s, 1) for each in self.samples],
            "p50_ms": [each for each, _ in quantiles],
            "p99_ms": [each for _, each in quantiles],
            "sockets": [each.sockets for each in self.samples],
            "kib_per_socket": kib_per_socket(self.samples),
        }
        for name in dict.fromkeys(name for each in self.samples for name in each.costs):
            costs = [each.costs.get(name) for each in self.samples]
            columns[f"cpu/{name}"] = [each and round(each.cores, 3) for each in costs]
            columns[f"memory/{name}"] = [each and round(each.memory_mib, 1) for each in costs]
        return Timeline([round(each.at_s, 2) for each in self.samples], columns)


def kib_per_socket(samples: list[Sample]) -> list[float | None]:
    """What the workers grew by since the first look with them, over the sockets open at each."""
    used = [sum(cost.memory_mib for name, cost in each.costs.items() if name.startswith("worker")) for each in samples]
    before = next((each for each in used if each), 0.0)
    return [
        round((mib - before) * _KIB / each.sockets, 1) if each.sockets >= SOCKETS_MIN and mib else None
        for mib, each in zip(used, samples, strict=True)
    ]


def _quantiles(met: Histogram | None) -> tuple[float | None, float | None]:
    return (met.quantile_ms(0.5), met.quantile_ms(0.99)) if met is not None and met.count else (None, None)
