"""Token buckets."""

from msgspec import Struct

from hub.kernel import Millis


class Rate(Struct, frozen=True):
    """`per_s` tokens a second, at most `burst` saved up."""

    per_s: float
    burst: float


class Bucket:
    """One holder's tokens."""

    __slots__ = ("_at_ms", "_rate", "_tokens")

    def __init__(self, rate: Rate, now_ms: Millis) -> None:
        self._rate = rate
        self._tokens = rate.burst
        self._at_ms = now_ms

    def full(self, now_ms: Millis) -> bool:
        """Whether this bucket is like a new one."""
        self._fill(now_ms)
        return self._tokens >= self._rate.burst

    def spend(self, now_ms: Millis, ahead: int = 0) -> int:
        """Take a token: 0, or the milliseconds until there is one after those for `ahead` others who wait already.

        `now_ms` is monotonic.
        """
        self._fill(now_ms)
        if self._tokens >= 1:
            self._tokens -= 1
            return 0
        return max(1, round((1 + ahead - self._tokens) * 1000 / self._rate.per_s))

    def _fill(self, now_ms: Millis) -> None:
        elapsed = max(0, now_ms - self._at_ms)
        self._at_ms = now_ms
        self._tokens = min(self._rate.burst, self._tokens + elapsed * self._rate.per_s / 1000)
