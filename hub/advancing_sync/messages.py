"""What people ask of an advance form, and what then happened.

`field` is a key of the schema, `<section>.<field>`. A list field (guest list, schedule ...) has rows; an edit of a
cell names the `row` and the `column` too.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from hub.kernel import Command, Fact, Millis

FieldKey = Annotated[str, Meta(min_length=3, max_length=80, pattern=r"\A[a-z0-9_]+\.[a-z0-9_]+\Z")]
Column = Annotated[str, Meta(max_length=40, pattern=r"\A[a-z0-9_]*\Z")]
RowId = Annotated[str, Meta(max_length=40, pattern=r"\A[A-Za-z0-9_-]*\Z")]
#: Orders rows as plain strings do; made by `hub.advancing_sync.index.between`.
Index = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\A[0-9A-Za-z]+\Z")]
#: When and by whom a value was written: `<milliseconds, 13 digits>-<counter, 4 digits>-<person>`; sorts as text.
Stamp = Annotated[str, Meta(max_length=100, pattern=r"\A[A-Za-z0-9_.-]*\Z")]
#: The outer limits of any value; the schema has the narrower ones of each field. None clears the field.
Text = Annotated[str, Meta(max_length=10_000, pattern=r"\A[^\x00-\x08\x0b-\x1f\x7f]*\Z")]
Number = Annotated[float, Meta(ge=-1e12, le=1e12)]
Value: TypeAlias = Text | Number | bool | None
#: Where a value comes from: somebody's keys, a file, a template, or what the hub knew of the show.
Source: TypeAlias = Literal["typed", "imported", "template", "show"]
#: A value that was checked when it was written: facts and state have types without limits.
Kept: TypeAlias = str | float | bool | None


class Edit(Command, frozen=True, tag="advance.edit"):
    """Write a field or a cell. `saw` is the stamp of the value on the writer's screen, empty when there was none."""

    field: FieldKey
    value: Value
    saw: Stamp = ""
    row: RowId = ""
    column: Column = ""
    source: Source = "typed"


class Pick(Command, frozen=True, tag="advance.pick"):
    """Settle a field that has siblings: the value with this stamp stays, the others go.

    `saw` is the newest stamp among the values on the picker's screen: one that came after it was not seen and stays.
    """

    field: FieldKey
    stamp: Stamp
    saw: Stamp
    row: RowId = ""
    column: Column = ""


class AddRow(Command, frozen=True, tag="advance.add_row"):
    """Add a row behind the row `after`, first when empty. The client makes the id, so that it can edit at once."""

    field: FieldKey
    row: Annotated[RowId, Meta(min_length=1)]
    after: RowId = ""


class MoveRow(Command, frozen=True, tag="advance.move_row"):
    """Put a row behind the row `after`, first when empty."""

    field: FieldKey
    row: Annotated[RowId, Meta(min_length=1)]
    after: RowId = ""


class RemoveRow(Command, frozen=True, tag="advance.remove_row"):
    """Remove a row. An edit that did not know of it brings the row back: adding wins.

    `saw` is the newest stamp in `Row.written` on the remover's screen; a row written since then is not removed.
    """

    field: FieldKey
    row: Annotated[RowId, Meta(min_length=1)]
    saw: Stamp


class Lock(Command, frozen=True, tag="advance.lock"):
    """Lock a field (`on`) so that nobody edits it, or unlock it."""

    field: FieldKey
    on: bool = True


class Edited(Fact, frozen=True, tag="advance.edited"):
    """A value was written; the register merges it (`hub.advancing_sync.register`). `party`: for which side."""

    field: str
    value: Kept
    stamp: str
    saw: str
    by: str
    name: str
    at_ms: Millis
    row: str = ""
    column: str = ""
    party: str = ""
    source: str = "typed"


class Picked(Fact, frozen=True, tag="advance.picked"):
    """A field with siblings was settled on the value with the stamp `chosen`; `settled` are the stamps that go."""

    field: str
    chosen: str
    settled: tuple[str, ...]
    by: str
    at_ms: Millis
    row: str = ""
    column: str = ""


class RowAdded(Fact, frozen=True, tag="advance.row_added"):
    """A row stands in a list at `index`."""

    field: str
    row: str
    index: str
    by: str
    at_ms: Millis
    stamp: str


class RowMoved(Fact, frozen=True, tag="advance.row_moved"):
    """A row has another place; of two moves the one with the higher stamp counts."""

    field: str
    row: str
    index: str
    by: str
    at_ms: Millis
    stamp: str


class RowRemoved(Fact, frozen=True, tag="advance.row_removed"):
    """A row is gone as far as it had been written: `seen` has the newest stamp of each writer that its remover saw."""

    field: str
    row: str
    seen: tuple[str, ...]
    by: str
    at_ms: Millis
    stamp: str


class Locked(Fact, frozen=True, tag="advance.locked"):
    """A field is locked (`on`) by somebody, or open again."""

    field: str
    on: bool
    by: str
    name: str
    at_ms: Millis
    stamp: str
