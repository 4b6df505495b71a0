"""Somebody's calendar as events, with the time zones that it brings for itself and for nobody else.

The library keeps every zone that a file defines, by its name, for all files that come after it: a file could move the
hours of somebody else's. So files are read one at a time, and what was kept is forgotten before and after each. And it
works out when a zone's clocks change by going through every time of its rules: only rules of years are let in. It takes
a tenth of a millisecond for each line, and more for each parameter: it gets those lines only that are asked for.
"""

import re
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
#: Lines that it gets: some dozen for each event of the longest calendar.
LINES_MAX = 30_000
#: Of a line that is no text, and of what stands before a text.
LINE_CHARS_MAX = 2_000
_TEXTS = frozenset({b"SUMMARY", b"DESCRIPTION"})
_DATES = frozenset({b"RDATE", b"EXDATE"})
_ASKED = (
    _TEXTS
    | _DATES
    | {
        *(b"BEGIN", b"END", b"UID", b"STATUS", b"DTSTART", b"DTEND", b"DURATION", b"RRULE", b"RECURRENCE-ID"),
        *(b"TZID", b"TZOFFSETFROM", b"TZOFFSETTO", b"EXRULE"),
    }
)
_FOLD = re.compile(rb"(?<![\r\n])(?:\r?\n)++[ \t]")
_LINE = re.compile(rb"\r?\n")
_NAME = re.compile(rb"([A-Za-z0-9-]+)[;:]")
#: All before the value; quotes may have colons in them.
_HEAD = re.compile(rb'(?:[^":]|"[^"]*")*+:')


def events_of(body: bytes) -> list[Any]:
    """The events of a calendar in the order of the file; blocks, so it is for a thread.

    Raises:
        Rejected: `sheet.not_a_calendar` or `sheet.too_many_lines`.
    """
    body = asked(body)
    # Half a megabyte of grammar that only those who ask for it need.
    from icalendar import Calendar  # noqa: PLC0415
    from icalendar.error import GloballyUniqueTZIDGuessed  # noqa: PLC0415
    from icalendar.timezone import tzp  # noqa: PLC0415

    with _reading, warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        tzp.use_default()
        try:
            calendar: Any = Calendar.from_ical(body)
            _simple(calendar)
            return calendar.walk("VEVENT")
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
            raise Rejected("sheet.not_a_calendar") from None
        finally:
            tzp.use_default()


def asked(body: bytes) -> bytes:
    """The lines of a calendar that say something of an event or its time zone, none of them folded.

    What is no line of a calendar stays: the library says so.

    Raises:
        Rejected: `sheet.not_a_calendar` or `sheet.too_many_lines`.
    """
    kept: list[bytes] = []
    for line in _LINE.split(_FOLD.sub(b"", body.removeprefix(BOM))):
        found = _NAME.match(line)
        name = found[1].upper() if found else b""
        if line and (not found or name in _ASKED):
            kept.append(_short(line, name))
    if len(kept) > LINES_MAX:
        raise Rejected("sheet.too_many_lines", max=LINES_MAX)
    return b"\r\n".join([*kept, b""])


def _short(line: bytes, name: bytes) -> bytes:
    """A line that is soon read: any text, and of many dates the first, for it is enough to know that there are some.

    Raises:
        Rejected: `sheet.not_a_calendar`.
    """
    if len(line) <= LINE_CHARS_MAX or (name in _TEXTS and _HEAD.match(line, 0, LINE_CHARS_MAX)):
        return line
    ends = line.rfind(b",", 0, LINE_CHARS_MAX)
    if name not in _DATES or ends < 0:
        raise Rejected("sheet.not_a_calendar")
    return line[:ends]


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
