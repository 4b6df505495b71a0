"""Pages that type into a long text, each with a document of its own, as Yjs has it."""

from collections.abc import Sequence

from msgspec.structs import replace
from pycrdt import Doc, Text, TransactionEvent, merge_updates

from hub.advancing_sync.form import Form
from hub.advancing_sync.register import Register
from hub.advancing_sync.schema import Field, Kind, Schema
from hub.advancing_sync.text import LongText, standing
from hub.advancing_sync.text_messages import ChangeText
from hub.advancing_sync.text_update import ROOT
from tests.hub.advancing_sync.forms import SCHEMA

NOTES = "show.notes"
NOTES_CHARS_MAX = 60


def a_text_form(max_length: int = NOTES_CHARS_MAX) -> Form:
    """The small form with a long text in it, that nobody has written in."""
    show, *others = SCHEMA.sections
    notes = Field("notes", "Notes", Kind.LONG_TEXT, max_length=max_length)
    return Form(schema=Schema((replace(show, fields=(*show.fields, notes)), *others)))


def document_of(form: Form, key: str = NOTES) -> LongText:
    """The document that people type into."""
    return standing(form.texts.get(key), form.fields.get(key, Register()))


def value_of(form: Form, key: str = NOTES) -> str:
    """The value that shows, "" when there is none."""
    register = form.fields.get(key)
    return str(register.value) if register and register.value is not None else ""


class Page:
    """One page of somebody: what they have typed and not sent is in `unsent`. Characters are code points."""

    def __init__(self, client: int, form: Form | None = None) -> None:
        self.client = client
        self.generation = ""
        self.unsent: list[bytes] = []
        self._doc: Doc[Text] = Doc(client_id=client)
        self._text = self._doc.get(ROOT, type=Text)
        self._hears = False
        self._watch = self._doc.observe(self._note)
        if form is not None:
            self.open(form)

    def open(self, form: Form) -> None:
        """Take the document of a form."""
        text = document_of(form)
        self.generation = text.generation
        self.hear(text.doc, *text.updates)

    def hear(self, *updates: bytes) -> None:
        """Updates of others arrive."""
        self._hears = True
        for update in updates:
            self._doc.apply_update(update)
        self._hears = False

    def type(self, at: int, gone: int, put: str) -> "Page":
        """Put something at a character in place of so many."""
        before = self.text
        start, end = (len(before[:place].encode()) for place in (at, at + gone))
        with self._doc.transaction():
            if end > start:
                del self._text[start:end]
            if put:
                self._text.insert(start, put)
        return self

    @property
    def text(self) -> str:
        """What the page shows."""
        return str(self._text)

    def whole(self) -> bytes:
        """Its document."""
        return self._doc.get_update()

    def take(self) -> bytes:
        """What is unsent as one update, which is under way then."""
        update = joined(self.unsent)
        self.unsent = []
        return update

    def command(self, key: str = NOTES) -> ChangeText:
        """What is unsent, as a command."""
        return ChangeText(field=key, generation=self.generation, update=self.take())

    def _note(self, event: TransactionEvent) -> None:
        if not self._hears:
            self.unsent.append(event.update)


def joined(updates: Sequence[bytes]) -> bytes:
    """Updates as one."""
    return updates[0] if len(updates) == 1 else merge_updates(*updates)
