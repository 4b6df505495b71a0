"""Events of somebody's calendar as rows of the schedule.

Taken are events of the show's day and the night after it, whatever zone their times are in, and those that came from
this schedule on any of its days. What repeats is refused: which of the times is meant only its writer knows.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from msgspec import Struct

from api.sheets.calendar_out import DOMAIN, WHO
from api.sheets.day import Day
from api.sheets.parsing import BOM, events_of
from api.sheets.reached import SCHEDULE
from hub.advancing_sync.form import Form
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field
from hub.advancing_sync.tables.cells import folded
from hub.advancing_sync.tables.columns import list_of
from hub.advancing_sync.tables.plan import Fault, fault
from hub.advancing_sync.tables.sheet import Line, Sheet
from hub.errors import Rejected

#: Events in a file, of whatever days.
EVENTS_MAX = 2_000
#: What begins before this hour belongs to the night before it.
NIGHT_ENDS = time(6)
#: Between the dates of one moment in any two zones, and some more.
_ZONES_APART_DAYS = 3
#: Events around the day of the show, for each row that the schedule takes.
_NEAR_FACTOR = 3
CALENDAR_BYTES_MAX = 1024 * 1024
_LONGEST = timedelta(hours=24)
_BEGIN = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
_ID_CHARS = 19


class Events(Struct, frozen=True):
    """What a calendar says of a schedule. `elsewhere` events are of other days."""

    sheet: Sheet
    faults: tuple[Fault, ...]
    elsewhere: int


def is_calendar(body: bytes) -> bool:
    """Whether a file is a calendar rather than a table."""
    return body.removeprefix(BOM)[:20].lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def read(body: bytes, day: Day, show: str, form: Form, columns: Sequence[Field]) -> Events:
    """The rows of the schedule that a calendar means; blocks, so it is for a thread.

    Raises:
        Rejected: `sheet.not_a_calendar`, `sheet.too_many_rows` or `protocol.too_big`.
    """
    if len(body) > CALENDAR_BYTES_MAX:
        raise Rejected("protocol.too_big", max_bytes=CALENDAR_BYTES_MAX)
    places = _places(body)
    most = list_of(form.schema, SCHEDULE).rows_max
    reading = _Reading(day, show, {column.key: column for column in columns}, form.lists.get(SCHEDULE, {}))
    events = events_of(body)
    for at, event in zip([*places, *[0] * len(events)], events, strict=False):
        reading.take(at, event)
        if len(reading.lines) > most or reading.near > most * _NEAR_FACTOR:
            raise Rejected("sheet.too_many_rows", max=most)
    known = dict.fromkeys(key for line in reading.lines for key in line.cells)
    sheet = Sheet(tuple(reading.lines), tuple(known), separator="")
    return Events(sheet, tuple(reading.faults), reading.elsewhere)


def _places(body: bytes) -> list[int]:
    """The lines where events begin. Raises `Rejected`: `sheet.too_many_rows`."""
    places: list[int] = []
    line, counted = 1, 0
    for found in _BEGIN.finditer(body):
        line, counted = line + body.count(b"\n", counted, found.start()), found.start()
        places.append(line)
        if len(places) > EVENTS_MAX:
            raise Rejected("sheet.too_many_rows", max=EVENTS_MAX)
    return places


class _Reading:
    """Lines, faults and how many events were of other days, as they are found.

    `near` counts those whose time zone had to be worked out, which takes its time.
    """

    def __init__(self, day: Day, show: str, columns: Mapping[str, Field], ours: Mapping[str, Row]) -> None:
        self._day = day
        self._show = show
        self._columns = columns
        self._ours = ours
        self.lines: list[Line] = []
        self.faults: list[Fault] = []
        self.elsewhere = 0
        self.near = 0

    def take(self, at: int, event: Any) -> None:
        """Another event."""
        try:
            line = self._line(at, event)
        except Rejected as rejected:
            self.faults.append(fault(at, "", rejected))
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError):  # the library's, for what is broken
            self.faults.append(fault(at, "", Rejected("sheet.event")))
        else:
            self.elsewhere += line is None
            self.lines.extend([line] if line else [])

    def _line(self, at: int, event: Any) -> Line | None:
        """The row that an event means; None when it is of another day. Raises `Rejected`."""
        uid = _text(event, "uid")
        row = uid.removesuffix(f".{self._show}{DOMAIN}") if uid.endswith(f".{self._show}{DOMAIN}") else ""
        away = self._days(event["DTSTART"].dt)
        if any(name in event for name in _REPEATS):
            if away > _ZONES_APART_DAYS:
                return None
            raise Rejected("sheet.recurring")
        if not row and abs(away) > _ZONES_APART_DAYS:
            return None
        self.near += 1
        start = self._local(event, "DTSTART")
        offset = self._offset(start, ours=bool(row))
        if offset is None:
            return None
        if _text(event, "status").upper() == "CANCELLED":
            raise Rejected("sheet.cancelled")
        fresh = "" if row or not uid else f"c{sha256(uid.encode()).hexdigest()[:_ID_CHARS]}"
        said = self._times(event, start, offset, self._ours.get(row or fresh)) | self._words(event)
        return Line(at, {key: text for key, text in said.items() if key in self._columns}, row, fresh)

    def _days(self, start: datetime | date) -> int:
        """How many days after the show it is, by its own calendar."""
        return ((start.date() if isinstance(start, datetime) else start) - self._day.date).days

    def _local(self, event: Any, name: str) -> datetime | date:
        """A time as it is at the venue; one without a zone is of the venue's. Raises `Rejected`."""
        value = event[name]
        found: datetime | date = value.dt
        if not isinstance(found, datetime):
            return found
        if found.tzinfo is None:
            if value.params.get("TZID"):
                raise Rejected("sheet.event")  # a zone that nobody knows
            return found
        return self._there(found)

    def _there(self, moment: datetime) -> datetime:
        """What the clock at the venue shows then; the same where nobody knows its zone."""
        return (moment.astimezone(self._day.zone) if moment.tzinfo and self._day.zone else moment).replace(tzinfo=None)

    def _offset(self, start: datetime | date, *, ours: bool) -> int | None:
        """The days from the show to an event; None when the event is none of this show's. Raises `Rejected`."""
        offset = self._days(start)
        night = offset == 1 and isinstance(start, datetime) and start.time() < NIGHT_ENDS
        if offset and not night and not ours:
            return None
        if not isinstance(start, datetime):
            raise Rejected("sheet.all_day")
        column = self._columns.get("day_offset")
        if column is not None and not column.min <= offset <= column.max:
            raise Rejected("sheet.other_day", day=start.date().isoformat(), max=int(column.max))
        return offset

    def _times(self, event: Any, start: datetime | date, offset: int, row: Row | None) -> dict[str, str]:
        """What an event says of start, end and day. What the row means already is not said in other words."""
        assert isinstance(start, datetime)
        said = {"start": f"{start:%H:%M}", "day_offset": str(offset)}
        end = event.end if "DTEND" in event or "DURATION" in event else None
        if isinstance(end, datetime) and end != event.start:
            longest = end - event.start
            if not timedelta() < longest < _LONGEST:
                raise Rejected("sheet.too_long", hours=round(longest.total_seconds() / 3600))
            said["end"] = f"{self._there(end):%H:%M}"
        register = row.cells.get("day_offset") if row else None
        if not offset and (register is None or register.value is None):
            del said["day_offset"]
        return said

    def _words(self, event: Any) -> dict[str, str]:
        what, title = self._named(_text(event, "summary").replace("\n", " ").strip())
        said = {"title": title} | ({"what": what} if what else {})
        about = _text(event, "description").replace("\r\n", "\n")
        first, _, rest = about.partition("\n")
        if first.startswith(WHO):
            said["who"], about = first.removeprefix(WHO), rest
        if about:
            said["notes"] = about
        if _text(event, "status").upper() == "CONFIRMED":
            said["confirmed"] = "yes"
        return said

    def _named(self, summary: str) -> tuple[str, str]:
        """What an event is, by the words of the form, and its title."""
        choices = {folded(each): each for each in (self._columns["what"].choices if "what" in self._columns else ())}
        if found := choices.get(folded(summary)):
            return found, ""
        first, colon, rest = summary.partition(": ")
        found = choices.get(folded(first)) if colon else None
        return (found, rest) if found else ("", summary)


def _text(event: Any, name: str) -> str:
    found: Any = event.get(name, "")
    return str(found[0]) if isinstance(found, list) and found else str(found)  # pyright: ignore[reportUnknownArgumentType]
