from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.sheets.calendar_in import EVENTS_MAX, Events, is_calendar, read
from api.sheets.calendar_out import write
from api.sheets.day import Day
from hub.advancing_sync.form import Form
from hub.advancing_sync.tables.plan import Plan, plan
from hub.errors import Rejected
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.tables.lists import ITEMS, MOMENT, after, columns, with_row

DAY = Day(date(2027, 3, 6), ZoneInfo("Europe/Berlin"))
ZONE = """BEGIN:VTIMEZONE
TZID:Tour time
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
"""


def a_calendar(*events: str, more: str = "") -> bytes:
    """A file with these events; lines of an event are parted by `|`."""
    lines = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events).replace("|", "\n")
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{more}{lines}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def events(*said: str, form: Form | None = None, day: Day = DAY, more: str = "") -> Events:
    form = form or Form()
    return read(a_calendar(*said, more=more), day, "s1", form, columns(form, ITEMS))


def planned(form: Form, body: bytes) -> Plan:
    found = read(body, DAY, "s1", form, columns(form, ITEMS))
    assert found.faults == ()
    return plan(form, ITEMS, columns(form, ITEMS), found.sheet, MOMENT)


@pytest.mark.parametrize(
    ("start", "clock"),
    [
        ("DTSTART:20270306T180000", "18:00"),
        ("DTSTART:20270306T180000Z", "19:00"),
        ("DTSTART;TZID=America/New_York:20270306T120000", "18:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20270306T180000", "18:00"),
        ("DTSTART;TZID=Tour time:20270306T180000", "16:00"),
        ("DTSTART;TZID=Asia/Tokyo:20270307T020000", "18:00"),
    ],
)
def test_a_time_in_any_zone_is_one_at_the_venue(start: str, clock: str) -> None:
    (line,) = events(f"UID:a|{start}|SUMMARY:x", more=ZONE).sheet.lines
    assert (line.cells["start"], line.cells.get("day_offset")) == (clock, None)


def test_where_nobody_knows_the_zone_times_stay_as_they_are() -> None:
    (line,) = events("UID:a|DTSTART:20270306T180000Z", day=Day(DAY.date, None)).sheet.lines
    assert line.cells["start"] == "18:00"


def test_words_of_an_event_are_those_of_the_form() -> None:
    found = events(
        "UID:a|DTSTART:20270306T180000|DURATION:PT90M|SUMMARY:Load-in|STATUS:CONFIRMED",
        "UID:b|DTSTART:20270307T013000|DTEND:20270307T030000|SUMMARY:Press: Radio\\, live|DESCRIPTION:Who: Ana\\nID",
        "UID:c|DTSTART:20270306T200000|SUMMARY:Dinner: late|DESCRIPTION:Soup",
    )
    assert [line.cells for line in found.sheet.lines] == [
        {"start": "18:00", "end": "19:30", "title": "", "what": "load-in", "confirmed": "yes"},
        {
            "start": "01:30", "day_offset": "1", "end": "03:00", "title": "Radio, live", "what": "press", "who": "Ana",
            "notes": "ID",
        },
        {"start": "20:00", "title": "Dinner: late", "notes": "Soup"},
    ]  # fmt: skip
    assert [line.at for line in found.sheet.lines] == [4, 11, 18]


@pytest.mark.parametrize(
    ("event", "code", "part"),
    [
        ("UID:a|DTSTART:20270306T180000|RRULE:FREQ=DAILY", "sheet.recurring", "each time"),
        ("UID:a|DTSTART:20270309T180000|RRULE:FREQ=DAILY", "sheet.recurring", "each time"),
        ("UID:a|DTSTART:20260101T180000|RRULE:FREQ=DAILY", "sheet.recurring", "each time"),
        ("UID:a|DTSTART;VALUE=DATE:20270101|RDATE;VALUE=DATE:20270306", "sheet.recurring", "each time"),
        ("UID:a|DTSTART:20270306T180000|RECURRENCE-ID:20270306T170000", "sheet.recurring", "each time"),
        ("UID:a|DTSTART;VALUE=DATE:20270306", "sheet.all_day", "time of day"),
        ("UID:a|DTSTART:20270306T180000|STATUS:CANCELLED", "sheet.cancelled", "by hand"),
        ("UID:a|DTSTART:20270306T180000|DTEND:20270308T180000", "sheet.too_long", "48 hours"),
        ("UID:a|DTSTART:20270306T180000|DTEND:20270306T170000", "sheet.too_long", "within a day"),
        ("UID:r1.s1@showhub|DTSTART:20270406T180000", "sheet.other_day", "2027-04-06: take one at most 7 days"),
        ("UID:a|DTSTART:soon", "sheet.event", "times and time zone"),
        ("UID:a|SUMMARY:x", "sheet.event", "times and time zone"),
        ("UID:a|DTSTART;TZID=Nowhere/Land:20270306T180000", "sheet.event", "times and time zone"),
        ("UID:a|DTSTART:20270306T180000|DTEND;VALUE=DATE:20270307", "sheet.event", "times and time zone"),
        ("UID:a|DTSTART:20270306T180000|DTEND:20270306T190000Z", "sheet.event", "times and time zone"),
    ],
)
def test_an_event_that_cannot_be_a_row_says_why(event: str, code: str, part: str) -> None:
    found = events("UID:ok|DTSTART:20270306T180000", event)
    assert [(each.line, each.code) for each in found.faults] == [(8, code)]
    assert part in found.faults[0].say
    assert len(found.sheet.lines) == 1


