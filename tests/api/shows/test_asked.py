from datetime import date

import pytest
from msgspec import UNSET, Struct, UnsetType

from api.shows.asked import differing, fresh_id, given, known
from hub.errors import Rejected


class Thing(Struct):
    """Something that can change."""

    name: str | UnsetType = UNSET
    day: date | str | UnsetType = UNSET
    place: str | UnsetType | None = UNSET


@pytest.mark.parametrize("timezone", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_a_time_zone_is_known_by_its_name(timezone: str) -> None:
    assert known(timezone) == timezone


@pytest.mark.parametrize("timezone", ["", "Europe", "europe/nowhere", "../../etc/passwd", "/etc/passwd", "zone.tab"])
def test_any_other_name_is_none(timezone: str) -> None:
    with pytest.raises(Rejected, match=r"show\.no_timezone"):
        known(timezone)


def test_what_was_not_said_is_not_given_and_what_is_to_be_nothing_is() -> None:
    assert given(Thing()) == {}
    assert given(Thing(name="x", day=date(2027, 3, 6), place=None)) == {"name": "x", "day": "2027-03-06", "place": None}


def test_a_change_to_what_it_is_already_changes_nothing() -> None:
    before = Thing("x", "2027-03-06", "here")
    assert differing(before, {"name": "x", "place": None}) == ({"place": "here"}, {"place": None})
    assert differing(before, {"day": "2027-03-06"}) == ({}, {})


def test_an_id_fits_where_ids_go() -> None:
    assert len({fresh_id() for _ in range(100)}) == 100
    assert len(fresh_id()) == 12
