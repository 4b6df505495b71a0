"""Stamps: hybrid logical clocks as text, `<milliseconds, 13 digits>-<counter, 4 digits>-<person>`.

Source: Kulkarni, Demirbas et al., "Logical Physical Clocks" (2014). A stamp is greater than every stamp its maker had
seen, however the clock stands, and sorts as plain text does.
"""

from collections.abc import Iterable

from hub.advancing_sync.messages import Stamp
from hub.kernel import Id, Millis

_COUNTER_MAX = 9_999
_PERSON_AT = len("0000000000000-0000-")


def next_stamp(last: Stamp, now_ms: Millis, person: Id) -> Stamp:
    """A stamp above `last`, the highest one seen so far (empty: none), even if the clock stepped back."""
    if not last:
        return f"{now_ms:013d}-0000-{person}"
    last_ms, counter = int(last[:13]), int(last[14:18])
    if now_ms > last_ms:
        return f"{now_ms:013d}-0000-{person}"
    if counter < _COUNTER_MAX:
        return f"{last_ms:013d}-{counter + 1:04d}-{person}"
    return f"{last_ms + 1:013d}-0000-{person}"


def newest(stamps: Iterable[Stamp]) -> tuple[Stamp, ...]:
    """The newest stamp of each person, sorted: a version vector."""
    last: dict[str, Stamp] = {}
    for stamp in stamps:
        person = stamp[_PERSON_AT:]
        if stamp > last.get(person, ""):
            last[person] = stamp
    return tuple(sorted(last.values()))


def covers(seen: Iterable[Stamp], stamp: Stamp) -> bool:
    """Whether a version vector has this stamp: it knows one by the same person that is not older."""
    return any(mark >= stamp and mark[_PERSON_AT:] == stamp[_PERSON_AT:] for mark in seen)
