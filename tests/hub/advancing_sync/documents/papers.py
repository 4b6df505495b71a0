"""Forms to print, and how they are read in a test."""

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from hub.advancing_sync.documents.reading import Readers
from hub.advancing_sync.documents.speech import Speech
from hub.advancing_sync.documents.words import WORDS, Language
from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import AddRow, Edit, Value
from hub.advancing_sync.rules import AdvanceCommand, decide
from hub.advancing_sync.sight import cut
from hub.kernel import Actor, Lane, Role, Sight
from tests.builders import EVENING_MS, a_moment, an_actor

BERLIN = ZoneInfo("Europe/Berlin")
ANA = an_actor("ana", Role.MANAGER)
BEN = an_actor("ben", Role.VENUE)


def speech(language: Language = "en", zone: tzinfo = UTC, currency: str = "EUR") -> Speech:
    """How a test reads values."""
    return Speech(WORDS[language], zone, currency)


def readers(form: Form, before: Form | None = None, language: Language = "en") -> Readers:
    """How a test reads a form."""
    return Readers(form, speech(language), before)


def seen(form: Form, *sections: str) -> Form:
    """What of a form somebody sees who is no organiser and to whom these sections were opened, or all."""
    return cut(form, Sight(Lane.CREW, sections))


def after(form: Form, *commands: AdvanceCommand, by: Actor = ANA, now_ms: int = EVENING_MS) -> Form:
    """The form after these commands. Raises `Rejected`."""
    for command in commands:
        for fact in decide(form, command, a_moment(by, now_ms)):
            form = apply(form, fact)
    return form


def answered(answers: Mapping[str, Value], form: Form | None = None, by: Actor = ANA) -> Form:
    """A form with these answers, each written by somebody who has seen what stood there."""
    form = form or Form()
    for key, value in answers.items():
        seen = form.fields[key].stamp if key in form.fields else ""
        form = after(form, Edit(field=key, value=value, saw=seen), by=by)
    return form


def listed(key: str, rows: Sequence[Mapping[str, Value]], form: Form | None = None) -> Form:
    """A form with these rows in a list, `r1` and so on."""
    form, last = form or Form(), ""
    for number, cells in enumerate(rows, start=1):
        row = f"r{number}"
        form = after(form, AddRow(field=key, row=row, after=last))
        edits = [Edit(field=key, value=value, row=row, column=column) for column, value in cells.items()]
        form, last = after(form, *edits), row
    return form
