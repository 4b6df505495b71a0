"""Sections 1 to 5 ask what a crew needs for the day itself."""

from hub.advancing_sync import standard_day as day
from hub.advancing_sync.schema import Kind


def test_the_schedule_has_every_moment_of_a_show_day_and_goes_past_midnight() -> None:
    what, *_ = day.SCHEDULE.fields[0].columns
    moments = {"access", "crew call", "load-in", "line check", "soundcheck", "doors", "support set", "changeover"}
    moments |= {"headliner", "noise curfew", "backstage curfew", "load-out", "bus call"}
    assert moments <= set(what.choices)
    offset = next(column for column in day.SCHEDULE.fields[0].columns if column.key == "day_offset")
    assert offset.min < 0 < offset.max


def test_every_vehicle_has_an_answer_and_a_place() -> None:
    keys = {field.key: field.kind for field in day.PARKING.fields}
    for vehicle in ("van", "bus", "truck", "trailer"):
        assert keys[f"{vehicle}_parking"] is Kind.YES_NO
        assert keys[f"{vehicle}_place"] is Kind.TEXT


def test_people_are_reachable() -> None:
    kinds = {column.key: column.kind for column in day.CONTACTS.fields[0].columns}
    assert kinds["phone"] is Kind.PHONE
    assert kinds["email"] is Kind.EMAIL


def test_where_things_are_is_the_venues_to_say() -> None:
    assert {field.answers for field in day.ADDRESSES.fields} == {"venue"}
    assert {field.key for field in day.SHOW.fields} >= {"title", "date", "timezone", "venue", "currency"}
