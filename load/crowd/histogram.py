"""Times in buckets that are the same everywhere, so that counts of many processes and seconds can be added up."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

#: Bits after the first one that a bucket tells apart: a value is known to 3 %.
_BITS = 5


class Histogram(Struct):
    """How often each duration was met. `counts` by bucket; values go in as nanoseconds and come out as milliseconds."""

    counts: dict[int, int] = {}
    max_ns: int = 0

    def add(self, ns: int) -> None:
        """Count one duration; what a clock made negative counts as nothing."""
        bucket = _bucket(max(ns, 0) // 1000)
        self.counts[bucket] = self.counts.get(bucket, 0) + 1
        self.max_ns = max(self.max_ns, ns)

    def merge(self, other: "Histogram") -> None:
        """Add what another one counted."""
        for bucket, times in other.counts.items():
            self.counts[bucket] = self.counts.get(bucket, 0) + times
        self.max_ns = max(self.max_ns, other.max_ns)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def max_ms(self) -> float:
        """The longest, exactly."""
        return round(self.max_ns / 1e6, 2)

    def quantile_ms(self, part: float) -> float:
        """What `part` of all do not exceed (nearest rank, to 3 %); 0 of nothing."""
        rank = min(self.count - 1, int(part * self.count))
        for bucket in sorted(self.counts):
            rank -= self.counts[bucket]
            if rank < 0:
                return min(round(_upper_us(bucket) / 1000, 2), self.max_ms)
        return 0.0

    def figures(self) -> dict[str, float]:
        """For a report."""
        return {
            "p50_ms": self.quantile_ms(0.5),
            "p99_ms": self.quantile_ms(0.99),
            "max_ms": self.max_ms,
            "samples": self.count,
        }


def merged(histograms: Iterable[Histogram]) -> Histogram:
    """All of them as one."""
    whole = Histogram()
    for each in histograms:
        whole.merge(each)
    return whole


def within(seconds: Mapping[int, Histogram], began_s: float, ended_s: float) -> Histogram:
    """What was met in these seconds of the monotonic clock."""
    return merged(each for second, each in seconds.items() if began_s <= second < ended_s)


def _bucket(us: int) -> int:
    """Every microsecond up to 64 has its own; from there on 32 buckets to each doubling."""
    shift = max(us.bit_length() - _BITS - 1, 0)
    return (shift << _BITS) + (us >> shift)


def _upper_us(bucket: int) -> int:
    """The longest that is in the bucket."""
    shift = max((bucket >> _BITS) - 1, 0)
    return ((bucket - (shift << _BITS) + 1) << shift) - 1 if shift else bucket
