"""Fractional indexes: text that puts a row between two others without touching either.

An index is four base-62 digits, which count, and a fraction, which never ends in `0`; both sort as plain text does.
A row at either end takes the next count, so a list that only grows keeps indexes of four characters. A row between
two others halves the room there: one more character for every five rows or so put into the same gap. An index that
would be longer than `INDEX_CHARS_MAX` is not used: the caller spreads the list anew with `spread`.

Source: the scheme of D. Greenspan, "Implementing Fractional Indexing" (2020), with a count of fixed length.
"""

from hub.advancing_sync.messages import Index

INDEX_CHARS_MAX = 32

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_COUNT_CHARS = 4
_COUNT_MAX = _BASE**_COUNT_CHARS - 1
_MIDDLE = _BASE**_COUNT_CHARS // 2


def between(low: Index | None, high: Index | None) -> Index:
    """An index above `low` and below `high`; None stands for the end of the list.

    Raises:
        ValueError: `low` is not below `high`.
    """
    if low is not None and high is not None:
        if low >= high:
            raise ValueError(f"{low} is not below {high}")
        return _middle(low, high)
    if low is not None:
        count = _count(low)
        return _text(count + 1) if count < _COUNT_MAX else _middle(low, "")
    if high is not None:
        count = _count(high)
        return _text(count - 1) if count > 1 else _middle("", high)
    return _text(_MIDDLE)


def spread(rows: int) -> list[Index]:
    """Indexes for that many rows in a row, as short as they get."""
    return [_text(_MIDDLE + row) for row in range(rows)]


def _count(index: Index) -> int:
    count = 0
    for char in index[:_COUNT_CHARS]:
        count = count * _BASE + _DIGITS.index(char)
    return count


def _text(count: int) -> Index:
    chars = ""
    for _ in range(_COUNT_CHARS):
        count, digit = divmod(count, _BASE)
        chars = _DIGITS[digit] + chars
    return chars


def _middle(low: str, high: str) -> Index:
    """The shortest index between two fractions; an empty `high` is one."""
    chars = ""
    below_high = bool(high)
    place = 0
    while True:
        floor = _DIGITS.index(low[place]) if place < len(low) else 0
        ceiling = _DIGITS.index(high[place]) if below_high else _BASE
        if ceiling - floor > 1:
            return (chars + _DIGITS[(floor + ceiling) // 2]).ljust(_COUNT_CHARS, "0")
        chars += _DIGITS[floor]
        below_high = below_high and ceiling == floor
        place += 1
