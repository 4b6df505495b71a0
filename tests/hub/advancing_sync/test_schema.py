"""The check of every value: each fault has its own code."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.messages import Value
from hub.advancing_sync.schema import Field, Kind, asked, check, find
from hub.errors import Rejected
from tests.hub.advancing_sync.forms import ITEMS, SCHEMA, TITLE

CHOICES = ("wedge", "in-ear")
FIELDS = {
    kind: Field("f", "Label", kind, choices=CHOICES if kind is Kind.CHOICE else (), max=200, max_length=60)
    for kind in Kind
}

GOOD: list[tuple[Kind, Value]] = [
    (Kind.TEXT, "Stage door on Mill Lane"),
    (Kind.TEXT, "x" * 60),
    (Kind.LONG_TEXT, "two\nlines\tand a tab"),
    (Kind.NUMBER, 0.0),
    (Kind.NUMBER, 200.0),
    (Kind.NUMBER, 12.5),
    (Kind.NUMBER, 12),
    (Kind.INTEGER, 12.0),
    (Kind.INTEGER, 12),
    (Kind.MONEY, 150.0),
    (Kind.YES_NO, True),
    (Kind.YES_NO, False),
    (Kind.CHOICE, "in-ear"),
    (Kind.DATE, "2028-02-29"),
    (Kind.TIME, "00:00"),
    (Kind.TIME, "23:59"),
    (Kind.PHONE, "+44 20 7946 0018"),
    (Kind.PHONE, "020 (7946) 001-8x12"),
    (Kind.EMAIL, "ana.b+hub@mail.example.org"),
    (Kind.URL, "https://example.org/rider?v=2#p3"),
    *((kind, None) for kind in Kind),
]

BAD: list[tuple[str, Kind, Value]] = [
    ("wrong_type", Kind.TEXT, 5.0),
    ("wrong_type", Kind.TEXT, True),
    ("wrong_type", Kind.LONG_TEXT, 5.0),
    ("wrong_type", Kind.NUMBER, "5"),
    ("wrong_type", Kind.NUMBER, True),
    ("wrong_type", Kind.INTEGER, 1.5),
    ("wrong_type", Kind.INTEGER, "1"),
    ("wrong_type", Kind.MONEY, 1.5),
    ("wrong_type", Kind.YES_NO, "yes"),
    ("wrong_type", Kind.YES_NO, 1.0),
    ("wrong_type", Kind.CHOICE, 1.0),
    ("wrong_type", Kind.DATE, 20260704.0),
    ("wrong_type", Kind.LIST, "x"),
    ("too_long", Kind.TEXT, "x" * 61),
    ("too_long", Kind.LONG_TEXT, "x" * 61),
    ("too_long", Kind.EMAIL, "x" * 60 + "@example.org"),
    ("out_of_range", Kind.NUMBER, -0.1),
    ("out_of_range", Kind.NUMBER, 200.1),
    ("out_of_range", Kind.NUMBER, math.nan),
    ("out_of_range", Kind.INTEGER, math.inf),
    ("out_of_range", Kind.INTEGER, 201.0),
    ("out_of_range", Kind.MONEY, -1.0),
    ("not_a_choice", Kind.CHOICE, "drum fill"),
    ("not_a_choice", Kind.CHOICE, ""),
    ("wrong_format", Kind.TEXT, "two\nlines"),
    ("wrong_format", Kind.TEXT, "a\ttab"),
    ("wrong_format", Kind.DATE, "2026-02-30"),
    ("wrong_format", Kind.DATE, "20260704"),
    ("wrong_format", Kind.DATE, "2026-7-4"),
    ("wrong_format", Kind.DATE, "2026-W01-1"),
    ("wrong_format", Kind.DATE, "0000-01-01"),
    ("wrong_format", Kind.DATE, "२०२६-०७-०४"),
    ("wrong_format", Kind.TIME, "24:00"),
    ("wrong_format", Kind.TIME, "19:60"),
    ("wrong_format", Kind.TIME, "7:30"),
    ("wrong_format", Kind.TIME, "19:30\n"),
    ("wrong_format", Kind.TIME, "१९:३०"),
    ("wrong_format", Kind.PHONE, "call me"),
    ("wrong_format", Kind.PHONE, "+"),
    ("wrong_format", Kind.EMAIL, "ana"),
    ("wrong_format", Kind.EMAIL, "ana@home"),
    ("wrong_format", Kind.EMAIL, "ana@@example.org"),
    ("wrong_format", Kind.EMAIL, "ana @example.org"),
    ("wrong_format", Kind.EMAIL, "ana@example..org"),
    ("wrong_format", Kind.URL, "example.org"),
    ("wrong_format", Kind.URL, "javascript:alert(1)"),
    ("wrong_format", Kind.URL, "https://"),
    ("wrong_format", Kind.URL, "https://example.org/a b"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_good_value_passes(kind: Kind, value: Value) -> None:
    check(FIELDS[kind], value)


@pytest.mark.parametrize(("code", "kind", "value"), BAD)
def test_a_bad_value_is_refused_with_its_own_code(code: str, kind: Kind, value: Value) -> None:
    with pytest.raises(Rejected) as refused:
        check(FIELDS[kind], value)
    assert refused.value.code == f"advance.{code}"
    assert refused.value.say().startswith("Label takes ")


def test_the_sentences_say_what_to_type() -> None:
    said: list[str] = []
    for kind, value in ((Kind.TIME, "noon"), (Kind.NUMBER, 201.0), (Kind.CHOICE, "x"), (Kind.TEXT, "x" * 61)):
        with pytest.raises(Rejected) as refused:
            check(FIELDS[kind], value)
        said.append(refused.value.say())
    assert said == [
        "Label takes a time of day, such as 19:30.",
        "Label takes a value from 0 to 200.",
        "Label takes one of: wedge, in-ear.",
        "Label takes at most 60 characters: shorten it.",
    ]


@given(st.sampled_from(Kind), st.none() | st.booleans() | st.floats() | st.text(max_size=80))
def test_any_value_passes_or_is_refused_with_a_sentence(kind: Kind, value: Value) -> None:
    said = ""
    try:
        check(FIELDS[kind], value)
    except Rejected as refused:
        said = refused.say()
    assert said == "" or said.startswith("Label takes ")


def test_fields_and_columns_are_found_by_key() -> None:
    assert find(SCHEMA, TITLE).label == "Title"
    assert find(SCHEMA, ITEMS).kind is Kind.LIST
    assert find(SCHEMA, ITEMS, "start").kind is Kind.TIME


@pytest.mark.parametrize(
    ("key", "column", "named"),
    [
        ("show.nothing", "", "show.nothing"),
        ("nowhere.title", "", "nowhere.title"),
        ("title", "", "title"),
        (ITEMS, "end", "schedule.items.end"),
        (TITLE, "start", "show.title.start"),
    ],
)
def test_an_unknown_field_or_column_is_refused_by_name(key: str, column: str, named: str) -> None:
    with pytest.raises(Rejected) as refused:
        find(SCHEMA, key, column)
    assert refused.value.code == "advance.unknown_field"
    assert named in refused.value.say()


def test_a_question_that_is_not_asked_is_none() -> None:
    assert asked(SCHEMA, TITLE) == find(SCHEMA, TITLE)
    assert asked(SCHEMA, "show.cables") is None
    assert asked(SCHEMA, "nothing.title") is None
