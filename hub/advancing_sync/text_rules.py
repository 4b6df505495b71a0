"""The rules of long texts: what may be typed, and how an edit of the whole value meets a document."""

import re
from typing import TypedDict

from msgspec import Struct

from hub.advancing_sync.form import AdvanceFact, Form
from hub.advancing_sync.messages import Edited, Pick, Stamp
from hub.advancing_sync.register import Register, heads
from hub.advancing_sync.schema import Field, Kind
from hub.advancing_sync.stamp import next_stamp
from hub.advancing_sync.text import LongText, TextFact, standing, text_of
from hub.advancing_sync.text_document import GapError, Merged, Splice, difference, merge, reads, rewrite
from hub.advancing_sync.text_messages import ChangeText, TextChanged, TextPacked
from hub.advancing_sync.text_update import EMPTY, HUB_CLIENT, MalformedError, Update, read, seed
from hub.errors import Rejected
from hub.kernel import Millis, Moment, party_of

#: A document is put into one piece after so many changes, or bytes of them.
PACK_EVERY = 32
PACK_BYTES = 16 * 1024
#: What is gone is left out once a document takes this much, and so many times its text.
SPARE_BYTES = 4 * 1024
SPARE_FACTOR = 2

#: Whose stamp a document has that was put above a value: of no person, whose own writes it would be taken for.
_HUB = "hub"
#: What no text holds, as in `messages.Text`.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class _By(TypedDict):
    """What a change says of who made it."""

    stamp: str
    by: str
    name: str
    at_ms: Millis
    party: str
    source: str


class _Typed(Struct, frozen=True):
    """A change on its way: the update, whose Yjs made it, and what it does to the text."""

    update: bytes
    client: int
    splice: Splice


