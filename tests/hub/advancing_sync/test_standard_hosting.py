"""Sections 9 to 17 ask how people are looked after and what they owe each other."""

from hub.advancing_sync import standard_hosting as hosting
from hub.advancing_sync.schema import Field, Kind, Section


def the_list(section: Section, key: str) -> dict[str, Field]:
    return {column.key: column for field in section.fields if field.key == key for column in field.columns}


def test_a_meal_is_in_house_or_bought_out_with_an_amount_and_somebody_who_pays() -> None:
    meal = the_list(hosting.HOSPITALITY, "meals")
    assert {"in-house", "buy-out"} <= set(meal["how"].choices)
    assert meal["buyout_each"].kind is Kind.MONEY
    assert meal["paid_by"].choices


def test_a_guest_has_all_that_the_door_needs() -> None:
    guest = the_list(hosting.GUEST_LIST, "guests")
    assert set(guest) == {"name", "plus", "pass_type", "requested_by", "approved", "pick_up", "notes"}


def test_all_money_is_whole_minor_units() -> None:
    keys = {field.key for field in hosting.MONEY.fields if field.kind is Kind.MONEY}
    assert keys == {"guarantee", "deposit"}
    assert the_list(hosting.MONEY, "buyouts")["amount"].kind is Kind.MONEY


def test_rates_are_percentages() -> None:
    rates = [field for field in hosting.MERCH.fields if field.unit == "%"]
    assert [(field.min, field.max) for field in rates] == [(0, 100)] * 3


def test_documents_are_links() -> None:
    assert {field.kind for field in hosting.FILES.fields} == {Kind.URL}


def test_lists_of_networks_trips_hotels_and_press() -> None:
    assert "password" in the_list(hosting.WIFI, "networks")
    assert the_list(hosting.TRAVEL, "trips")["departs"].kind is Kind.TIME
    assert the_list(hosting.TRAVEL, "hotels")["check_in"].kind is Kind.DATE
    assert the_list(hosting.PRESS, "appointments")["outlet"].kind is Kind.TEXT
    assert {field.kind for field in hosting.RESTRICTIONS.fields} == {Kind.LONG_TEXT}
