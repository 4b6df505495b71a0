"""Reads answers out of a form as texts, beside those of an earlier one."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from hub.advancing_sync.agreement import Note
from hub.advancing_sync.documents.content import Around, Saying
from hub.advancing_sync.documents.speech import Speech
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Kept
from hub.advancing_sync.register import Register, heads
from hub.advancing_sync.rows import Row, standing
from hub.advancing_sync.schema import Field

Cells: TypeAlias = Mapping[str, Register]
CURRENCY_COLUMN = "currency"


class Readers(Struct, frozen=True):
    """A form, how it is read, and the form of an earlier revision that it is compared with, if any."""

    form: Form
    speech: Speech
    before: Form | None = None

    def field(self, key: str, field: Field) -> Saying | None:
        """The answer to a question; None when nobody has answered, and had not before."""
        now = said(self.speech, field, self.form.fields.get(key))
        if self.before is None:
            return now
        return compared(self.speech, now, said(self.speech, field, self.before.fields.get(key)))

    def rows(self, key: str) -> list[Row]:
        """The rows of a list that stand, in order."""
        return standing(self.form.lists.get(key, {}))

    def rows_before(self, key: str) -> list[Row]:
        """Those of the earlier revision."""
        return standing(self.before.lists.get(key, {})) if self.before is not None else []

    def around(self, key: str) -> Around:
        """What is said of a question beside its answer; the thread's oldest line first."""
        agreed = self.form.agreement
        mark = agreed.marks.get(key)
        thread = sorted(agreed.notes.get(key, {}).values(), key=_stamp)
        return Around(
            self.speech.words.standings.get(mark.what, "") if mark else "",
            tuple(f"{self._signature(note.name, note.at_ms)}: {note.text}" for note in thread if not note.gone),
            tuple(each.title for each in self.form.files.values() if each.field == key and not each.gone),
        )

    def signed(self, section: str) -> tuple[str, ...]:
        """Which side has submitted a section or signed it off, who and when."""
        words = self.speech.words
        stood = self.form.agreement.standings.get(section, {})
        return tuple(
            words.signed.format(
                side=words.sides.get(party, party),
                standing=words.parting[word.what],
                name=word.name,
                when=self.speech.moment(word.at_ms),
            )
            for party, word in sorted(stood.items())
            if word.what in words.parting
        )

    def _signature(self, name: str, at_ms: int) -> str:
        return self.speech.words.by_at.format(name=name, when=self.speech.moment(at_ms))


def said(speech: Speech, field: Field, register: Register | None, currency: str = "") -> Saying | None:
    """The answer that shows with the others that stand; None when there is none."""
    if register is None or all(head.value is None for head in heads(register)):
        return None
    words = speech.words
    also = (
        words.also.format(value=speech.value(field, each.value, currency) or words.cleared, name=each.name)
        for each in register.siblings
    )
    return Saying(speech.value(field, register.value, currency) or words.cleared, tuple(also))


def compared(speech: Speech, now: Saying | None, was: Saying | None) -> Saying | None:
    """The answer now, marked if it was another."""
    if now is None:
        return None if was is None else Saying(speech.words.cleared, changed=True, was=was.text)
    if was is not None and (was.text, was.also) == (now.text, now.also):
        return now
    return Saying(now.text, now.also, changed=True, was=was.text if was else "")


def cell(speech: Speech, column: Field, cells: Cells) -> Saying | None:
    """What a cell of a row says; amounts are in the row's own currency if it has one."""
    return said(speech, column, cells.get(column.key), plain(cells, CURRENCY_COLUMN))


def plain(cells: Cells, column: str) -> str:
    """The text of a cell that is text; empty for any other."""
    value = kept(cells, column)
    return value if isinstance(value, str) else ""


def kept(cells: Cells, column: str) -> Kept:
    """The value of a cell that shows."""
    return cells[column].value if column in cells else None


def _stamp(note: Note) -> str:
    return note.stamp
