"""A document as its template takes it: what stands at its head and foot, and its content."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import asdict

from hub.advancing_sync.documents.advance import advance
from hub.advancing_sync.documents.content import AdvanceContent, DaySheetContent, GuestListContent
from hub.advancing_sync.documents.day_sheet import day_sheet
from hub.advancing_sync.documents.guest_list import guest_list
from hub.advancing_sync.documents.reading import Readers
from hub.advancing_sync.schema import asked
from hub.kernel import Millis

DocumentKind: TypeAlias = Literal["advance", "day-sheet", "guest-list"]
Paper: TypeAlias = Literal["a4", "us-letter"]
Content: TypeAlias = AdvanceContent | DaySheetContent | GuestListContent
#: What a document has to say for itself that is the same on each of them.
SAID = (
    "page",
    "of",
    "unanswered",
    "nothing",
    "was",
    "new",
    "gone",
    "untimed",
    "internal",
    "waiting",
    "guest",
    "attached",
)
#: What the form has words for already.
LABELS = MappingProxyType({"plus": "Plus", "pass": "Pass", "pick_up": "Pick-up", "notes": "Notes"})


class Night(Struct, frozen=True):
    """What the hub knows of a show beside its form. `day` is YYYY-MM-DD; `accent` is `#rrggbb`."""

    title: str = ""
    day: str = ""
    place: str = ""
    zone: str = "UTC"
    accent: str = "#3b3b3b"


class Printing(Struct, frozen=True):
    """What is printed when. `version` and `since` name revisions; `since` is empty when nothing is compared."""

    kind: DocumentKind
    paper: Paper
    made_ms: Millis
    version: str
    since: str = ""


class Sheet(Struct, frozen=True):
    """All that a template is given."""

    kind: DocumentKind
    paper: Paper
    language: str
    accent: str
    kicker: str
    title: str
    day: str
    place: str
    zone: str
    changes: str
    version: str
    made: str
    words: Mapping[str, str]
    content: Content


def sheet(readers: Readers, night: Night, printing: Printing) -> Sheet:
    """The document of a form; the show's own name, day and place stand before what the form says of them."""
    words, speech = readers.speech.words, readers.speech
    title = night.title or _answer(readers, "show.title")
    day = night.day or _answer(readers, "show.date")
    said = asdict(words)
    content = _CONTENTS[printing.kind](readers, day)
    return Sheet(
        printing.kind,
        printing.paper,
        words.language,
        night.accent,
        words.kinds[printing.kind],
        title or words.kinds[printing.kind],
        speech.day(day),
        night.place or ", ".join(filter(None, (_answer(readers, key) for key in ("show.venue", "show.city")))),
        words.zone.format(zone=night.zone),
        _changes(readers, content, printing.since),
        printing.version,
        words.made.format(when=f"{speech.moment(printing.made_ms)} ({night.zone})"),
        {name: said[name] for name in SAID} | {name: speech.label(label) for name, label in LABELS.items()},
        content,
    )


def _advance(readers: Readers, _day: str) -> AdvanceContent:
    return advance(readers)


def _guest_list(readers: Readers, _day: str) -> GuestListContent:
    return guest_list(readers)


_CONTENTS: Mapping[DocumentKind, Callable[[Readers, str], Content]] = MappingProxyType(
    {"advance": _advance, "day-sheet": day_sheet, "guest-list": _guest_list}
)


def _changes(readers: Readers, content: Content, since: str) -> str:
    if not since or not isinstance(content, AdvanceContent):
        return ""
    words = readers.speech.words
    return (words.some_changes if content.changes else words.no_changes).format(count=content.changes, what=since)


def _answer(readers: Readers, key: str) -> str:
    """What the form says as it was written; empty where it may not be seen or says nothing."""
    register = readers.form.fields.get(key) if asked(readers.form.schema, key) is not None else None
    return str(register.value) if register is not None and register.value is not None else ""
