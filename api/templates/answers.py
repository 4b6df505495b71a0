"""Answers that are taken from one form and written into another, where nobody has answered yet."""

from collections.abc import Collection, Iterator
from hashlib import sha256

from msgspec import Struct, field

from hub.advancing_sync import rows
from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.messages import AddRow, Edit, Kept
from hub.advancing_sync.schema import Field, Kind
from hub.kernel import Command

#: Of a made row's id; 96 bits of what it stands for.
ROW_CHARS = 24


class Answers(Struct, frozen=True):
    """Values by full key; rows by list, each with its values by column, in their order."""

    fields: dict[str, Kept] = field(default_factory=dict[str, Kept])
    lists: dict[str, list[dict[str, Kept]]] = field(default_factory=dict[str, list[dict[str, Kept]]])


class Step(Struct, frozen=True):
    """Commands that belong together: those of a question, or of one row. `label` is how people call it."""

    field: str
    label: str
    commands: tuple[Command, ...]


def taken(form: Form, sections: Collection[str]) -> Answers:
    """What these sections of a form say: of each question the answer that shows."""
    answers = Answers()
    for key, question in _questions(form):
        if key.partition(".")[0] not in sections:
            continue
        if question.kind is Kind.LIST:
            columns = [column.key for column in question.columns]
            found = [_cells(row, columns) for row in rows.standing(form.lists.get(key, {}))]
            if kept := [each for each in found if each]:
                answers.lists[key] = kept
        elif (value := cell(form, key, "", "").value) is not None:
            answers.fields[key] = value
    return answers


def steps(form: Form, answers: Answers, seed: str) -> Iterator[Step]:
    """What to ask of a form so that its questions without an answer have these.

    A row gets the same id from the same `seed`, so that what broke off halfway goes on: a list is left alone as soon as
    it has any other row.
    """
    for key, question in _questions(form):
        if key in answers.fields and question.kind is not Kind.LIST and cell(form, key, "", "").value is None:
            edit = Edit(field=key, value=answers.fields[key], source="template")
            yield Step(key, question.label, (edit,))
        if key in answers.lists and question.kind is Kind.LIST:
            yield from _rows(form, key, question, answers.lists[key], seed)


def _rows(form: Form, key: str, question: Field, wanted: list[dict[str, Kept]], seed: str) -> Iterator[Step]:
    ids = [row_id(seed, key, at) for at in range(len(wanted))]
    there = {row.id: row for row in rows.standing(form.lists.get(key, {}))}
    if not there.keys() <= set(ids):
        return
    columns = {column.key for column in question.columns}
    after = ""
    for row, cells in zip(ids, wanted, strict=True):
        commands: list[Command] = [] if row in there else [AddRow(field=key, row=row, after=after)]
        commands += [
            Edit(field=key, row=row, column=column, value=value, source="template")
            for column, value in cells.items()
            if column in columns and (row not in there or cell(form, key, row, column).value is None)
        ]
        after = row
        if commands:
            yield Step(key, question.label, tuple(commands))


def row_id(seed: str, key: str, at: int) -> str:
    """The id of a row that a template makes."""
    return f"t-{sha256(f'{seed}/{key}/{at}'.encode()).hexdigest()[:ROW_CHARS]}"


def _questions(form: Form) -> Iterator[tuple[str, Field]]:
    for section in form.schema.sections:
        for question in section.fields:
            yield f"{section.key}.{question.key}", question


def _cells(row: rows.Row, columns: Collection[str]) -> dict[str, Kept]:
    values = {column: row.cells[column].value for column in columns if column in row.cells}
    return {column: value for column, value in values.items() if value is not None}
