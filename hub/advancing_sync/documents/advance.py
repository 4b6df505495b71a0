"""A whole advance: every section with its answers, its lists, and what nobody has answered yet."""

from collections.abc import Iterator, Mapping, Sequence

from hub.advancing_sync.documents import reading
from hub.advancing_sync.documents.content import AdvanceContent, Answer, Around, Column, Line, Part, Saying, Table
from hub.advancing_sync.documents.reading import Readers
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field, Kind, Section

#: A column is as wide as its longest text, but no wider than this.
CHARS_MAX = 40
#: What has at most so many characters in every row is as wide as it needs to be; others share what is left.
NARROW_CHARS = 12
_RIGHT = frozenset({Kind.NUMBER, Kind.INTEGER, Kind.MONEY})
_EMPTY = Saying("")


def advance(readers: Readers) -> AdvanceContent:
    """The sections of the form's schema in order; those in which nothing is asked are left out."""
    parts = tuple(_part(readers, section) for section in readers.form.schema.sections if section.fields)
    return AdvanceContent(parts, sum(map(_changes, parts)))


def _part(readers: Readers, section: Section) -> Part:
    items: list[Answer | Table] = []
    unanswered: list[str] = []
    for field in section.fields:
        item = _item(readers, f"{section.key}.{field.key}", field)
        if item is None:
            unanswered.append(readers.speech.label(field.label))
        else:
            items.append(item)
    label = readers.speech.label(section.label)
    return Part(label, tuple(items), tuple(unanswered), readers.signed(section.key))


def _item(readers: Readers, key: str, field: Field) -> Answer | Table | None:
    if field.columns:
        return _table(readers, key, field)
    said = readers.field(key, field)
    around = readers.around(key)
    if said is None and around == Around():
        return None
    return Answer(readers.speech.label(field.label), said or _EMPTY, around)


def _table(readers: Readers, key: str, field: Field) -> Table | None:
    now, before = readers.rows(key), {row.id: row for row in readers.rows_before(key)}
    gone = [row for row in before.values() if row.id not in {each.id for each in now}]
    around = readers.around(key)
    if not now and not gone and around == Around():
        return None
    read = [[_cell(readers, column, row, before) for column in field.columns] for row in now]
    used = [at for at in range(len(field.columns)) if any(cells[at] is not None for cells in read)]
    fresh = [readers.before is not None and row.id not in before for row in now]
    lines = (Line(tuple(cells[at] or _EMPTY for at in used), new) for cells, new in zip(read, fresh, strict=True))
    return Table(
        readers.speech.label(field.label),
        tuple(_column(readers, field.columns[at], [cells[at] for cells in read]) for at in used),
        tuple(lines),
        around,
        tuple(_in_short(readers, field, row) for row in gone),
    )


def _cell(readers: Readers, column: Field, row: Row, before: Mapping[str, Row]) -> Saying | None:
    now = reading.cell(readers.speech, column, row.cells)
    if row.id not in before:
        return now
    return reading.compared(readers.speech, now, reading.cell(readers.speech, column, before[row.id].cells))


def _column(readers: Readers, column: Field, cells: Sequence[Saying | None]) -> Column:
    label = readers.speech.label(column.label)
    there = [said for said in cells if said is not None]
    longest = max(len(said.text) for said in there)
    # What else was written there may take more lines.
    beside = NARROW_CHARS if any(said.also or said.was for said in there) else 0
    chars = max(longest, beside, len(label) // 2 + 1, *map(len, label.split()))
    return Column(label, longest > NARROW_CHARS, min(chars, CHARS_MAX), right=column.kind in _RIGHT)


def _in_short(readers: Readers, field: Field, row: Row) -> str:
    """What a row said, without what was empty."""
    cells = (reading.cell(readers.speech, column, row.cells) for column in field.columns)
    return ", ".join(said.text for said in cells if said is not None)


def _changes(part: Part) -> int:
    return sum(sum(_changed(item)) for item in part.items)


def _changed(item: Answer | Table) -> Iterator[int]:
    if isinstance(item, Answer):
        yield item.said.changed
        return
    yield len(item.gone)
    for line in item.lines:
        yield line.fresh or any(said.changed for said in line.cells)
