"""What a worker counts. Plain integers: whoever serves metrics reads them."""

from dataclasses import dataclass, field

#: Upper bounds of the flush and append time buckets, milliseconds.
BUCKETS_MS = (0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 1000.0)


@dataclass(slots=True)
class Timing:
    """A histogram of durations. `counts[i]` are those up to `BUCKETS_MS[i]`, the last those beyond."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS_MS) + 1))
    sum_ms: float = 0.0

    def add(self, ms: float) -> None:
        """Count one duration."""
        self.sum_ms += ms
        for at, bound in enumerate(BUCKETS_MS):
            if ms <= bound:
                self.counts[at] += 1
                return
        self.counts[-1] += 1


@dataclass(slots=True)
class Meters:
    """Everything that only goes up, and the gauges of this moment, of one worker."""

    connections: int = 0
    commands: int = 0
    refused: int = 0
    appends: int = 0
    appended_facts: int = 0
    conflicts: int = 0
    unavailable: int = 0
    deliveries: int = 0
    flushes: int = 0
    dropped_notices: int = 0
    slow_closes: int = 0
    gaps_repaired: int = 0
    log_reads: int = 0
    flush: Timing = field(default_factory=Timing)
    append: Timing = field(default_factory=Timing)
