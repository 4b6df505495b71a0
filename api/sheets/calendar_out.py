"""The schedule of a show as iCalendar (RFC 5545): each row that has a start is an event, the same one every time."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from api.sheets.day import DATE, ZONE, Day
from api.sheets.reached import SCHEDULE
from hub.advancing_sync import rows
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Kept
from hub.advancing_sync.rows import Row

#: What an id of an event ends in; before it stand the row and the show.
DOMAIN = "@showhub"
WHO = "Who: "
#: A sequence counts seconds from here, so that it fits 32 bits for a while.
_EPOCH_S = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())
#: Rules of a time zone are told for so long around the day.
_AROUND = timedelta(days=40)
#: Nothing of a show is farther away.
_DAYS_MAX = 31
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def write(form: Form, day: Day, show: str, now_ms: int) -> bytes:
    """The calendar of a show's schedule."""
    # Half a megabyte of grammar that only those who ask for it need.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar: Any = Calendar()
    for name, value in (("prodid", "-//Showhub//Schedule//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.calendar_name = day.title or show
    moved = max(_stamp(form, DATE), _stamp(form, ZONE))
    for row in rows.standing(form.lists.get(SCHEDULE, {})):
        found = times(row, day)
        if found is not None:
            event: Any = Event()
            for name, value in (*_times(*found), *_words(row, day), *_marks(row, show, moved)):
                event.add(name, value)
            event.add("dtstamp", _moment(now_ms))
            calendar.add_component(event)
    calendar.add_missing_timezones(first_date=day.date - _AROUND, last_date=day.date + _AROUND)
    return calendar.to_ical()


def times(row: Row, day: Day) -> tuple[datetime, datetime | None] | None:
    """When a row begins and ends; None when it does not say when it begins.

    An end before the start is on the day after. Where there is none, or it is the start, there is no end.
    """
    offset, start, end = _value(row, "day_offset") or 0, _clock(row, "start"), _clock(row, "end")
    if start is None or not isinstance(offset, float | int) or abs(offset) > _DAYS_MAX:
        return None
    begins = day.at(int(offset), start)
    if end is None or end == start:
        return begins, None
    return begins, day.at(int(offset) + (end < start), end)


def summary(what: str, title: str) -> str:
    """What an event is called."""
    kind = what[:1].upper() + what[1:]
    return f"{kind}: {title}" if kind and title else kind or title or "Schedule"


def _times(start: datetime, end: datetime | None) -> list[tuple[str, Any]]:
    return [("dtstart", start)] if end is None else [("dtstart", start), ("dtend", end)]


def _words(row: Row, day: Day) -> list[tuple[str, Any]]:
    what, title, who, notes = (str(_value(row, key) or "") for key in ("what", "title", "who", "notes"))
    about = "\n".join(filter(None, (WHO + who if who else "", notes)))
    more = (("categories", [what] if what else None), ("description", about), ("location", day.place))
    return [("summary", summary(what, title)), *((name, value) for name, value in more if value)]


def _marks(row: Row, show: str, moved: str) -> list[tuple[str, Any]]:
    """What tells a calendar which event it is and whether it is newer; `moved`: when the show's day was written."""
    touched = max(max(row.written)[:13], row.placed[:13])
    sequence = int(max(touched, moved[:13])) // 1000 - _EPOCH_S
    return [
        ("uid", f"{row.id}.{show}{DOMAIN}"),
        ("last-modified", _moment(int(touched))),
        ("sequence", max(sequence, 0)),
        ("status", "CONFIRMED" if _value(row, "confirmed") is True else "TENTATIVE"),
        ("class", "PRIVATE" if _value(row, "internal") is True else "PUBLIC"),
    ]


def _clock(row: Row, key: str) -> str | None:
    value = _value(row, key)
    return value if isinstance(value, str) and _CLOCK.fullmatch(value) else None


def _value(row: Row, key: str) -> Kept:
    register = row.cells.get(key)
    return None if register is None else register.value


def _stamp(form: Form, key: str) -> str:
    register = form.fields.get(key)
    return register.stamp if register else ""


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms // 1000, UTC)
