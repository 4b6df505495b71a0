"""The guest list as the door needs it on paper: by the alphabet, how many come, and who is inside already."""

import unicodedata
from collections.abc import Iterator

from hub.advancing_sync.documents import reading
from hub.advancing_sync.documents.content import Fact, Guest, GuestListContent
from hub.advancing_sync.documents.reading import Readers
from hub.advancing_sync.guests import expected, inside
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field, Kind, asked

_PEOPLE = Field("people", "People", Kind.INTEGER, unit="people")
GUESTS, ALLOTMENT = "guest_list.guests", "guest_list.allotment"
CLOSES, PICK_UP = ("guest_list.cutoff_date", "guest_list.cutoff_time"), "guest_list.pick_up"
#: What Unicode does not take apart.
_LIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def guest_list(readers: Readers) -> GuestListContent:
    """Whom somebody has declined is not on it, and takes no place of the allotment."""
    field = asked(readers.form.schema, GUESTS)
    rows = readers.rows(GUESTS) if field is not None else []
    approved: list[Guest] = []
    waiting: list[Guest] = []
    for row in rows:
        says = reading.kept(row.cells, "approved")
        if field is not None and says is not False:
            (waiting if says is None else approved).append(_guest(readers, field, row))
    taken = sum(each.people for each in (*approved, *waiting))
    by_name = [tuple(sorted(each, key=lambda guest: alphabetical(guest.name))) for each in (approved, waiting)]
    return GuestListContent(_left(readers, taken), tuple(_facts(readers, taken)), *by_name)


def alphabetical(name: str) -> tuple[str, str]:
    """Sorts names as a reader looks for them: whatever their case and accents, an ø with the o, an ß with the ss."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LIKE))
    return "".join(sign for sign in folded if not unicodedata.combining(sign)), name


def _guest(readers: Readers, field: Field, row: Row) -> Guest:
    said = {column.key: reading.cell(readers.speech, column, row.cells) for column in field.columns}

    def text(key: str) -> str:
        each = said.get(key)
        return " ".join((each.text, *(f"({also})" for also in each.also))) if each is not None else ""

    people = expected(row)
    return Guest(
        text("name"),
        people - 1,
        people,
        min(inside(readers.form.arrivals, row.id), people),
        text("pass_type"),
        text("pick_up"),
        text("requested_by"),
        text("notes"),
    )


def _left(readers: Readers, taken: int) -> str:
    """How much of the allotment is left; empty without one."""
    register = readers.form.fields.get(ALLOTMENT)
    if asked(readers.form.schema, ALLOTMENT) is None or register is None or not isinstance(register.value, float | int):
        return ""
    words, allotment = readers.speech.words, int(register.value)
    if taken > allotment:
        return words.over.format(over=taken - allotment, allotment=allotment)
    return words.left.format(left=allotment - taken, allotment=allotment)


def _facts(readers: Readers, taken: int) -> Iterator[Fact]:
    words = readers.speech.words
    yield Fact(words.in_all, readers.speech.value(_PEOPLE, taken))
    closes = [said for key in CLOSES if (said := _said(readers, key)) is not None]
    if closes:
        yield Fact(
            words.closes, ", ".join(each.text for each in closes), tuple(a for each in closes for a in each.more)
        )
    pick_up = _said(readers, PICK_UP)
    if pick_up is not None:
        yield pick_up


def _said(readers: Readers, key: str) -> Fact | None:
    field = asked(readers.form.schema, key)
    said = readers.field(key, field) if field is not None else None
    return None if field is None or said is None else Fact(readers.speech.label(field.label), said.text, said.also)
