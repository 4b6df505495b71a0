from datetime import UTC

import pytest

from hub.advancing_sync.documents.speech import minor_digits
from hub.advancing_sync.messages import Value
from hub.advancing_sync.schema import Field, Kind
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.documents.papers import BERLIN, speech

PEOPLE = Field("count", "People", Kind.INTEGER, unit="people")
WIDTH = Field("width", "Stage width", Kind.NUMBER, unit="m")
FEE = Field("fee", "Fee", Kind.MONEY)


@pytest.mark.parametrize(
    ("field", "value", "english", "german"),
    [
        (PEOPLE, None, "", ""),
        (PEOPLE, 1, "1 person", "1 Person"),
        (PEOPLE, 1200, "1,200 people", "1.200 Personen"),
        (WIDTH, 6.5, "6.5 m", "6,5 m"),
        (WIDTH, 1, "1 m", "1 m"),
        (WIDTH, 0.0, "0 m", "0 m"),
        (Field("lines", "Lines", Kind.INTEGER), 48.0, "48", "48"),
        (Field("dock", "Dock", Kind.YES_NO), True, "yes", "ja"),
        (Field("dock", "Dock", Kind.YES_NO), False, "no", "nein"),
        (Field("what", "What", Kind.CHOICE), "doors", "doors", "Einlass"),
        (Field("what", "What", Kind.CHOICE), "yoga", "yoga", "yoga"),
        (Field("date", "Date", Kind.DATE), "2026-07-04", "Saturday 4 July 2026", "Samstag, 4. Juli 2026"),
        (Field("time", "Time", Kind.TIME), "19:30", "19:30", "19:30"),
        (Field("name", "Name"), "doors", "doors", "doors"),
        (FEE, 350_000, "3,500.00 EUR", "3.500,00 EUR"),
        (FEE, 10_000_000_005, "100,000,000.05 EUR", "100.000.000,05 EUR"),
    ],
)
def test_a_value_reads_as_people_say_it(field: Field, value: Value, english: str, german: str) -> None:
    assert speech().value(field, value).replace("\u00a0", " ") == english
    assert speech("de").value(field, value).replace("\u00a0", " ") == german


@pytest.mark.parametrize(
    ("currency", "of_row", "text"),
    [
        ("jpy", "", "350,000 JPY"),
        ("KWD", "", "350.000 KWD"),
        ("EUR", "chf", "3,500.00 CHF"),
        ("EUR", "euros", "3,500.00 EUR"),
    ],
)
def test_an_amount_has_the_digits_of_its_currency(currency: str, of_row: str, text: str) -> None:
    assert speech(currency=currency).value(FEE, 350_000, of_row).replace("\u00a0", " ") == text


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("BHD", 3), ("XXX", 2)])
def test_a_currency_has_its_minor_digits(code: str, digits: int) -> None:
    assert minor_digits(code) == digits


@pytest.mark.parametrize("text", ["2026-02-30", "soon", ""])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert speech().day(text) == text


def test_a_day_later_may_be_another_year_and_past_the_last_there_is_none() -> None:
    assert speech().day("2026-12-31", 1) == "Friday 1 January 2027"
    assert speech().day("9999-12-31", 1) == "9999-12-31"


def test_a_moment_is_what_the_clock_at_the_venue_showed() -> None:
    assert speech(zone=UTC).moment(EVENING_MS) == "3 January 2026, 20:00"
    assert speech("de", BERLIN).moment(EVENING_MS) == "3. Januar 2026, 21:00 Uhr"


def test_what_the_form_calls_something_is_said_in_the_language() -> None:
    assert speech().label("Guest list") == "Guest list"
    assert speech("de").label("Guest list") == "Gästeliste"
    assert speech("de").label("What we made up") == "What we made up"
