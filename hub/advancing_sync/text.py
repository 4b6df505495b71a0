"""A long text as state: the document behind its value, as updates of Yjs that are merged only when somebody types.

The value itself stays in the field's register, where everything that reads a form finds it; a fact says of it what was
where and what is there now. So folding facts asks for no CRDT, here or in a page. A document belongs to one value, by
its stamp. Whatever else writes the field, an import before anybody typed or a pick, begins another one: its generation
is the stamp of the value that it began with, so that whoever reads the same value begins the same document.
"""

from msgspec import Struct, field
from msgspec.structs import replace

from hub.advancing_sync import register as registers
from hub.advancing_sync.register import Register, Write, heads
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.advancing_sync.text_update import EMPTY, seed

TextFact = TextChanged | TextPacked
FACTS = (TextChanged, TextPacked)


class LongText(Struct, frozen=True):
    """The document of the value with `stamp`: `doc`, then `updates` in order.

    `writers` says whose each client id of Yjs is. `blank` is the text while it is nothing but blanks: its value is None
    then. State has plain types, without the limits of a command.
    """

    generation: str
    stamp: str
    doc: bytes = EMPTY
    updates: tuple[bytes, ...] = ()
    writers: dict[str, str] = field(default_factory=dict[str, str])
    blank: str = ""


def text_of(text: LongText, register: Register) -> str:
    """What the document says: the value with its stamp, or its blanks."""
    value = next((head.value for head in heads(register) if head.stamp == text.stamp), None)
    return value if isinstance(value, str) else text.blank


def standing(text: LongText | None, register: Register) -> LongText:
    """The document of the value that shows: the one that is kept, or one that begins with the value."""
    if text is not None and text.stamp == register.stamp:
        return text
    begun = seed(register.value) if isinstance(register.value, str) else EMPTY
    return LongText(register.stamp, register.stamp, begun)


def change(text: LongText | None, register: Register, fact: TextChanged) -> tuple[LongText, Register]:
    """The document and the register after somebody typed."""
    if text is None or text.generation != fact.generation:
        text = LongText(fact.generation, fact.generation)
    if fact.stamp <= text.stamp:  # it has arrived before
        return text, register
    before = text_of(text, register)
    after = before[: fact.at] + fact.put + before[fact.at + len(fact.was) :]
    blank = not after.strip(" \t\n")
    write = Write(
        None if blank else after, fact.stamp, fact.by, fact.name, fact.at_ms, party=fact.party, source=fact.source
    )
    changed = replace(
        text,
        stamp=fact.stamp,
        updates=(*text.updates, fact.update),
        writers={**text.writers, str(fact.client): fact.by} if fact.client else text.writers,
        blank=after if blank else "",
    )
    return changed, registers.write(register, write, text.stamp)


def pack(text: LongText | None, fact: TextPacked) -> LongText:
    """The document after it was put into one piece, or begun."""
    packed = LongText(fact.generation, fact.stamp, fact.doc)
    if text is None or text.stamp != fact.stamp:
        return packed
    writers = text.writers if text.generation == fact.generation else {}
    return replace(packed, writers=writers, blank=text.blank)


def merge(ours: LongText, theirs: LongText) -> LongText:
    """The newer of two documents of one field: a room's log has put what was typed into one order."""
    return max(ours, theirs, key=lambda text: (text.stamp, text.generation, not text.updates))
