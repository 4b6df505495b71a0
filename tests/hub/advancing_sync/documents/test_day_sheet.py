import pytest

from hub.advancing_sync.documents.content import Card, DaySheetContent, Fact
from hub.advancing_sync.documents.day_sheet import SCHEDULE, day_sheet, timed
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Edit, Value
from hub.advancing_sync.rows import standing
from tests.hub.advancing_sync.documents.papers import BEN, after, answered, listed, readers, seen

DAY = "2026-07-04"
NIGHT: list[dict[str, Value]] = [
    {"what": "load-out", "start": "23:30", "end": "01:00"},
    {"what": "doors", "start": "19:00", "confirmed": True},
    {"what": "press", "title": "Radio Mill"},
    {"what": "noise curfew", "start": "00:00", "day_offset": 1},
    {"what": "bus call", "start": "02:30"},
    {"what": "load-in", "start": "14:00", "who": "4 hands", "notes": "Gate B", "internal": True},
    {"what": "access", "start": "05:00", "day_offset": 0},
    {"what": "travel", "start": "20:00", "day_offset": -1},
]


def sheet(form: Form, *sections: str) -> DaySheetContent:
    """The day sheet of a form."""
    return day_sheet(readers(seen(form, *sections)), DAY)


def card(form: Form, label: str) -> Card | None:
    """The card of this name."""
    return next((each for each in sheet(form).cards if each.label == label), None)


def test_the_day_is_in_order_with_the_night_behind_it() -> None:
    stretches = sheet(listed(SCHEDULE, NIGHT)).stretches
    assert [(each.label, [stop.what for stop in each.stops]) for each in stretches] == [
        ("The day before · Friday 3 July 2026", ["travel"]),
        ("Show day · Saturday 4 July 2026", ["access", "load-in", "doors", "press", "load-out"]),
        ("After midnight · Sunday 5 July 2026", ["noise curfew", "bus call"]),
    ]


def test_a_stop_says_when_what_who_and_how_sure_it_is() -> None:
    stops = {stop.what: stop for stretch in sheet(listed(SCHEDULE, NIGHT)).stretches for stop in stretch.stops}
    assert (stops["load-out"].start, stops["load-out"].end) == ("23:30", "01:00 (+1)")
    assert (stops["load-in"].who, stops["load-in"].notes, stops["load-in"].internal) == ("4 hands", "Gate B", True)
    assert (stops["doors"].confirmed, stops["load-in"].confirmed) == (True, False)
    assert (stops["press"].start, stops["press"].title) == ("", "Radio Mill")


def test_what_two_have_written_stands_beside_it() -> None:
    form = listed(SCHEDULE, [{"what": "doors", "start": "19:00"}])
    form = after(form, Edit(field=SCHEDULE, value="19:30", row="r1", column="start"), by=BEN)
    [stretch] = sheet(form).stretches
    assert (stretch.label, stretch.stops[0].start, stretch.stops[0].also) == ("", "19:30", ("also 19:00, by Ana",))


@pytest.mark.parametrize(
    ("days", "label"),
    [(3, "3 days after · Tuesday 7 July 2026"), (-2, "2 days before · Thursday 2 July 2026")],
)
def test_a_day_farther_away_says_how_far(days: int, label: str) -> None:
    [stretch] = sheet(listed(SCHEDULE, [{"what": "travel", "start": "10:00", "day_offset": days}])).stretches
    assert stretch.label == label


def test_without_a_date_the_days_have_names_only() -> None:
    content = day_sheet(readers(listed(SCHEDULE, NIGHT)), "")
    assert [each.label for each in content.stretches] == ["The day before", "Show day", "After midnight"]


def test_what_has_no_time_stays_behind_what_it_stood_behind() -> None:
    rows = standing(listed(SCHEDULE, [{"what": "other"}, *NIGHT[:3]]).lists[SCHEDULE])
    assert [(at_min, row.id) for at_min, row in timed(rows)] == [(0, "r1"), (1140, "r3"), (1140, "r4"), (1410, "r2")]


def test_whom_to_call_is_there_with_what_they_do() -> None:
    people: list[dict[str, Value]] = [
        {"name": "Ana", "role": "Tour manager", "side": "band", "phone": "+49 160 1", "email": "ana@example.org"},
        {"name": "Ben"},
        {"email": "x@example.org"},
        {},
    ]
    found = card(listed("contacts.people", people), "Contacts")
    assert found == Card(
        "Contacts",
        (
            Fact("Ana", "Tour manager · band", ("+49 160 1", "ana@example.org")),
            Fact("Ben", ""),
            Fact("", "", ("x@example.org",)),
        ),
        wide=True,
    )


def test_where_to_go_eat_sleep_and_get_on_line_is_there() -> None:
    form = answered({"addresses.venue_address": "Mill Lane 4", "addresses.phone": "+49 341 1"})
    form = listed("wifi.networks", [{"name": "Crew", "password": "12345678", "place": "backstage"}], form)
    form = listed("hospitality.meals", [{"which": "dinner", "time": "18:15", "count": 12, "buyout_each": 2500}], form)
    form = listed("hospitality.dressing_rooms", [{"name": "2", "for_whom": "Band", "ready_at": "13:00"}], form)
    form = listed("travel.hotels", [{"name": "Lamp", "check_in": "2026-07-04"}], form)
    assert card(form, "Addresses") == Card(
        "Addresses", (Fact("Venue address", "Mill Lane 4"), Fact("Venue phone", "+49 341 1"))
    )
    assert card(form, "Wi-Fi") == Card("Wi-Fi", (Fact("Crew", "12345678", ("backstage",)),))
    assert card(form, "Meals") == Card("Meals", (Fact("18:15 dinner", "12\u00a0people"),))
    assert card(form, "Dressing rooms") == Card("Dressing rooms", (Fact("2", "Band", ("Ready at: 13:00",)),))
    assert card(form, "Hotels") == Card("Hotels", (Fact("Lamp", "", ("Check-in: Saturday 4 July 2026",)),))


def test_where_to_park_is_one_line_for_each_kind() -> None:
    form = answered({"parking.bus_parking": True, "parking.bus_place": "Mill Lane", "parking.van_parking": False})
    form = answered({"parking.truck_place": "Yard"}, form)
    assert card(form, "Parking and access") == Card(
        "Parking and access",
        (Fact("Bus parking", "yes: Mill Lane"), Fact("Where trucks park", "Yard"), Fact("Van parking", "no")),
    )


def test_who_may_see_some_sections_gets_these_only() -> None:
    form = answered({"addresses.phone": "+49 341 1"}, listed(SCHEDULE, NIGHT))
    content = sheet(form, "addresses")
    assert (content.stretches, [each.label for each in content.cards]) == ((), ["Addresses"])
    assert sheet(Form()) == DaySheetContent((), ())
