"""The contents of a document: plain texts in order. How it looks is the template's; nothing in it is markup."""

from msgspec import Struct


class Saying(Struct, frozen=True):
    """One value as people read it.

    `also` are the other values that nobody has settled, each with who wrote it. `changed`: it is not what it was in the
    revision that this is compared with; `was` is that, empty when there was nothing.
    """

    text: str
    also: tuple[str, ...] = ()
    changed: bool = False
    was: str = ""


class Around(Struct, frozen=True):
    """What is said of a question: where it stands, such as confirmed, its thread, and the names of its files."""

    standing: str = ""
    notes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class Answer(Struct, frozen=True, tag="answer"):
    """A question and its answer."""

    label: str
    said: Saying
    around: Around = Around()


class Column(Struct, frozen=True):
    """A column of a table, about so many characters wide. `wide` ones share the width that the others leave."""

    label: str
    wide: bool
    chars: int
    right: bool = False


class Line(Struct, frozen=True):
    """A row of a table. `fresh`: it was not there in the revision that this is compared with."""

    cells: tuple[Saying, ...]
    fresh: bool = False


class Table(Struct, frozen=True, tag="table"):
    """A list of the form. `gone` are rows that the earlier revision had, in short."""

    label: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    around: Around = Around()
    gone: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """A section. `unanswered` are the labels of what nobody has answered; `signed` says who has agreed with it."""

    label: str
    items: tuple[Answer | Table, ...]
    unanswered: tuple[str, ...]
    signed: tuple[str, ...] = ()


class AdvanceContent(Struct, frozen=True):
    """A whole advance, or some of its sections. `changes` counts what differs from the earlier revision."""

    parts: tuple[Part, ...]
    changes: int


class Stop(Struct, frozen=True):
    """Something that happens. `start` and `end` are times at the venue, with the day when it is another one."""

    start: str
    end: str
    what: str
    title: str
    who: str
    notes: str
    also: tuple[str, ...]
    confirmed: bool
    internal: bool


class Stretch(Struct, frozen=True):
    """The stops of one day; `label` is empty where there is only that of the show."""

    label: str
    stops: tuple[Stop, ...]


class Fact(Struct, frozen=True):
    """Something to look up, by its name; `more` in small print."""

    label: str
    text: str
    more: tuple[str, ...] = ()


class Card(Struct, frozen=True):
    """Things to look up that belong together; `wide` cards are laid in columns over the whole page."""

    label: str
    facts: tuple[Fact, ...]
    wide: bool = False


class DaySheetContent(Struct, frozen=True):
    """A day for those who work it."""

    stretches: tuple[Stretch, ...]
    cards: tuple[Card, ...]


class Guest(Struct, frozen=True):
    """Somebody at the door. `people` come with them included, of whom `inside` have come."""

    name: str
    plus: int
    people: int
    inside: int
    passes: str
    pick_up: str
    asked_by: str
    notes: str


class GuestListContent(Struct, frozen=True):
    """Whom the door lets in, by the alphabet; `waiting` are those whom nobody has approved. `facts` is for its head."""

    left: str
    facts: tuple[Fact, ...]
    guests: tuple[Guest, ...]
    waiting: tuple[Guest, ...]