def test_events_of_other_days_are_counted_and_left_out() -> None:
    found = events(
        "UID:a|DTSTART:20270305T235900",
        "UID:b|DTSTART:20270307T060000",
        "UID:c|DTSTART;VALUE=DATE:20270310",
        "UID:d|DTSTART:20270310T180000|RRULE:FREQ=DAILY",
        "UID:e|DTSTART:20270307T055900",
        "UID:r1.s1@showhub|DTSTART:20270305T120000",
        "UID:r1.other@showhub|DTSTART:20270305T120000",
    )
    assert (found.elsewhere, found.faults) == (5, ())
    assert [line.cells["day_offset"] for line in found.sheet.lines] == ["1", "-1"]


def test_what_we_wrote_changes_nothing_and_what_was_moved_moves_its_row() -> None:
    form = with_row(Form(), ITEMS, "r1", what="doors", start="19:00", end="19:00", notes="Two\nlines")
    form = with_row(form, ITEMS, "r2", what="bus call", title="Bus 2", start="23:00", end="01:00", day_offset=0.0)
    form = with_row(form, ITEMS, "r3", title="Get in", start="10:00", day_offset=-1.0, who="Crew", confirmed=True)
    body = write(form, DAY, "s1", EVENING_MS)
    same = planned(form, body)
    assert (same.changes, same.unchanged, same.absent) == ((), 3, 0)
    moved = planned(form, body.replace(b"20270306T190000", b"20270306T193000"))
    assert [(each.row, [(cell.before, cell.after) for cell in each.cells]) for each in moved.changes] == [
        ("r1", [("19:00", "19:30")])
    ]


def test_an_event_of_elsewhere_is_the_same_row_when_it_comes_again() -> None:
    body = a_calendar("UID:her-1|DTSTART:20270306T180000|SUMMARY:Interview")
    form = after(Form(), planned(Form(), body))
    assert planned(form, body).changes == ()
    renamed = planned(form, body.replace(b"Interview", b"Photos"))
    assert [(each.what, each.name) for each in renamed.changes] == [("change", "Photos")]
    nameless = planned(form, a_calendar("DTSTART:20270306T180000|SUMMARY:Interview", "UID:|DTSTART:20270306T210000"))
    assert [(each.what, each.line) for each in nameless.changes] == [("add", 8)]


def test_a_file_with_too_many_events_is_refused_before_it_is_read() -> None:
    for many in (EVENTS_MAX + 1, 201):
        with pytest.raises(Rejected) as refused:
            events(*["DTSTART:20270306T180000"] * many)
        assert refused.value.code == "sheet.too_many_rows"
    assert events(*["DTSTART:20280306T180000"] * 201).elsewhere == 201
    with pytest.raises(Rejected) as refused:
        events(*["DTSTART;VALUE=DATE:20270306"] * 601)
    assert refused.value.code == "sheet.too_many_rows"
    with pytest.raises(Rejected) as refused:
        events("DTSTART:20280306T180000", more="X-NOTE:x\n" * 150_000)
    assert refused.value.code == "protocol.too_big"


@pytest.mark.parametrize(
    "body",
    [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nfoo\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n\0\r\nEND:VCALENDAR\r\n",
        a_calendar() * 2,
        a_calendar(more="BEGIN:VTIMEZONE\nTZID:q\nEND:VTIMEZONE\n"),
    ],
)
def test_what_is_no_whole_calendar_is_refused(body: bytes) -> None:
    assert is_calendar(body)
    with pytest.raises(Rejected) as refused:
        read(body, DAY, "s1", Form(), columns(Form(), ITEMS))
    assert refused.value.code == "sheet.not_a_calendar"


def test_a_calendar_is_known_by_its_first_words() -> None:
    assert is_calendar(b"\xef\xbb\xbf begin:vcalendar\r\n")
    assert not is_calendar(b"What,Start\r\n")


_SAID = r"""UID:r1.s1@showhub
UID:a
DTSTART:20270306T180000
DTSTART;TZID=x:20270306T180000
DTSTART:99991231T235900Z
DTSTART;VALUE=DATE:00010101
DTSTART:20270307T010000-0100
DTSTART:
DTEND:20270306T190000Z
DTEND:20270306T190000
DTEND:
DURATION:P1W
DURATION:-PT1H
RRULE:x
RDATE:x
SUMMARY:Load-in
SUMMARY;X=1:a\nb
STATUS:x
DESCRIPTION:Who:
BEGIN:VTIMEZONE
END:VTIMEZONE
TZOFFSETFROM:+9999
BEGIN:VALARM
END:VEVENT
END:VCALENDAR
X""".splitlines()
_EVENTS = st.lists(st.lists(st.sampled_from(_SAID), max_size=7), max_size=4) | st.lists(
    st.lists(st.text(max_size=20), max_size=3), max_size=3
)


@given(_EVENTS)
@settings(deadline=None)
def test_any_lines_are_events_faults_or_a_refusal(said: list[list[str]]) -> None:
    body = a_calendar(*("|".join(lines) for lines in said))
    form = with_row(Form(), ITEMS, "r1", start="18:00")
    with suppress(Rejected):
        found = read(body, DAY, "s1", form, columns(form, ITEMS))
        plan(form, ITEMS, columns(form, ITEMS), found.sheet, MOMENT)
        assert len(found.sheet.lines) + len(found.faults) + found.elsewhere <= len(said)
