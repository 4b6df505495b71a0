"""Somebody's calendar as events, with the time zones that it brings for itself and for nobody else.

The library keeps every zone that a file defines, by its name, for all files that come after it: a file could move the
hours of somebody else's. So files are read one at a time, and what was kept is forgotten before and after each. And it
works out when a zone's clocks change by going through every time of its rules: only rules of years are let in.
"""

import threading
import warnings
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from hub.errors import Rejected

#: Rules of all zones together that only a file knows.
RULES_MAX = 24
BOM = b"\xef\xbb\xbf"
#: Once a year, on one day.
_PARTS = frozenset({"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"})
_DAYS_MAX = 7
_EXCEPTIONS = ("EXRULE", "EXDATE")
_reading = threading.Lock()


def events_of(body: bytes) -> list[Any]:
    """The events of a calendar in the order of the file; blocks, so it is for a thread.

    Raises:
        Rejected: `sheet.not_a_calendar`.
    """
    # Half a megabyte of grammar that only those who ask for it need.
    from icalendar import Calendar  # noqa: PLC0415
    from icalendar.error import GloballyUniqueTZIDGuessed  # noqa: PLC0415
    from icalendar.timezone import tzp  # noqa: PLC0415

    with _reading, warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        tzp.use_default()
        try:
            calendar: Any = Calendar.from_ical(body.removeprefix(BOM))
            _simple(calendar)
            return calendar.walk("VEVENT")
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
            raise Rejected("sheet.not_a_calendar") from None
        finally:
            tzp.use_default()


def _simple(calendar: Any) -> None:
    """Refuse zones that take long to work out. Raises `Rejected`: `sheet.not_a_calendar`."""
    own = [each for each in calendar.walk("VTIMEZONE") if str(each["TZID"]).strip("/") not in _known()]
    parts = [part for zone in own for part in zone.walk()]
    rules = [rule for part in parts for name in ("RRULE", "RDATE") for rule in _listed(part.get(name))]
    odd = any(name in part for part in parts for name in _EXCEPTIONS) or not all(map(_yearly, rules))
    if odd or len(rules) > RULES_MAX:
        raise Rejected("sheet.not_a_calendar")


def _yearly(rule: Any) -> bool:
    """Whether a rule is of one day a year, or is a few dates."""
    if not isinstance(rule, dict):
        return len(getattr(rule, "dts", ())) <= _DAYS_MAX
    said = {str(name).upper(): _listed(rule[name]) for name in rule}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    many = (len(said.get("BYMONTH", ())), len(said.get("BYDAY", ())), len(said.get("BYMONTHDAY", ())))
    return (
        [str(each).upper() for each in said.get("FREQ", ())] == ["YEARLY"]
        and said.keys() <= _PARTS
        and all(count <= most for count, most in zip(many, (1, 1, _DAYS_MAX), strict=True))
        and bool(many[0] or not (many[1] or many[2]))
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]  # pyright: ignore[reportUnknownVariableType]


@cache
def _known() -> frozenset[str]:
    """The names of zones whose rules are the machine's, whatever a file says of them."""
    return frozenset(available_timezones())
