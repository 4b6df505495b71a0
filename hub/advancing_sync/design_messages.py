"""What organisers ask of the form itself, and what then stands."""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from hub.advancing_sync.messages import Number, Stamp
from hub.advancing_sync.schema import LINE_CHARS_MAX, LONG_CHARS_MAX, Kind, Schema, Side
from hub.kernel import PRINTABLE, Command, Fact, Millis

#: What a form may have at most.
SECTIONS_MAX, FIELDS_MAX, COLUMNS_MAX, CHOICES_MAX, ROWS_MAX = 60, 800, 30, 60, 1_000
PartKey = Annotated[str, Meta(pattern=r"\A[a-z0-9_]{1,39}\Z", max_length=39)]
Label = Annotated[str, Meta(min_length=1, max_length=80, pattern=PRINTABLE)]


class WantedColumn(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A column of a list, as somebody wants it; `hub.advancing_sync.schema.Field` says what each part means."""

    key: PartKey
    label: Label
    kind: Kind = Kind.TEXT
    answers: Side = "both"
    unit: Annotated[str, Meta(max_length=20)] = ""
    min: Number = 0
    max: Number = 1_000_000
    max_length: Annotated[int, Meta(ge=1, le=LONG_CHARS_MAX)] = LINE_CHARS_MAX
    choices: Annotated[tuple[Label, ...], Meta(max_length=CHOICES_MAX)] = ()


class WantedField(WantedColumn, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A question, as somebody wants it."""

    columns: Annotated[tuple[WantedColumn, ...], Meta(max_length=COLUMNS_MAX)] = ()
    rows_max: Annotated[int, Meta(ge=0, le=ROWS_MAX)] = 0


class WantedSection(Struct, frozen=True, forbid_unknown_fields=True):
    """A section, as somebody wants it."""

    key: PartKey
    label: Label
    fields: Annotated[tuple[WantedField, ...], Meta(max_length=FIELDS_MAX)]


class WantedForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A form, as somebody wants it."""

    sections: Annotated[tuple[WantedSection, ...], Meta(min_length=1, max_length=SECTIONS_MAX)]


def wanted(schema: Schema) -> WantedForm:
    """A schema as one asks for it. Raises `msgspec.ValidationError` when nobody may."""
    return msgspec.convert(msgspec.to_builtins(schema), WantedForm)


def schema_of(design: WantedForm) -> Schema:
    """What is wanted as a schema."""
    return msgspec.convert(msgspec.to_builtins(design), Schema)


class Design(Command, frozen=True, tag="advance.design"):
    """Give the form these sections and questions. `saw` is the stamp of the design on one's screen, empty for none."""

    schema: WantedForm
    saw: Stamp = ""


class Designed(Fact, frozen=True, tag="advance.designed"):
    """The form has these sections and questions; of two designs the one with the higher stamp counts."""

    schema: Schema
    by: str
    name: str
    at_ms: Millis
    stamp: str