def change(form: Form, field: Field, command: ChangeText, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    """The facts of typing into a text; none when the document knows it all.

    Raises:
        Rejected: `advance.wrong_type`, `advance.text_moved`, `advance.text_broken` or `advance.too_long`.
    """
    if field.kind is not Kind.LONG_TEXT:
        raise Rejected("advance.wrong_type", field=field.label, expected="one value, not changes of a text")
    register = form.fields.get(command.field, Register())
    text = standing(form.texts.get(command.field), register)
    if command.generation != text.generation:
        raise Rejected("advance.text_moved", field=field.label)
    before = text_of(text, register)
    merged, client = _merged(field, text, before, command, moment)
    if len(merged.text) > max(field.max_length, len(before)):
        raise Rejected("advance.too_long", field=field.label, max=field.max_length)
    if not merged.news:
        return ()
    splice = difference(before, merged.text)
    by = _By(
        stamp=stamp,
        by=moment.actor.person,
        name=moment.actor.name,
        at_ms=moment.now_ms,
        party=party_of(moment.actor),
        source="typed",
    )
    changed = _changed(command.field, text, _Typed(command.update, client, splice), by)
    begun = () if form.texts.get(command.field) is text else _begun(text, changed)
    return (*begun, changed, *_packed(text, changed, merged))


def through(form: Form, facts: tuple[AdvanceFact, ...]) -> tuple[AdvanceFact, ...]:
    """The facts of an edit of a whole value, where the field has a document that people type into.

    An edit of the value that shows becomes a change of the document. One that had not seen it is kept beside it: the
    document stays on top, and nobody who types is disturbed.
    """
    edited, *others = facts
    assert isinstance(edited, Edited)
    text = form.texts.get(edited.field)
    register = form.fields.get(edited.field, Register())
    if edited.row or text is None or text.stamp != register.stamp:
        return facts
    if edited.saw == text.stamp:
        value = edited.value if isinstance(edited.value, str) else ""
        splice = difference(text_of(text, register), value)
        update, merged = rewrite(text, splice)
        changed = _changed(edited.field, text, _Typed(update, HUB_CLIENT, splice), _by(edited))
        return (changed, *_packed(text, changed, merged), *others)
    shown = _By(
        stamp=next_stamp(edited.stamp, edited.at_ms, _HUB),
        by=register.by,
        name=register.name,
        at_ms=register.at_ms,
        party=register.party,
        source=register.source,
    )
    # The document goes up first, so that it is the one that shows after either fact.
    return (_changed(edited.field, text, _Typed(EMPTY, 0, Splice(0, "", "")), shown), *facts)


def picked(form: Form, pick: Pick) -> Stamp:
    """The stamp that is meant by a pick of the value that shows: typing gives it another one all the time."""
    text = form.texts.get(pick.field)
    register = form.fields.get(pick.field, Register())
    if pick.row or text is None or text.stamp != register.stamp:
        return pick.stamp
    known = any(head.stamp == pick.stamp for head in heads(register))
    shown = not known and text.generation <= pick.stamp == pick.saw < text.stamp
    return text.stamp if shown else pick.stamp


def _merged(field: Field, text: LongText, before: str, command: ChangeText, moment: Moment) -> tuple[Merged, int]:
    """The document with the update, and whose Yjs wrote it."""
    try:
        update = read(command.update)
        client = _client(text, update, moment)
        return merge(text, before, command.update, update), client
    except GapError:
        raise Rejected("advance.text_moved", field=field.label) from None
    except MalformedError as error:
        raise Rejected("advance.text_broken", field=field.label, detail=str(error)) from None


def _client(text: LongText, update: Update, moment: Moment) -> int:
    """The one client that an update has pieces of, 0 when it only removes: the writer's own, or a new one."""
    clients = {piece.client for piece in update.pieces}
    if len(clients) > 1 or clients & {0, HUB_CLIENT}:
        raise MalformedError("it is not of one page alone")
    if any(piece.text and _CONTROLS.search(piece.text) for piece in update.pieces):
        raise MalformedError("it has control characters")
    client = clients.pop() if clients else 0
    if text.writers.get(str(client), moment.actor.person) != moment.actor.person:
        raise GapError
    return client


def _begun(text: LongText, changed: TextChanged) -> tuple[TextFact, ...]:
    """The document that the first change of a value builds on; one that begins empty needs no saying."""
    return () if text.doc == EMPTY else (_pack(changed, text.generation, text.doc, text.stamp),)


def _packed(text: LongText, changed: TextChanged, merged: Merged) -> tuple[TextFact, ...]:
    """The document in one piece when it is in many; without what is gone when that is most of it.

    A forged update may name neighbours that never were. What it says then hangs on the order in which it is read; such
    a document begins anew with the text, which is one for everybody.
    """
    if len(text.updates) + 1 < PACK_EVERY and sum(map(len, text.updates)) + len(changed.update) < PACK_BYTES:
        return ()
    doc = merged.doc()
    if len(doc) > SPARE_BYTES + SPARE_FACTOR * len(merged.text.encode()) or reads(doc) != merged.text:
        return (_pack(changed, changed.stamp, seed(merged.text), changed.stamp),)
    return (_pack(changed, text.generation, doc, changed.stamp),)


def _pack(changed: TextChanged, generation: Stamp, doc: bytes, stamp: Stamp) -> TextPacked:
    return TextPacked(
        field=changed.field, generation=generation, doc=doc, stamp=stamp, by=changed.by, at_ms=changed.at_ms
    )


def _by(edited: Edited) -> _By:
    return _By(
        stamp=edited.stamp,
        by=edited.by,
        name=edited.name,
        at_ms=edited.at_ms,
        party=edited.party,
        source=edited.source,
    )


def _changed(key: str, text: LongText, typed: _Typed, by: _By) -> TextChanged:
    at, was, put = typed.splice.at, typed.splice.was, typed.splice.put
    return TextChanged(
        field=key,
        generation=text.generation,
        update=typed.update,
        client=typed.client,
        at=at,
        was=was,
        put=put,
        **by,
    )
