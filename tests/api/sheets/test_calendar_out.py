from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from api.sheets.calendar_out import summary, times, write
from api.sheets.day import Day
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Edit
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.forms import done
from tests.hub.advancing_sync.tables.lists import ITEMS, with_row

BERLIN = ZoneInfo("Europe/Berlin")
DAY = Day(date(2027, 3, 6), BERLIN, "Night", "Ponyhof, Leipzig")


def calendar(form: Form, day: Day = DAY) -> Any:
    """What a calendar reads."""
    return Calendar.from_ical(write(form, day, "s1", EVENING_MS))


def events(form: Form, day: Day = DAY) -> list[Any]:
    return calendar(form, day).walk("VEVENT")


def test_a_row_with_a_start_is_an_event_at_the_venue() -> None:
    form = with_row(
        Form(), ITEMS, "r1", what="soundcheck", title="Support; and more", start="17:00", end="18:30", who="The Twos",
        notes="Bring\nDI", confirmed=True, internal=True,
    )  # fmt: skip
    form = with_row(with_row(form, ITEMS, "r2", title="Some time"), ITEMS, "r3", start="19:00")
    found, other = events(form)
    assert (found.start, found.end) == (
        datetime(2027, 3, 6, 17, tzinfo=BERLIN),
        datetime(2027, 3, 6, 18, 30, tzinfo=BERLIN),
    )
    assert str(found["summary"]) == "Soundcheck: Support; and more"
    assert str(found["description"]) == "Who: The Twos\nBring\nDI"
    assert [str(found[name]) for name in ("uid", "location", "status", "class")] == [
        "r1.s1@showhub", "Ponyhof, Leipzig", "CONFIRMED", "PRIVATE",
    ]  # fmt: skip
    assert found.categories == ["soundcheck"]
    assert (str(other["summary"]), str(other["status"]), "dtend" in other) == ("Schedule", "TENTATIVE", False)
    assert other.end == other.start
    assert calendar(form).calendar_name == "Night"


def test_a_zone_is_told_with_its_rules() -> None:
    late = with_row(Form(), ITEMS, "r1", start="03:30", day_offset=1.0)
    text = write(late, Day(date(2027, 3, 27), BERLIN), "s1", EVENING_MS).decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" in text
    assert "DTSTART;TZID=Europe/Berlin:20270328T033000\r\n" in text
    (found,) = events(late, Day(date(2027, 3, 27), BERLIN))
    assert found.start.astimezone(UTC).hour == 1
    bare = write(late, Day(date(2027, 3, 27), None), "s1", EVENING_MS).decode()
    assert "DTSTART:20270328T033000\r\n" in bare
    assert "X-WR-CALNAME:s1\r\n" in bare or "NAME:s1\r\n" in bare


def test_what_ends_before_it_begins_ends_the_day_after() -> None:
    form = with_row(Form(), ITEMS, "r1", start="23:00", end="01:00", day_offset=-1.0)
    form = with_row(form, ITEMS, "r2", start="23:00", end="23:00")
    rows = form.lists[ITEMS]
    assert times(rows["r1"], DAY) == (
        datetime(2027, 3, 5, 23, tzinfo=BERLIN),
        datetime(2027, 3, 6, 1, tzinfo=BERLIN),
    )
    assert times(rows["r2"], DAY) == (datetime(2027, 3, 6, 23, tzinfo=BERLIN), None)


def test_an_event_is_the_same_one_and_newer_when_its_row_was_changed() -> None:
    form = with_row(Form(), ITEMS, "r1", start="19:00")
    (first,) = events(form)
    changed = done(form, Edit(field=ITEMS, row="r1", column="end", value="20:00"), now_ms=EVENING_MS + 60_000)
    (again,) = events(changed)
    assert again["uid"] == first["uid"]
    assert again["sequence"] > first["sequence"] > 0
    assert again["last-modified"].dt > first["last-modified"].dt
    moved = done(form, Edit(field="show.date", value="2027-03-08"), now_ms=EVENING_MS + 120_000)
    assert events(moved)[0]["sequence"] > again["sequence"]


def test_a_schedule_of_ones_own_making_breaks_nothing() -> None:
    columns = (Field("start", "Start"), Field("day_offset", "Day", Kind.NUMBER, min=-1e9, max=1e9), Field("end", "End"))
    own = Schema((Section("schedule", "S", (Field("items", "S", Kind.LIST, columns=columns, rows_max=9),)),))
    form = Form(own)
    form = with_row(form, ITEMS, "r1", start="soon")
    form = with_row(form, ITEMS, "r2", start="19:00", day_offset=1e9)
    form = with_row(form, ITEMS, "r3", start="19:00", end="late")
    (found,) = events(form)
    assert str(found["uid"]) == "r3.s1@showhub"


def test_an_event_is_called_by_what_it_is_and_its_title() -> None:
    assert summary("doors", "") == "Doors"
    assert summary("", "Main act") == "Main act"
    assert summary("meal", "Dinner") == "Meal: Dinner"
    assert summary("", "") == "Schedule"
