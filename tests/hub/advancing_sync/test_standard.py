"""The standard form: whole, and every question has its limits."""

import msgspec
import pytest
from msgspec.json import decode, encode

from hub.advancing_sync.messages import Column, FieldKey, Text
from hub.advancing_sync.schema import LONG_CHARS_MAX, Field, Kind, Schema
from hub.advancing_sync.standard import STANDARD

QUESTIONS = [(section.key, field) for section in STANDARD.sections for field in section.fields]
COLUMNS = [(field, column) for _, field in QUESTIONS for column in field.columns]
SINGLE = [field for _, field in QUESTIONS if field.kind is not Kind.LIST] + [column for _, column in COLUMNS]


def test_it_has_the_seventeen_sections_in_the_order_of_the_day() -> None:
    assert [section.key for section in STANDARD.sections] == [
        "show",
        "addresses",
        "schedule",
        "parking",
        "contacts",
        "production",
        "technical",
        "labour",
        "hospitality",
        "guest_list",
        "merch",
        "wifi",
        "travel",
        "press",
        "money",
        "restrictions",
        "files",
    ]


def test_every_key_is_one_that_a_message_can_carry_and_stands_once() -> None:
    keys = [f"{section}.{field.key}" for section, field in QUESTIONS]
    assert msgspec.convert(keys, list[FieldKey]) == keys
    assert len(set(keys)) == len(keys)
    for _, field in QUESTIONS:
        columns = [column.key for column in field.columns]
        assert msgspec.convert(columns, list[Column]) == columns
        assert "" not in columns
        assert len(set(columns)) == len(columns)


def test_lists_have_columns_and_a_limit_and_nothing_else_has() -> None:
    for _, field in QUESTIONS:
        is_list = field.kind is Kind.LIST
        assert bool(field.columns) == is_list, field.key
        assert (0 < field.rows_max <= 500) == is_list, field.key
    assert all(column.kind is not Kind.LIST for _, column in COLUMNS)


@pytest.mark.parametrize("field", SINGLE, ids=lambda field: field.key)
def test_every_question_can_be_answered_within_the_limits_of_a_message(field: Field) -> None:
    assert field.label
    assert bool(field.choices) == (field.kind is Kind.CHOICE)
    assert len(set(field.choices)) == len(field.choices)
    assert field.min < field.max <= 1e12
    assert 0 < field.max_length <= LONG_CHARS_MAX
    assert all(len(choice) <= field.max_length for choice in field.choices)
    msgspec.convert("x" * field.max_length, Text)


def test_it_goes_through_json_and_back() -> None:
    assert decode(encode(STANDARD), type=Schema) == STANDARD


def test_what_a_client_gets_of_it_is_small() -> None:
    assert len(encode(STANDARD)) < 24 * 1024
