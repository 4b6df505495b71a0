"""Quantiles of what was measured, and its milliseconds, for people."""

from collections.abc import Sequence


def quantile(values: Sequence[float], part: float) -> float:
    """The value that `part` of all values do not exceed (nearest rank); 0 of nothing."""
    if not values:
        return 0.0
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(part * len(ranked)))]


def ms(seconds: float) -> float:
    """Milliseconds to two places."""
    return round(seconds * 1000, 2)
