"""A list of the form as a file, and a file as lines for a list."""

from collections.abc import Sequence

from msgspec import Struct

from hub.advancing_sync import rows
from hub.advancing_sync.form import Form
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field
from hub.advancing_sync.tables import cells, grid
from hub.advancing_sync.tables.columns import ROW_ID, headers, list_of, natural, recognise
from hub.errors import Rejected

#: Columns of a file; no list has so many.
COLUMNS_MAX = 500


class Line(Struct, frozen=True):
    """What a file says of one row: text by column key, without those that it leaves out.

    `at` is where in the file. `row`: the row of the form that it names. `fresh`: the id it shall have if it is new.
    `extra`: texts behind the last column.
    """

    at: int
    cells: dict[str, str]
    row: str = ""
    fresh: str = ""
    extra: bool = False


class Sheet(Struct, frozen=True):
    """A file. `unknown` are its columns that the list does not have."""

    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    encoding: str = "UTF-8"
    separator: str = "comma"


def text_of(row: Row, column: Field) -> str:
    """What a cell of a row shows."""
    register = row.cells.get(column.key)
    return "" if register is None else cells.write(column, register.value)


def export(form: Form, key: str, columns: Sequence[Field], *, ids: bool = True) -> list[list[str]]:
    """The rows of a list in their order below their header, each with its id behind it unless `ids` is False."""
    header = [*headers(columns), *([ROW_ID] if ids else [])]
    standing = rows.standing(form.lists.get(key, {}))
    return [header, *([*(text_of(row, each) for each in columns), *([row.id] if ids else [])] for row in standing)]


def read(form: Form, key: str, columns: Sequence[Field], body: bytes) -> Sheet:
    """What a CSV says of a list.

    Raises:
        Rejected: one of the `sheet.*` codes; nothing of such a file can be used.
    """
    text, encoding = grid.decode(body)
    said, text = grid.said_separator(text)
    name = _separator(text, said, columns)
    records = grid.records(text, grid.SEPARATORS[name])
    header = _header(next(records, None))
    found = recognise(header, columns)
    _usable(key, found, columns)
    most = list_of(form.schema, key).rows_max
    lines: list[Line] = []
    for record in records:
        if len(lines) == most:
            raise Rejected("sheet.too_many_rows", max=most)
        lines.append(_line(record, found))
    unknown = tuple(said for said, column in zip(header, found, strict=True) if column is None and said.strip())
    known = tuple(column for column in found if column is not None and column != ROW_ID)
    return Sheet(tuple(lines), known, unknown, encoding, name)


def _separator(text: str, said: str | None, columns: Sequence[Field]) -> str:
    """The name of the separator with which the header has the most columns of the list."""
    if said is not None:
        return next(name for name, sign in grid.SEPARATORS.items() if sign == said)

    def columns_with(name: str) -> tuple[int, int]:
        try:
            header = _header(next(grid.records(text, grid.SEPARATORS[name]), None))
        except Rejected:
            return (0, 0)
        return sum(map(bool, recognise(header, columns))), len(header)

    return max(grid.SEPARATORS, key=columns_with)


def _header(record: grid.Record | None) -> tuple[str, ...]:
    """The names of columns up to the last one that has a name. Raises `Rejected`: there are none, or too many."""
    if record is None:
        raise Rejected("sheet.empty")
    named = max(at for at, said in enumerate(record.cells, start=1) if said.strip())
    if named > COLUMNS_MAX:
        raise Rejected("sheet.too_many_columns", max=COLUMNS_MAX)
    return record.cells[:named]


def _usable(key: str, found: Sequence[str | None], columns: Sequence[Field]) -> None:
    """Refuse a header that says too little, or something twice."""
    label = {column.key: column.label for column in columns} | {ROW_ID: ROW_ID}
    known = [column for column in found if column is not None]
    if len(known) > len(set(known)):
        twice = next(column for column in label if known.count(column) > 1)
        raise Rejected("sheet.column_twice", column=label[twice])
    if not set(known) - {ROW_ID}:
        raise Rejected("sheet.no_columns", columns=", ".join(column.label for column in columns))
    wanted = natural(key, columns)
    if not {ROW_ID, *wanted} & set(known):
        raise Rejected("sheet.no_key", columns=" or ".join(label[column] for column in wanted))


def _line(record: grid.Record, found: Sequence[str | None]) -> Line:
    texts = {column: text for column, text in zip(found, record.cells, strict=False) if column is not None}
    row = texts.pop(ROW_ID, "").strip()
    return Line(record.line, texts, row, extra=any(map(str.strip, record.cells[len(found) :])))
