import asyncio
from zoneinfo import ZoneInfo

import pytest

from api.sheets.parsing import LINE_CHARS_MAX, LINES_MAX, RULES_MAX, asked, events_of
from hub.errors import Rejected

EVENT = "BEGIN:VEVENT\nUID:a\nDTSTART;TZID={}:20270306T180000\nEND:VEVENT\n"
YEARLY = "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n"


def part(rules: str = "", offset: str = "+0300", of: str = "STANDARD") -> str:
    times = f"DTSTART:16010101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:{offset}\n"
    return f"BEGIN:{of}\n{times}{rules}END:{of}\n"


def a_calendar(zone: str = "Tour time", inside: str = "", events: str = "") -> bytes:
    """A file with a zone, and an event in it unless others are given."""
    known = f"BEGIN:VTIMEZONE\nTZID:{zone}\n{inside}END:VTIMEZONE\n" if inside else ""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{known}{events or EVENT.format(zone)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def hours(body: bytes) -> float | None:
    """How far the first event is from Greenwich."""
    offset = events_of(body)[0]["DTSTART"].dt.utcoffset()
    return None if offset is None else offset.total_seconds() / 3600


def test_a_zone_of_a_files_own_is_that_files_alone() -> None:
    assert hours(a_calendar(inside=part(offset="+0300"))) == 3
    assert hours(a_calendar(inside=part(offset="+0500"))) == 5
    assert hours(a_calendar()) is None
    outlook = "W. Europe Standard Time"
    assert hours(a_calendar(outlook, part(offset="+0500"))) == 5
    assert hours(a_calendar(outlook)) == 1


async def test_files_that_are_read_at_once_keep_their_zones_apart() -> None:
    wanted = [each % 9 for each in range(40)]
    bodies = [a_calendar(inside=part(offset=f"+0{each}00")) for each in wanted]
    assert await asyncio.gather(*(asyncio.to_thread(hours, body) for body in bodies)) == wanted


def test_a_zone_that_everybody_knows_is_the_one_that_everybody_knows() -> None:
    many = part(offset="+0900", rules="RRULE:FREQ=SECONDLY\n") * (RULES_MAX + 1)
    (event,) = events_of(a_calendar("Europe/Berlin", many))
    assert event["DTSTART"].dt.tzinfo == ZoneInfo("Europe/Berlin")
    vendors = "/freeassociation.sourceforge.net/Europe/Berlin"
    assert hours(a_calendar(vendors)) == 1


@pytest.mark.parametrize(
    "rules",
    [
        YEARLY,
        "RRULE:FREQ=YEARLY\n",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;UNTIL=20300101T000000Z\n",
        "RDATE:20270101T000000\n",
        YEARLY + "RDATE:20270101T000000\nRDATE:20280101T000000\n",
    ],
)
def test_a_zone_whose_clocks_change_once_a_year_is_worked_out(rules: str) -> None:
    assert hours(a_calendar(inside=part(rules, of="DAYLIGHT") + part(YEARLY))) == 3


@pytest.mark.parametrize(
    "rules",
    [
        "RRULE:FREQ=SECONDLY\n",
        "rrule:freq=MINUTELY;BYMONTH=3\n",
        "RRULE:FREQ=YEARLY;BYHOUR=1,2,3\n",
        "RRULE:FREQ=YEARLY;BYDAY=SU\n",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU,MO\n",
        "RRULE:FREQ=YEARLY;BYMONTH=1,2\n",
        "RRULE:FREQ=YEARLY;INTERVAL=0\n",
        "RRULE:FREQ=YEARLY;BYMONTHDAY=1\n",
        "RRULE:BYMONTH=3\n",
        YEARLY + "RRULE:FREQ=HOURLY\n",
        YEARLY + "EXRULE:FREQ=SECONDLY\n",
        YEARLY + "EXDATE:20270101T000000\n",
        "RDATE:" + ",".join(f"200{each}0101T000000" for each in range(8)) + "\n",
        "RRULE:FREQ=SEC\n ONDLY\n",
        YEARLY * (RULES_MAX + 1),
    ],
)
def test_a_zone_that_would_take_hours_to_work_out_is_refused(rules: str) -> None:
    for inside in (part(rules), f"BEGIN:STANDARD\nEND:VTIMEZONE\n{part(rules)}"):
        with pytest.raises(Rejected) as refused:
            hours(a_calendar(inside=inside))
        assert refused.value.code == "sheet.not_a_calendar"


def an_event(*lines: str) -> bytes:
    """A file with an event that says this, beside what each has."""
    said = "".join(f"{line}\n" for line in lines)
    return a_calendar(events=f"BEGIN:VEVENT\nDTSTART:20270306T180000\n{said}END:VEVENT\n")


def test_an_event_has_only_the_lines_that_are_asked_for() -> None:
    body = an_event(
        'summary;X="a:b":Long', " er", "X-NOISE;" + "A=b;" * 50_000 + ":1", "ATTENDEE:a", "", "DESCRIPTION:x"
    )
    assert body.count(b"\r\n") > asked(body).count(b"\r\n") == 7
    [event] = events_of(body)
    assert (event["SUMMARY"], event["DESCRIPTION"], "ATTENDEE" in event) == ("Longer", "x", False)


def test_texts_are_as_long_as_they_are_and_of_many_dates_some_are_enough() -> None:
    [event] = events_of(an_event("DESCRIPTION:" + "a;:" * 100_000, "EXDATE:" + "20270306T180000," * 10_000 + "x"))
    assert len(event["DESCRIPTION"]) == 300_000
    assert 100 < len(event["EXDATE"].dts) < LINE_CHARS_MAX


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (an_event("X:1\n" * 200_000 + "SUMMARY:a"), ""),
        (an_event(*["SUMMARY:a"] * LINES_MAX), "sheet.too_many_lines"),
        (a_calendar(events="BEGIN:VALARM\n" * LINES_MAX), "sheet.too_many_lines"),
        (an_event("SUMMARY" + ";A=b" * 1_000 + ":a"), "sheet.not_a_calendar"),
        (an_event('SUMMARY;A="' + "b" * LINE_CHARS_MAX + '":a'), "sheet.not_a_calendar"),
        (an_event("RRULE:FREQ=YEARLY;BYDAY=" + "MO," * 1_000 + "MO"), "sheet.not_a_calendar"),
        (an_event("EXDATE:" + "2" * 3_000), "sheet.not_a_calendar"),
        (an_event("no line of any calendar"), ""),
        (a_calendar(events="\n" * 500_000), ""),
    ],
)
def test_what_would_take_seconds_to_read_is_not_read(body: bytes, code: str) -> None:
    refused = ""
    try:
        events_of(body)
    except Rejected as rejected:
        refused = rejected.code
    assert refused == code
