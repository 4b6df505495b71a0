from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from api.sheets.day import Day, day_of
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Edit
from hub.errors import Rejected
from persistence.documents import Known
from tests.hub.advancing_sync.forms import done

BERLIN = ZoneInfo("Europe/Berlin")
MADE = Known("Night", "2027-03-06", "Europe/Berlin", "eur", "Ponyhof, Leipzig", "#ff8800")


def saying(**fields: str) -> Form:
    """A form that says these of the show."""
    return done(Form(), *(Edit(field=f"show.{key}", value=text) for key, text in fields.items()))


def test_the_day_is_the_one_the_show_was_made_for_until_the_form_says_another() -> None:
    assert day_of(Form(), MADE) == Day(date(2027, 3, 6), BERLIN, "Night", "Ponyhof, Leipzig")
    moved = day_of(saying(date="2027-03-07", timezone="Europe/Lisbon"), MADE)
    assert (moved.date, moved.zone) == (date(2027, 3, 7), ZoneInfo("Europe/Lisbon"))


def test_what_the_form_says_is_enough() -> None:
    told = saying(date="2027-03-07", title="Fest")
    assert day_of(told, Known()) == Day(date(2027, 3, 7), None, "Fest")


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc", "CET in summer"])
def test_a_zone_that_is_none_is_passed_over(zone: str) -> None:
    assert day_of(saying(timezone=zone), MADE).zone == BERLIN


@pytest.mark.parametrize("told", [Known(), Known(day="MARK"), Known(day="0001-01-01"), Known(day="9999-12-31")])
def test_without_a_day_there_is_no_calendar(told: Known) -> None:
    with pytest.raises(Rejected) as refused:
        day_of(Form(), told)
    assert refused.value.code == "sheet.no_day"


def test_a_time_is_so_many_days_after_the_show_at_its_venue() -> None:
    day = Day(date(2027, 3, 27), BERLIN)
    assert day.at(1, "03:30") == datetime(2027, 3, 28, 3, 30, tzinfo=BERLIN)
    assert str(day.at(0, "03:30").utcoffset()) == "1:00:00"
    assert str(day.at(1, "03:30").utcoffset()) == "2:00:00"
    assert Day(date(2027, 3, 27), None).at(-1, "23:59") == datetime(2027, 3, 26, 23, 59)  # noqa: DTZ001
