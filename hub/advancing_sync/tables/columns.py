"""What the columns of a list are called in a file: by their labels when written, by many names when read."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hub.advancing_sync.schema import Field, Kind, Schema, find
from hub.advancing_sync.tables.cells import folded
from hub.errors import Rejected

#: The column that says which row of the form a line is.
ROW_ID = "Row id"
#: What rows of a list are told apart by, where that is not its first column.
NATURAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "schedule.items": ("what", "title"),
        "parking.vehicles": ("kind", "plate"),
        "production.power": ("department", "place"),
        "hospitality.meals": ("which", "time"),
        "travel.trips": ("who", "date", "from_place"),
        "press.appointments": ("outlet", "time"),
    }
)
_SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "name": "guest, guest name, full name, gast, vor- und nachname, network, person",
        "plus": "+, +1, plus one, plus ones, extra, begleitung, guests",
        "pass_type": "pass type, ticket, access, ausweis, zugang",
        "requested_by": "from, on behalf of, angefragt von, von",
        "approved": "ok, okay, confirmed, genehmigt, bestätigt",
        "pick_up": "pickup, will call, abholung",
        "notes": "note, comment, comments, remarks, info, notiz, notizen, bemerkung, bemerkungen, kommentar",
        "role": "function, job, position, title, rolle, funktion",
        "side": "party, company, seite",
        "phone": "tel, telephone, mobile, cell, phone number, telefon, handy, nummer",
        "email": "mail, email address, e-mail-adresse",
        "channel": "ch, chan, #, no, nr, input, kanal",
        "source": "instrument, what, quelle",
        "mic": "mic, mic/di, microphone, di, mikrofon, mikro",
        "stand": "mic stand, stativ",
        "phantom": "48v, +48v, +48, phantom power, phantom, phantomspeisung",
        "position": "place, stage position, platz",
        "what": "type, kind, category, art, was",
        "title": "event, item, subject, summary, description, titel, programmpunkt",
        "start": "from, begin, begins, time, start time, beginn, von, zeit, uhrzeit",
        "end": "to, until, ends, end time, ende, bis",
        "day_offset": "day, days, day offset, tag, tage",
        "who": "for, with, person, people, wer",
        "confirmed": "ok, fix, bestätigt",
        "internal": "internal, intern, private",
        "count": "number, quantity, qty, people, anzahl, menge",
        "price": "amount, preis",
        "mix": "no, nr, #",
    }
)
_SAFE = re.compile(r"[^0-9A-Za-z]+")


def list_of(schema: Schema, key: str) -> Field:
    """The list with this full key.

    Raises:
        Rejected: `advance.unknown_field` or `sheet.not_a_list`.
    """
    field = find(schema, key)
    if field.kind != Kind.LIST:
        raise Rejected("sheet.not_a_list", field=field.label)
    return field


def natural(key: str, columns: Sequence[Field]) -> tuple[str, ...]:
    """The columns by which rows are told apart, of those that are there."""
    there = [column.key for column in columns]
    wanted = NATURAL.get(key, ())
    return tuple(column for column in wanted if column in there) or tuple(there[:1])


def headers(columns: Sequence[Field]) -> tuple[str, ...]:
    """What the columns are called: their labels, or their keys where labels do not tell them apart."""
    labels = [column.label for column in columns]
    told = {folded(label) for label in labels} - {"", folded(ROW_ID)}
    return tuple(labels) if len(told) == len(labels) else tuple(column.key for column in columns)


def recognise(header: Sequence[str], columns: Sequence[Field]) -> tuple[str | None, ...]:
    """Which column each cell of a header is: a key, `ROW_ID`, or None where it is none of these.

    The names that we write count first, then keys, labels with units, and what people also call them; a column that
    has a surer name is not found by another one.
    """
    found: list[str | None] = [None] * len(header)
    for names in _names(columns):
        taken = set(found)
        for at, said in enumerate(header):
            key = names.get(said) or names.get(said.strip()) or names.get(folded(said))
            if found[at] is None and key not in taken:
                found[at] = key
    return tuple(found)


def _names(columns: Sequence[Field]) -> tuple[Mapping[str, str], ...]:
    """What the columns are called, the surest names first."""
    keys = [column.key for column in columns]
    written = dict(zip(headers(columns), keys, strict=True)) | {ROW_ID: ROW_ID}
    plain = {folded(said): key for said, key in written.items()} | {key: key for key in keys}
    more = {folded(column.key): column.key for column in columns}
    more |= {folded(f"{column.label} {column.unit}"): column.key for column in columns}
    also: dict[str, str] = {}
    for key in keys:
        for said in _SYNONYMS.get(key, "").split(", "):
            also.setdefault(folded(said) or said, key)
    return tuple({said: key for said, key in names.items() if said} for names in (written, plain, more, also))


def filename(key: str, ending: str) -> str:
    """What a file with this list is called, in letters that every system takes."""
    return f"{_SAFE.sub('-', key).strip('-')}.{ending}"
