"""Which row of the form a line of a file is about.

By the id that it names; else by what rows of the list are told apart by, those that are the same in everything first,
then in their order. So a file that was never touched is about every row it came from, whoever is in it twice.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from hub.advancing_sync import rows
from hub.advancing_sync.messages import Value
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field
from hub.advancing_sync.tables import cells
from hub.advancing_sync.tables.sheet import Line, text_of
from hub.errors import Rejected

Name: TypeAlias = tuple[object, ...]


class Entry(Struct, frozen=True):
    """A line, and what each of its cells means: a value, or why it is none."""

    line: Line
    values: dict[str, Value | Rejected]


def entry(line: Line, columns: Sequence[Field]) -> Entry:
    """What a line means."""
    return Entry(line, {each.key: _value(each, line.cells[each.key]) for each in columns if each.key in line.cells})


def differs(read: Entry, row: Row, column: Field) -> bool:
    """Whether a line says something else of a cell than the form does."""
    if column.key not in read.values or read.line.cells[column.key] == text_of(row, column):
        return False
    register = row.cells.get(column.key)
    return read.values[column.key] != (None if register is None else register.value)


class Matching:
    """Takes rows out of the form, each once. `left` are those that no line has taken, by id."""

    def __init__(self, ours: Mapping[str, Row], columns: Sequence[Field], key: Sequence[str]) -> None:
        self._columns = columns
        self._key = key
        self._names: dict[Name, list[Row]] = {}
        self.left = {row.id: row for row in rows.standing(ours)}

    def match(self, entries: Sequence[Entry]) -> list[Row | None]:
        """The row of each; None where it is a new one."""
        there = self._key_of(entries)
        found: list[Row | None] = [self._named(each) for each in entries]
        for row in self.left.values():
            self._names.setdefault(self._name_of_row(row, there), []).append(row)
        for same in (True, False):
            for at, each in enumerate(entries):
                found[at] = found[at] or self._alike(each, there, same=same)
        return found

    def _key_of(self, entries: Sequence[Entry]) -> tuple[str, ...]:
        """What of the key the file has."""
        return tuple(column for column in self._key if any(column in each.values for each in entries))

    def _named(self, read: Entry) -> Row | None:
        return self.left.pop(read.line.row or read.line.fresh, None)

    def _alike(self, read: Entry, there: tuple[str, ...], *, same: bool) -> Row | None:
        """A row of the same name; without a name, or if asked, one that is the same in everything."""
        name = tuple(_plain(read.values.get(column), read.line.cells.get(column, "")) for column in there)
        if not same and not any(name):
            return None
        for row in self._names.get(name, ()):
            if row.id in self.left and not (same and any(differs(read, row, each) for each in self._columns)):
                return self.left.pop(row.id)
        return None

    def _name_of_row(self, row: Row, there: tuple[str, ...]) -> Name:
        registers = (row.cells.get(column) for column in there)
        return tuple("" if each is None else _plain(each.value, "") for each in registers)


def _value(column: Field, text: str) -> Value | Rejected:
    try:
        return cells.read(column, text)
    except Rejected as rejected:
        return rejected


def _plain(value: Value | Rejected, text: str) -> object:
    """What a name is compared by; empty where there is none."""
    if value is None:
        return ""
    said = text if isinstance(value, Rejected) else value
    return (cells.folded(said) or said.strip()) if isinstance(said, str) else (said,)
