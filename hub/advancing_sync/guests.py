"""The guest list: how many places are left, until when it is open, and who is inside.

Every row takes 1 + plus places of the allotment, approved or not yet: a request holds its places until somebody
declines it (`approved` is no). The list closes at `cutoff_date` and `cutoff_time` at the show's time zone: then only
organisers and the venue's side change it. At the door each person counts for themselves, up and down, so that two doors
lose nothing; what all of them counted together is who is inside.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct

from hub.advancing_sync import rows
from hub.advancing_sync.guests_messages import CheckedIn
from hub.advancing_sync.messages import Value
from hub.advancing_sync.rows import Row
from hub.kernel import Millis

ALLOTMENT, CUTOFF_DATE, CUTOFF_TIME = "guest_list.allotment", "guest_list.cutoff_date", "guest_list.cutoff_time"
DAY, ZONE = "show.date", "show.timezone"
_LAST_MINUTE = time(23, 59, 59)


class Tally(Struct, frozen=True):
    """All that one person has counted of a row: in, out again, and when last."""

    ins: int
    outs: int
    at_ms: Millis


#: By row, then by the person who counted.
Arrivals: TypeAlias = dict[str, dict[str, Tally]]


def apply(arrivals: Arrivals, fact: CheckedIn) -> Arrivals:
    """The counts after a fact, in whichever order the facts come."""
    return merge(arrivals, {fact.row: {fact.by: Tally(fact.ins, fact.outs, fact.at_ms)}})


def merge(ours: Arrivals, theirs: Arrivals) -> Arrivals:
    """What two replicas have counted together. Commutative, associative and idempotent."""
    return rows.union(ours, theirs, lambda a, b: rows.union(a, b, _most))


def inside(arrivals: Mapping[str, Mapping[str, Tally]], row: str) -> int:
    """How many of a row's people are in; replicas that counted apart may have let in more than were expected."""
    return max(0, sum(tally.ins - tally.outs for tally in arrivals.get(row, {}).values()))


def expected(row: Row) -> int:
    """How many people a row is: the guest and who comes along."""
    plus = _cell(row, "plus")
    return 1 + (int(plus) if isinstance(plus, float | int) else 0)


def taken(guests: Mapping[str, Row]) -> int:
    """How many places of the allotment are taken."""
    return sum(expected(row) for row in guests.values() if rows.stands(row) and _cell(row, "approved") is not False)


def closes_ms(answers: Mapping[str, Value]) -> Millis | None:
    """When the list closes, from the fields' values by key; None: never. UTC where the time zone is none we know.

    Without a time it is the end of that day, without a date the day of the show.
    """
    day, at = answers.get(CUTOFF_DATE), answers.get(CUTOFF_TIME)
    if at is not None and day is None:
        day = answers.get(DAY)
    if not isinstance(day, str):
        return None
    zone = _zone(str(answers.get(ZONE) or "UTC"))
    try:
        clock = time.fromisoformat(at) if isinstance(at, str) else _LAST_MINUTE
        return int(datetime.combine(date.fromisoformat(day), clock, zone).timestamp() * 1_000)
    except ValueError:  # a form of somebody's own design asks for something else there
        return None


def _most(ours: Tally, theirs: Tally) -> Tally:
    return Tally(max(ours.ins, theirs.ins), max(ours.outs, theirs.outs), max(ours.at_ms, theirs.at_ms))


def _cell(row: Row, column: str) -> Value:
    register = row.cells.get(column)
    return register.value if register is not None else None


@lru_cache(maxsize=1_000)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
