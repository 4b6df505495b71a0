"""Another form: which sections and questions an advance has, as its organisers want them.

A design is a whole schema that takes the place of the one before. Answers to questions that it leaves out stay where
they are: they show again when a later design has the question again.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NoReturn

from hub.advancing_sync.design_messages import (
    CHOICES_MAX,
    COLUMNS_MAX,
    FIELDS_MAX,
    ROWS_MAX,
    SECTIONS_MAX,
    Design,
    Designed,
    schema_of,
)
from hub.advancing_sync.form import Form
from hub.advancing_sync.register import heads
from hub.advancing_sync.schema import LONG_CHARS_MAX, Field, Kind, Schema, Section
from hub.advancing_sync.stamp import next_stamp
from hub.errors import Rejected
from hub.kernel import ORGANISERS, PRINTABLE, Command, Moment, Role

LABEL_CHARS_MAX, KEY_CHARS_MAX, UNIT_CHARS_MAX = 80, 39, 20
NUMBER_MAX = 1e12
#: What a link may name beside the sections of a form.
RESERVED = frozenset({"chat"})
ALLOWED: Mapping[type[Command], frozenset[Role]] = MappingProxyType({Design: ORGANISERS})
_KEY = re.compile(rf"[a-z0-9_]{{1,{KEY_CHARS_MAX}}}")
_LABEL = re.compile(PRINTABLE)


def decide(form: Form, command: Design, moment: Moment) -> tuple[Designed, ...]:
    """The new design; nothing when the form has it.

    Raises:
        Rejected: `advance.bad_design`, `advance.kind_changed`, or `advance.design_changed` when somebody was quicker.
    """
    schema = schema_of(command.schema)
    if schema == form.schema:
        return ()
    if command.saw != form.designed:
        raise Rejected("advance.design_changed")
    check(schema)
    _keeps_kinds(form, schema)
    actor = moment.actor
    stamp = next_stamp(form.last, moment.now_ms, actor.person)
    return (Designed(schema=schema, by=actor.person, name=actor.name, at_ms=moment.now_ms, stamp=stamp),)


def check(schema: Schema) -> None:
    """See that this is a form that people can fill in. Raises `Rejected`: `advance.bad_design`."""
    if not 1 <= len(schema.sections) <= SECTIONS_MAX:
        _wrong("the form", f"has 1 to {SECTIONS_MAX} sections")
    if sum(len(section.fields) for section in schema.sections) > FIELDS_MAX:
        _wrong("the form", f"has at most {FIELDS_MAX} questions")
    _keyed("the form", schema.sections)
    for section in schema.sections:
        _keyed(section.label, section.fields)
        for field in section.fields:
            _field(field)


def _field(field: Field) -> None:
    if field.kind is Kind.LIST:
        if not 1 <= len(field.columns) <= COLUMNS_MAX or not 1 <= field.rows_max <= ROWS_MAX:
            _wrong(field.label, f"has 1 to {COLUMNS_MAX} columns and 1 to {ROWS_MAX} rows")
        _keyed(field.label, field.columns)
        for column in field.columns:
            if column.kind is Kind.LIST:
                _wrong(column.label, "is a list in a list")
            _limits(column)
    elif field.columns or field.rows_max:
        _wrong(field.label, "has columns or rows and is not a list")
    _limits(field)


def _limits(field: Field) -> None:
    if len(field.unit) > UNIT_CHARS_MAX:
        _wrong(field.label, f"has a unit of at most {UNIT_CHARS_MAX} characters")
    if not 1 <= field.max_length <= LONG_CHARS_MAX:
        _wrong(field.label, f"takes 1 to {LONG_CHARS_MAX} characters")
    if not -NUMBER_MAX <= field.min <= field.max <= NUMBER_MAX:
        _wrong(field.label, "has limits that no number keeps")
    choices = field.choices
    if (field.kind is Kind.CHOICE) != bool(choices) or len(choices) > CHOICES_MAX or len({*choices}) < len(choices):
        _wrong(field.label, f"has 1 to {CHOICES_MAX} different choices if it is one")
    if not all(_is_label(choice) for choice in choices):
        _wrong(field.label, f"has choices of 1 to {LABEL_CHARS_MAX} characters")


def _keyed(where: str, parts: Iterable[Section | Field]) -> None:
    """Each has a key of its own and a name to read."""
    keys: set[str] = set()
    for part in parts:
        if not _KEY.fullmatch(part.key):
            _wrong(where, f"has a key that is not 1 to {KEY_CHARS_MAX} of a-z, 0-9 and _")
        if not _is_label(part.label):
            _wrong(where, f"has a name that is not 1 to {LABEL_CHARS_MAX} characters on one line")
        if part.key in RESERVED:
            _wrong(where, f"has the key {part.key}, which means something else")
        if part.key in keys:
            _wrong(where, f"has the key {part.key} twice")
        keys.add(part.key)


def _is_label(text: str) -> bool:
    return len(text) <= LABEL_CHARS_MAX and bool(_LABEL.match(text))


def _keeps_kinds(form: Form, schema: Schema) -> None:
    """What has answers keeps its kind: the answers would not fit another one."""
    before = {key: field for key, field in _fields(form.schema) if _has_answers(form, key)}
    for key, field in _fields(schema):
        old = before.get(key)
        if old is None:
            continue
        columns = {column.key: column.kind for column in old.columns}
        if old.kind is not field.kind or any(
            columns.get(column.key, column.kind) is not column.kind for column in field.columns
        ):
            raise Rejected("advance.kind_changed", field=field.label)


def _fields(schema: Schema) -> Iterable[tuple[str, Field]]:
    return ((f"{section.key}.{field.key}", field) for section in schema.sections for field in section.fields)


def _has_answers(form: Form, key: str) -> bool:
    if key in form.lists:
        return True
    return key in form.fields and any(head.value is not None for head in heads(form.fields[key]))


def _wrong(where: str, what: str) -> NoReturn:
    raise Rejected("advance.bad_design", where=where, what=what)
