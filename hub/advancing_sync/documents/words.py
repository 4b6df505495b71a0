"""What documents say by themselves, in each language they can be printed in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from msgspec import Struct

from hub.advancing_sync.documents.german import GERMAN

Language: TypeAlias = Literal["en", "de"]


class Words(Struct, frozen=True):
    """Those of one language. `labels` translates what the form asks; what is not in it stays as it is.

    What has braces is filled in. `separators` are those of thousands and of decimals, `singular` the units of one.
    """

    language: Language
    labels: Mapping[str, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day: str
    moment: str
    separators: tuple[str, str]
    singular: Mapping[str, str]
    yes: str
    no: str
    cleared: str
    also: str
    by_at: str
    kinds: Mapping[str, str]
    page: str
    of: str
    unanswered: str
    nothing: str
    was: str
    new: str
    gone: str
    revision: str
    state: str
    no_changes: str
    some_changes: str
    made: str
    zone: str
    day_before: str
    days_before: str
    show_day: str
    night: str
    days_after: str
    untimed: str
    internal: str
    standings: Mapping[str, str]
    sides: Mapping[str, str]
    signed: str
    left: str
    over: str
    waiting: str
    guest: str
    in_all: str
    closes: str
    attached: str
    parting: Mapping[str, str]


ENGLISH = Words(
    language="en",
    labels=MappingProxyType({}),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    day="{weekday} {day} {month} {year}",
    moment="{day} {month} {year}, {time}",
    separators=(",", "."),
    singular=MappingProxyType(
        {"people": "person", "years": "year", "days": "day", "steps": "step", "bottles": "bottle"}
    ),
    yes="yes",
    no="no",
    cleared="no answer any more",
    also="also {value}, by {name}",
    by_at="{name}, {when}",
    kinds=MappingProxyType({"advance": "Advance", "day-sheet": "Day sheet", "guest-list": "Guest list"}),
    page="Page",
    of="of",
    unanswered="Still to answer",
    nothing="Nothing has been written here yet.",
    was="was",
    new="new",
    gone="Removed",
    revision="Revision {number}",
    state="State {seq}",
    no_changes="Nothing has changed since {what}",
    some_changes="{count} changed since {what}, marked with a bar",
    made="Made {when}",
    zone="All times are those of {zone}",
    day_before="The day before",
    days_before="{count} days before",
    show_day="Show day",
    night="After midnight",
    days_after="{count} days after",
    untimed="open",
    internal="internal",
    standings=MappingProxyType(
        {"to_ask": "to ask", "asked": "asked", "needs_answer": "needs an answer", "confirmed": "confirmed"}
    ),
    sides=MappingProxyType({"band": "Band", "venue": "Venue"}),
    signed="{side}: {standing} by {name}, {when}",
    left="{left} left of {allotment}",
    over="{over} over the {allotment} agreed",
    waiting="Not approved: ask before you let them in",
    guest="Guest",
    in_all="In all",
    closes="Closes",
    attached="Attached",
    parting=MappingProxyType({"submitted": "submitted", "signed_off": "signed off"}),
)

DEUTSCH = Words(
    language="de",
    labels=GERMAN,
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    day="{weekday}, {day}. {month} {year}",
    moment="{day}. {month} {year}, {time} Uhr",
    separators=(".", ","),
    singular=MappingProxyType(
        {"people": "Person", "years": "Jahr", "days": "Tag", "steps": "Stufe", "bottles": "Flasche"}
    ),
    yes="ja",
    no="nein",
    cleared="keine Antwort mehr",
    also="auch {value}, von {name}",
    by_at="{name}, {when}",
    kinds=MappingProxyType({"advance": "Advance", "day-sheet": "Tagesplan", "guest-list": "Gästeliste"}),
    page="Seite",
    of="von",
    unanswered="Noch zu beantworten",
    nothing="Hier steht noch nichts.",
    was="war",
    new="neu",
    gone="Entfernt",
    revision="Revision {number}",
    state="Stand {seq}",
    no_changes="Seit {what} hat sich nichts geändert",
    some_changes="{count} geändert seit {what}, mit einem Strich markiert",
    made="Erstellt am {when}",
    zone="Alle Zeiten sind die von {zone}",
    day_before="Am Tag davor",
    days_before="{count} Tage davor",
    show_day="Am Tag der Show",
    night="Nach Mitternacht",
    days_after="{count} Tage danach",
    untimed="offen",
    internal="intern",
    standings=MappingProxyType(
        {"to_ask": "zu fragen", "asked": "gefragt", "needs_answer": "wartet auf Antwort", "confirmed": "bestätigt"}
    ),
    sides=MappingProxyType({"band": "Band", "venue": "Haus"}),
    signed="{side}: {standing} von {name}, {when}",
    left="{left} frei von {allotment}",
    over="{over} mehr als die vereinbarten {allotment}",
    waiting="Nicht bestätigt: erst nachfragen, dann einlassen",
    guest="Gast",
    in_all="Zusammen",
    closes="Schließt",
    attached="Anbei",
    parting=MappingProxyType({"submitted": "eingereicht", "signed_off": "freigegeben"}),
)

WORDS: Mapping[Language, Words] = MappingProxyType({"en": ENGLISH, "de": DEUTSCH})
