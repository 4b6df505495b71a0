"""What a file would change in a list, as the ordinary commands that do it. Nothing is ever removed.

A plan is a function of the form and the file: made twice while nobody touched the cells it is about, it is the same
plan with the same digest, so that whoever agreed to it gets exactly that.
"""

from collections.abc import Sequence
from functools import reduce
from hashlib import sha256
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from hub.advancing_sync import rows
from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import AddRow, Edit
from hub.advancing_sync.rows import Row
from hub.advancing_sync.rules import decide
from hub.advancing_sync.schema import Field
from hub.advancing_sync.tables import cells
from hub.advancing_sync.tables.columns import ROW_ID, natural
from hub.advancing_sync.tables.matching import Entry, Matching, differs, entry
from hub.advancing_sync.tables.sheet import Line, Sheet, text_of
from hub.errors import Rejected
from hub.kernel import Moment

What: TypeAlias = Literal["add", "change"]
DIGEST_CHARS = 32
#: Of a text in a preview; what is written is the whole text.
SHOWN_CHARS_MAX = 300
_ID_CHARS = 20


class Cell(Struct, frozen=True):
    """A cell that gets another value, as text."""

    column: str
    label: str
    before: str
    after: str


class Change(Struct, frozen=True):
    """A row that is added or changed. `line` is where the file says so, `name` what people know the row by."""

    line: int
    row: str
    what: What
    name: str
    cells: tuple[Cell, ...]


class Fault(Struct, frozen=True):
    """A line that cannot be taken, and why; `column` is a label, empty where the whole line is meant."""

    line: int
    column: str
    code: str
    say: str


class Plan(Struct, frozen=True):
    """What a file leads to. `edits` belong to the changes, in order. `absent` rows of the form are not in the file."""

    field: str
    changes: tuple[Change, ...]
    edits: tuple[tuple[Edit, ...], ...]
    faults: tuple[Fault, ...]
    unchanged: int
    absent: int

    @property
    def digest(self) -> str:
        """A name for exactly these changes to exactly these values."""
        wanted = [(change.row, change.what) for change in self.changes]
        return sha256(msgspec.json.encode((self.field, wanted, self.edits))).hexdigest()[:DIGEST_CHARS]


def fault(line: int, column: str, rejected: Rejected) -> Fault:
    """A refusal as what is wrong with a line."""
    return Fault(line, column, rejected.code, rejected.say())


def plan(form: Form, key: str, columns: Sequence[Field], sheet: Sheet, moment: Moment) -> Plan:
    """What a file leads to, for somebody who sees these columns."""
    key_columns = natural(key, columns)
    matching = Matching(form.lists.get(key, {}), columns, key_columns)
    planning = _Planning(form, key, columns, key_columns, moment)
    entries = [each for each in (entry(line, columns) for line in sheet.lines) if _says_something(each)]
    for each, row in zip(entries, matching.match(entries), strict=True):
        planning.take(each, row)
    return planning.planned(absent=len(matching.left))


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS_MAX else f"{text[: SHOWN_CHARS_MAX - 1]}…"


def _says_something(read: Entry) -> bool:
    return bool(read.line.row or any(value is not None for value in read.values.values()))


class _Planning:
    """A plan that grows line by line. `_form` is what the form is after the lines so far."""

    def __init__(self, form: Form, key: str, columns: Sequence[Field], names: Sequence[str], moment: Moment) -> None:
        self._form = form
        self._key = key
        self._columns = columns
        self._names = names
        self._moment = moment
        self._taken: set[str] = set()
        self._changes: list[tuple[Change, tuple[Edit, ...]]] = []
        self._faults: list[Fault] = []
        self._unchanged = 0

    def planned(self, *, absent: int) -> Plan:
        """All of it."""
        changes, edits = tuple(each for each, _ in self._changes), tuple(edits for _, edits in self._changes)
        return Plan(self._key, changes, edits, tuple(self._faults), self._unchanged, absent)

    def take(self, read: Entry, row: Row | None) -> None:
        """Another line, and the row that it is about; None: a new one."""
        wrong = self._misplaced(read.line)
        wanted: list[tuple[Cell, Edit]] = []
        target = row or Row(self._fresh(read.line))
        for column in self._columns:
            if differs(read, target, column):
                try:
                    wanted.append(self._edit(read, target, column))
                except Rejected as rejected:
                    wrong.append(fault(read.line.at, column.label, rejected))
        if wanted and not wrong:
            wrong = self._tried(read.line, target.id, wanted, new=row is None)
        self._faults.extend(wrong)
        if wanted and not wrong:
            self._put(read, target, "change" if row else "add", wanted)
        self._unchanged += row is not None and not wanted and not wrong

    def _misplaced(self, line: Line) -> list[Fault]:
        """What is wrong with a line whatever its cells say."""
        wrong = [fault(line.at, "", Rejected("sheet.extra_cells"))] if line.extra else []
        if line.row and line.row in self._taken:
            wrong.append(fault(line.at, ROW_ID, Rejected("sheet.row_twice", row=line.row[:40])))
        self._taken.add(line.row)
        return wrong

    def _edit(self, read: Entry, row: Row, column: Field) -> tuple[Cell, Edit]:
        """A cell's edit. Raises `Rejected`: the text is no value of the column."""
        value = read.values[column.key]
        if isinstance(value, Rejected):
            raise value
        register = row.cells.get(column.key)
        saw = "" if register is None else register.stamp
        edit = Edit(field=self._key, row=row.id, column=column.key, value=value, saw=saw, source="imported")
        return Cell(column.key, column.label, _shown(text_of(row, column)), _shown(cells.write(column, value))), edit

    def _tried(self, line: Line, row: str, wanted: Sequence[tuple[Cell, Edit]], *, new: bool) -> list[Fault]:
        """Do it to the form of this plan; or why the rules refuse it now, and nothing of the line is done."""
        standing = rows.standing(self._form.lists.get(self._key, {})) if new else ()
        add = AddRow(field=self._key, row=row, after=standing[-1].id if standing else "")
        commands: list[tuple[str, AddRow | Edit]] = [("", add)] if new else []
        form = self._form
        for label, command in (*commands, *((each.label, edit) for each, edit in wanted)):
            try:
                form = reduce(apply, decide(form, command, self._moment), form)
            except Rejected as rejected:
                return [fault(line.at, label, rejected)]
        self._form = form
        return []

    def _put(self, read: Entry, row: Row, what: What, wanted: Sequence[tuple[Cell, Edit]]) -> None:
        shown = (read.line.cells.get(column) or self._text(row, column) for column in self._names)
        name = _shown(" ".join(text.strip() for text in shown if text.strip()))
        change = Change(read.line.at, row.id, what, name, tuple(each for each, _ in wanted))
        self._changes.append((change, tuple(edit for _, edit in wanted)))

    def _text(self, row: Row, key: str) -> str:
        return text_of(row, next(column for column in self._columns if column.key == key))

    def _fresh(self, line: Line) -> str:
        """An id that no row of the list ever had: the same for the same line while it has none."""
        ours = self._form.lists.get(self._key, {})
        if line.fresh and line.fresh not in ours:
            return line.fresh
        attempt = 0
        while True:
            said = msgspec.json.encode((self._key, sorted(line.cells.items()), attempt))
            found = sha256(said).hexdigest()[:_ID_CHARS]
            if found not in ours:
                return found
            attempt += 1
