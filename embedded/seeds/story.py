"""How an advance is told: who answered what, in which rows, and what the two sides then agreed on."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from embedded.seeds.people import CLEO, Step
from hub.advancing_sync.agreement_messages import (
    AddNote,
    Mark,
    Publish,
    SetDeadline,
    SignOff,
    Status,
    Submit,
    TellSent,
    Verify,
)
from hub.advancing_sync.messages import AddRow, Edit, Lock, Value
from hub.chat.messages import Post
from hub.kernel import Actor


class Day(NamedTuple):
    """A date, so many days after the show."""

    after: int = 0


Said: TypeAlias = Value | Day
Answers: TypeAlias = Mapping[str, Said]


class Rows(NamedTuple):
    """The rows of a list, as one person wrote them. They are called `<name>_1` and so on."""

    actor: Actor
    field: str
    name: str
    rows: tuple[Answers, ...]


class Story(NamedTuple):
    """An advance. `late` is answered after all the rest; `disagreed`: by two who had not seen each other's answer."""

    days_ahead: int
    answers: tuple[tuple[Actor, Answers], ...]
    lists: tuple[Rows, ...]
    late: tuple[tuple[Actor, Answers], ...] = ()
    disagreed: tuple[tuple[str, str, str, tuple[tuple[Actor, Value], ...]], ...] = ()
    deadlines: Mapping[str, int] = {}
    marks: tuple[tuple[Actor, Status, tuple[str, ...]], ...] = ()
    verified: tuple[tuple[Actor, str], ...] = ()
    notes: tuple[tuple[Actor, str, str], ...] = ()
    submitted: tuple[tuple[Actor, str], ...] = ()
    signed: tuple[tuple[Actor, str], ...] = ()
    locked: tuple[str, ...] = ()
    said: tuple[tuple[Actor, str], ...] = ()


def told(story: Story, today: date) -> Iterator[Step]:
    """The advance as it stands, from the day it is seeded."""
    day = today + timedelta(days=story.days_ahead)
    for actor, answers in story.answers:
        yield from _fields(actor, answers, day)
    for each in story.lists:
        yield from _rows(each, day)
    for field, row, column, both in story.disagreed:
        yield from (Step(actor, Edit(field=field, value=value, row=row, column=column)) for actor, value in both)
    for actor, answers in story.late:
        yield from _fields(actor, answers, day)
    yield from _agreed(story)
    yield from (Step(CLEO, Lock(field=field)) for field in story.locked)
    yield from (Step(actor, Post(text=text)) for actor, text in story.said)


def _agreed(story: Story) -> Iterator[Step]:
    yield Step(CLEO, TellSent())
    for section, days in story.deadlines.items():
        yield Step(CLEO, SetDeadline(section=section, days_before=days))
    for actor, status, fields in story.marks:
        yield from (Step(actor, Mark(field=field, status=status)) for field in fields)
    for number, (actor, field, text) in enumerate(story.notes, start=1):
        yield Step(actor, AddNote(field=field, id=f"note_{number}", text=text))
    yield from (Step(actor, Verify(field=field)) for actor, field in story.verified)
    yield from (Step(actor, Submit(section=section)) for actor, section in story.submitted)
    yield Step(CLEO, Publish())
    yield from (Step(actor, SignOff(section=section)) for actor, section in story.signed)


def _fields(actor: Actor, answers: Answers, day: date) -> Iterator[Step]:
    return (Step(actor, Edit(field=field, value=_value(said, day))) for field, said in answers.items())


def _rows(told: Rows, day: date) -> Iterator[Step]:
    last = ""
    for number, cells in enumerate(told.rows, start=1):
        row = f"{told.name}_{number}"
        yield Step(told.actor, AddRow(field=told.field, row=row, after=last))
        for column, said in cells.items():
            yield Step(told.actor, Edit(field=told.field, value=_value(said, day), row=row, column=column))
        last = row


def _value(said: Said, day: date) -> Value:
    return (day + timedelta(days=said.after)).isoformat() if isinstance(said, Day) else said
