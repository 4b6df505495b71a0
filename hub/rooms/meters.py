"""What a worker counts. Plain integers: whoever serves metrics reads them."""

from bisect import bisect_left
from dataclasses import dataclass, field

#: Upper bounds of the flush and append time buckets, milliseconds.
BUCKETS_MS = (0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 1000.0)
#: Upper bounds of the buckets of how many facts an append had.
BUCKETS_FACTS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)


@dataclass(slots=True)
class Spread:
    """A histogram. `counts[i]` are the values up to `bounds[i]`, the last those beyond; `total` is their sum."""

    bounds: tuple[float, ...] = BUCKETS_MS
    counts: list[int] = field(default_factory=list[int])
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = self.counts or [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        """Count one value."""
        self.total += value
        self.counts[bisect_left(self.bounds, value)] += 1


@dataclass(slots=True)
class Meters:
    """Everything that only goes up, and the gauges of this moment, of one worker."""

    connections: int = 0
    commands: int = 0
    refused: int = 0
    appends: int = 0
    conflicts: int = 0
    unavailable: int = 0
    deliveries: int = 0
    flushes: int = 0
    dropped_notices: int = 0
    slow_closes: int = 0
    gaps_repaired: int = 0
    log_reads: int = 0
    flush: Spread = field(default_factory=Spread)
    append: Spread = field(default_factory=Spread)
    batch: Spread = field(default_factory=lambda: Spread(BUCKETS_FACTS))
    collect: Spread = field(default_factory=Spread)
