"""A day for those who work it: what happens in order, whom to call, where to go, eat and park."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hub.advancing_sync.documents import reading
from hub.advancing_sync.documents.content import Card, DaySheetContent, Fact, Stop, Stretch
from hub.advancing_sync.documents.reading import Cells, Readers
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field, asked

DAY_MIN = 24 * 60
#: What starts earlier and says nothing of a day is the night after, as on the page's time line.
DAY_STARTS_MIN = 6 * 60
SCHEDULE, CONTACTS, NETWORKS, MEALS = "schedule.items", "contacts.people", "wifi.networks", "hospitality.meals"
ROOMS, HOTELS = "hospitality.dressing_rooms", "travel.hotels"
ADDRESSES = ("venue_address", "loading_address", "artist_door", "phone", "map_link")
VEHICLES = ("bus", "truck", "trailer", "van")
STOP = ("start", "end", "what", "title", "who", "notes")
DOT = " · "


def day_sheet(readers: Readers, day: str) -> DaySheetContent:
    """The day sheet of a show on `day` (YYYY-MM-DD). What the form's schema has not is left out."""
    makers = (_addresses, _contacts, _rooms, _meals, _parking, _wifi, _hotels)
    cards = (make(readers) for make in makers)
    return DaySheetContent(tuple(_stretches(readers, day)), tuple(card for card in cards if card is not None))


def timed(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """Rows of a schedule in the order of time, each with its minutes from the midnight before the show.

    What has no time yet stays behind the row that it stands behind in the form.
    """
    last = 0
    placed: list[tuple[int, Row]] = []
    for row in rows:
        last = _minutes(row.cells, last)
        placed.append((last, row))
    return sorted(placed, key=lambda each: each[0])


def _minutes(cells: Cells, otherwise: int) -> int:
    start, offset = reading.plain(cells, "start"), reading.kept(cells, "day_offset")
    if not start:
        return otherwise
    days = int(offset) if isinstance(offset, float | int) else 0
    clock = _clock(start)
    return clock + DAY_MIN * (days or (1 if clock < DAY_STARTS_MIN and offset is None else 0))


def _clock(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _stretches(readers: Readers, day: str) -> Iterator[Stretch]:
    field = asked(readers.form.schema, SCHEDULE)
    if field is None:
        return
    placed = groupby(timed(readers.rows(SCHEDULE)), key=lambda each: each[0] // DAY_MIN)
    days = [(offset, list(rows)) for offset, rows in placed]
    for offset, rows in days:
        label = _day_label(readers, day, offset) if len(days) > 1 or offset else ""
        yield Stretch(label, tuple(_stop(readers, field, at_min, row) for at_min, row in rows))


def _day_label(readers: Readers, day: str, offset: int) -> str:
    words = readers.speech.words
    if offset in {-1, 0, 1}:
        name = {-1: words.day_before, 0: words.show_day, 1: words.night}[offset]
    else:
        name = (words.days_after if offset > 0 else words.days_before).format(count=abs(offset))
    date = readers.speech.day(day, offset)
    return f"{name} · {date}" if date else name


def _stop(readers: Readers, field: Field, at_min: int, row: Row) -> Stop:
    cells = {column.key: reading.cell(readers.speech, column, row.cells) for column in field.columns}
    said = {key: each for key, each in cells.items() if each is not None}
    start, end, what, title, who, notes = (said[key].text if key in said else "" for key in STOP)
    return Stop(
        start,
        _end(at_min, start, end),
        what,
        title,
        who,
        notes,
        tuple(also for each in said.values() for also in each.also),
        confirmed=reading.kept(row.cells, "confirmed") is True,
        internal=reading.kept(row.cells, "internal") is True,
    )


def _end(at_min: int, start: str, end: str) -> str:
    """The end, with a day more where it is after a midnight that its start is before."""
    over = start and end and at_min % DAY_MIN > _clock(end)
    return f"{end} (+1)" if over else end


def _addresses(readers: Readers) -> Card | None:
    return _card(readers, "Addresses", [_fact(readers, f"addresses.{key}") for key in ADDRESSES])


def _parking(readers: Readers) -> Card | None:
    return _card(readers, "Parking and access", [_vehicle(readers, kind) for kind in VEHICLES])


def _contacts(readers: Readers) -> Card | None:
    return _listed(readers, CONTACTS, ("name",), ("role side", "phone", "email"), wide=True)


def _rooms(readers: Readers) -> Card | None:
    return _listed(readers, ROOMS, ("name",), ("for_whom", "+ready_at +key"))


def _meals(readers: Readers) -> Card | None:
    return _listed(readers, MEALS, ("time", "which"), ("count how", "notes"))


def _wifi(readers: Readers) -> Card | None:
    return _listed(readers, NETWORKS, ("name",), ("password", "for_whom place"), called="Wi-Fi")


def _hotels(readers: Readers) -> Card | None:
    return _listed(readers, HOTELS, ("name",), ("address", "phone", "+check_in", "+check_out"))


def _vehicle(readers: Readers, kind: str) -> Fact | None:
    """Whether such a vehicle may park, and where: one thing to look up."""
    allowed, place = _fact(readers, f"parking.{kind}_parking"), _fact(readers, f"parking.{kind}_place")
    if allowed is None or place is None:
        return allowed or place
    return Fact(allowed.label, f"{allowed.text}: {place.text}", (*allowed.more, *place.more))


def _fact(readers: Readers, key: str) -> Fact | None:
    field = asked(readers.form.schema, key)
    said = None if field is None else readers.field(key, field)
    return None if field is None or said is None else Fact(readers.speech.label(field.label), said.text, said.also)


def _listed(
    readers: Readers, key: str, names: Sequence[str], others: Sequence[str], *, called: str = "", wide: bool = False
) -> Card | None:
    """A card of a list: each row by the cells that name it, then the others.

    Those that are named together stand together, and what has a `+` before its name says what it is.
    """
    field = asked(readers.form.schema, key)
    if field is None:
        return None
    facts: list[Fact | None] = []
    for row in readers.rows(key):
        name = _joined(readers, field, row, names, " ")
        said = [_joined(readers, field, row, group.split(), DOT) for group in others]
        facts.append(Fact(name, said[0], tuple(filter(None, said[1:]))) if name or any(said) else None)
    return _card(readers, called or field.label, facts, wide=wide)


def _joined(readers: Readers, field: Field, row: Row, keys: Sequence[str], by: str) -> str:
    there = {column.key: column for column in field.columns}
    texts: list[str] = []
    for key in keys:
        column = there.get(key.removeprefix("+"))
        said = reading.cell(readers.speech, column, row.cells) if column is not None else None
        if column is not None and said is not None:
            before = f"{readers.speech.label(column.label)}: " if key.startswith("+") else ""
            texts += [before + said.text, *said.also]
    return by.join(texts)


def _card(readers: Readers, label: str, facts: Sequence[Fact | None], *, wide: bool = False) -> Card | None:
    said = tuple(fact for fact in facts if fact is not None)
    return Card(readers.speech.label(label), said, wide) if said else None
