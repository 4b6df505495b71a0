"""What a form asks: sections of fields, each with its type, its limits and who answers it.

A schema is a value: the page, the check of every edit and later the exports are derived from it. Custom fields need
nothing but another schema.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NoReturn

from msgspec import Struct

from hub.advancing_sync.messages import Value
from hub.errors import Rejected

Side = Literal["band", "venue", "both"]

#: No field of text takes more than `messages.Text` does, no number more than `messages.Number`.
LONG_CHARS_MAX = 10_000
LINE_CHARS_MAX = 200


class Kind(StrEnum):
    """What a value is. Values are JSON's: text, numbers, true and false. None is no answer, in every kind."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"
    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"  # minor units of the show's currency
    YES_NO = "yes_no"
    CHOICE = "choice"
    DATE = "date"  # 2026-07-04
    TIME = "time"  # 19:30, at the venue
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    LIST = "list"  # rows of `columns`


class Field(Struct, frozen=True, omit_defaults=True):
    """One question. `key` is unique in its section, or among its list's columns.

    `max_length` counts characters; `min` and `max` are inclusive, in `unit`; `rows_max` counts rows that stand.
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    answers: Side = "both"
    unit: str = ""
    min: float = 0
    max: float = 1_000_000
    max_length: int = LINE_CHARS_MAX
    choices: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()
    rows_max: int = 0


class Section(Struct, frozen=True):
    """Questions that belong together. A field's full key is `<section key>.<field key>`."""

    key: str
    label: str
    fields: tuple[Field, ...]


class Schema(Struct, frozen=True):
    """A whole form, in the order that people answer it."""

    sections: tuple[Section, ...]


def find(schema: Schema, key: str, column: str = "") -> Field:
    """The field with a full key, or the column of that list.

    Raises:
        Rejected: `advance.unknown_field`.
    """
    field = asked(schema, key)
    if field is None:
        raise Rejected("advance.unknown_field", field=key)
    return _column(field, key, column) if column else field


def asked(schema: Schema, key: str) -> Field | None:
    """The question with a full key; None when this form does not ask it."""
    section_key, _, field_key = key.partition(".")
    for section in schema.sections:
        if section.key == section_key:
            for field in section.fields:
                if field.key == field_key:
                    return field
    return None


def _column(field: Field, key: str, column: str) -> Field:
    for candidate in field.columns:
        if candidate.key == column:
            return candidate
    raise Rejected("advance.unknown_field", field=f"{key}.{column}")


def check(field: Field, value: Value) -> None:
    """See that a field takes this value.

    Raises:
        Rejected: `advance.wrong_type`, `advance.too_long`, `advance.wrong_format`, `advance.out_of_range` or
            `advance.not_a_choice`.
    """
    if value is not None:
        _CHECKS[field.kind](field, value)


def _wrong_type(field: Field, expected: str) -> NoReturn:
    raise Rejected("advance.wrong_type", field=field.label, expected=expected)


def _text(field: Field, value: Value) -> str:
    if not isinstance(value, str):
        _wrong_type(field, "text")
    if len(value) > field.max_length:
        raise Rejected("advance.too_long", field=field.label, max=field.max_length)
    return value


def _in_range(field: Field, value: Value) -> float:
    if not isinstance(value, float | int) or isinstance(value, bool):
        _wrong_type(field, "a number")
    if not field.min <= value <= field.max:
        low, high = (f"{limit:.10g}" for limit in (field.min, field.max))
        raise Rejected("advance.out_of_range", field=field.label, min=low, max=high)
    return value


def _whole(field: Field, value: Value) -> None:
    if _in_range(field, value) % 1:
        _wrong_type(field, "a whole number")


def _yes_no(field: Field, value: Value) -> None:
    if not isinstance(value, bool):
        _wrong_type(field, "yes or no")


def _choice(field: Field, value: Value) -> None:
    if not isinstance(value, str):
        _wrong_type(field, "one of its choices")
    if value not in field.choices:
        raise Rejected("advance.not_a_choice", field=field.label, choices=", ".join(field.choices))


def _rows(field: Field, _value: Value) -> None:
    _wrong_type(field, "rows, not one value")


def _formatted(form: str, expected: str, example: str) -> Callable[[Field, Value], None]:
    """A check that text is wholly of a form."""
    wanted = re.compile(form, re.ASCII)

    def checks(field: Field, value: Value) -> None:
        if not wanted.fullmatch(_text(field, value)):
            raise Rejected("advance.wrong_format", field=field.label, expected=expected, example=example)

    return checks


_LINE = _formatted(r"[^\n\t]*", "one line", "Stage door on Mill Lane")
_ISO_DATE = _formatted(r"\d{4}-\d\d-\d\d", "a date", "2026-07-04")


def _date(field: Field, value: Value) -> None:
    _ISO_DATE(field, value)
    try:
        date.fromisoformat(str(value))
    except ValueError:
        raise Rejected("advance.wrong_format", field=field.label, expected="a date", example="2026-07-04") from None


_CHECKS: Mapping[Kind, Callable[[Field, Value], object]] = MappingProxyType(
    {
        Kind.TEXT: _LINE,
        Kind.LONG_TEXT: _text,
        Kind.NUMBER: _in_range,
        Kind.INTEGER: _whole,
        Kind.MONEY: _whole,
        Kind.YES_NO: _yes_no,
        Kind.CHOICE: _choice,
        Kind.DATE: _date,
        Kind.TIME: _formatted(r"([01]\d|2[0-3]):[0-5]\d", "a time of day", "19:30"),
        Kind.PHONE: _formatted(r"\+?[0-9][0-9 ()./-]{2,29}(x\d{1,6})?", "a phone number", "+44 20 7946 0018"),
        Kind.EMAIL: _formatted(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", "an e-mail address", "ana@example.org"),
        Kind.URL: _formatted(r"https?://[^\s/?#]+[^\s]*", "a web address", "https://example.org/rider"),
        Kind.LIST: _rows,
    }
)
