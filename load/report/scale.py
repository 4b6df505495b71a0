"""Where values stand on an axis, and which of them are written beside it. Pure."""

import math
from collections.abc import Iterable

from msgspec import Struct

#: An axis spans decades when the largest value is so many times the typical one.
DECADES_FROM = 30.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_PREFIXES = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_DIGITS = 3


class Scale(Struct, frozen=True):
    """From `low` to `high`; by decades when `decades`, then `low` is above 0."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decades: bool = False

    def part(self, value: float) -> float:
        """How far up the axis a value stands: 0 at its start, 1 at its end, never outside."""
        if self.decades:
            span = math.log(self.high) - math.log(self.low)
            found = (math.log(max(value, self.low)) - math.log(self.low)) / span
        else:
            found = (value - self.low) / (self.high - self.low)
        return min(1.0, max(0.0, found))


def linear(top: float, about: int = 4) -> Scale:
    """From 0 to a round number that is not below `top`, in about so many steps."""
    if not math.isfinite(top) or top <= 0:
        return Scale(0.0, 1.0, (0.0, 1.0))
    step = _step(top / about)
    steps = math.ceil(top / step - 1e-9)
    return Scale(0.0, steps * step, tuple(number * step for number in range(steps + 1)))


def decades(low: float, high: float) -> Scale:
    """From a power of ten that is not above `low` to one that is not below `high`. Both are above 0."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    last = max(last, first + 1)
    return Scale(10.0**first, 10.0**last, tuple(10.0**each for each in range(first, last + 1)), decades=True)


def spread(values: Iterable[float]) -> Scale:
    """Decades when a few values would press all others flat, else from 0 to the largest."""
    ranked = sorted(each for each in values if math.isfinite(each) and each > 0)
    if not ranked:
        return linear(0.0)
    typical = ranked[len(ranked) // 2]
    if ranked[-1] < DECADES_FROM * typical:
        return linear(ranked[-1])
    return decades(min(typical, ranked[len(ranked) // 20]), ranked[-1])


def time(seconds: float, about: int = 5) -> Scale:
    """From 0 to exactly `seconds`, with round numbers beside it."""
    if not math.isfinite(seconds) or seconds <= 0:
        return Scale(0.0, 1.0, (0.0, 1.0))
    step = _step(seconds / about)
    return Scale(0.0, seconds, tuple(number * step for number in range(math.floor(seconds / step + 1e-9) + 1)))


def brief(value: float) -> str:
    """Three digits, with k, M or G."""
    if not math.isfinite(value):
        return "-"
    for size, prefix in _PREFIXES:
        if abs(value) >= size:
            return f"{_digits(value / size)}{prefix}"
    return _digits(value)


def _digits(value: float) -> str:
    whole = len(str(int(abs(value))))
    text = f"{value:.{max(0, _DIGITS - whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _step(least: float) -> float:
    """The round number next above."""
    power = 10.0 ** math.floor(math.log10(least))
    return power * next(each for each in _STEPS if power * each >= least * (1 - 1e-9))
