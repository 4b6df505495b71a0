from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hub.advancing_sync.schema import Field, Kind
from hub.advancing_sync.tables.cells import folded, read, write
from hub.errors import Rejected

NUMBER = Field("n", "Length", Kind.NUMBER, unit="m", min=-1e12, max=1e12)
MONEY = Field("m", "Price", Kind.MONEY, min=-1e12, max=1e12)
PLUS = Field("p", "Plus", Kind.INTEGER, max=50)
YES_NO = Field("y", "Approved", Kind.YES_NO)
PASS = Field("c", "Pass", Kind.CHOICE, choices=("guest", "all areas", "A1", "a-1"))
TIME = Field("t", "Start", Kind.TIME)
DATE = Field("d", "Date", Kind.DATE)
NOTES = Field("x", "Notes", Kind.LONG_TEXT, max_length=2_000)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (NUMBER, None, ""),
        (NUMBER, 12.0, "12"),
        (NUMBER, 0.125, "0.125"),
        (NUMBER, 1e-7, "1e-07"),
        (MONEY, 123_456.0, "1234.56"),
        (MONEY, -5.0, "-0.05"),
        (YES_NO, True, "yes"),
        (YES_NO, False, "no"),
        (NOTES, "a\nb", "a\nb"),
    ],
)
def test_a_value_is_written_as_people_read_it(field: Field, value: Any, text: str) -> None:
    assert write(field, value) == text
    assert read(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (NUMBER, "  ", None),
        (NUMBER, "12,5 m", 12.5),
        (NUMBER, "12 M", 12),
        (NUMBER, "1.125", 1.125),
        (NUMBER, "1.234,5", 1234.5),
        (NUMBER, "1,234.5", 1234.5),
        (NUMBER, "1 234 567", 1_234_567),
        (NUMBER, "\u22123", -3),
        (NUMBER, ".5", 0.5),
        (MONEY, "1'234.50", 123_450),
        (MONEY, "12", 1200),
        (PLUS, "5.0", 5),
        (YES_NO, "Ja", True),
        (YES_NO, "0", False),
        (PASS, "All Areas", "all areas"),
        (PASS, "A1", "A1"),
        (TIME, "9:30", "09:30"),
        (TIME, "19:30:00", "19:30"),
        (TIME, "19.30 Uhr", "19:30"),
        (TIME, "7h", "07:00"),
        (TIME, "7:30 pm", "19:30"),
        (TIME, "12 a.m.", "00:00"),
        (TIME, "13:15 pm", "13:15"),
        (TIME, "1930", "19:30"),
        (DATE, "4.7.2026", "2026-07-04"),
        (DATE, "2026-07-04", "2026-07-04"),
        (NOTES, "a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_what_people_type_is_read_generously(field: Field, text: str, value: Any) -> None:
    assert read(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (NUMBER, "1,500", "sheet.ambiguous_number"),
        (NUMBER, "1.000.000", "sheet.ambiguous_number"),
        (PLUS, "1.000", "sheet.ambiguous_number"),
        (MONEY, "1.234", "sheet.ambiguous_number"),
        (NUMBER, "wide", "advance.wrong_type"),
        (NUMBER, "9" * 5_000, "advance.out_of_range"),
        (PLUS, "1.5", "advance.wrong_type"),
        (YES_NO, "maybe", "advance.wrong_type"),
        (PASS, "a 1", "advance.not_a_choice"),
        (TIME, "24:30", "advance.wrong_format"),
        (TIME, "soon", "advance.wrong_format"),
        (DATE, "4/7/2026", "advance.wrong_format"),
        (DATE, "31.02.2026", "advance.wrong_format"),
        (NOTES, "bell\x07", "sheet.unprintable"),
        (NOTES, "x" * 2_001, "advance.too_long"),
    ],
)
def test_what_may_mean_something_else_is_refused(field: Field, text: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        read(field, text)
    assert refused.value.code == code
    assert field.label in refused.value.say()


@given(st.floats(-1e12, 1e12))
def test_every_number_comes_back(value: float) -> None:
    assert read(NUMBER, write(NUMBER, value)) == value


@given(st.integers(-(10**12), 10**12))
@example(8_529_157_974)
def test_every_amount_comes_back(value: int) -> None:
    assert read(MONEY, write(MONEY, float(value))) == value


def test_case_accents_and_signs_make_no_difference_to_names() -> None:
    assert folded("E-Mail  Adresse") == folded("email-ADRESSE") == "emailadresse"
    assert folded("Größe") == "grosse"
    assert folded("+") == ""
