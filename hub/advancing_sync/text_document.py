"""The merging of long texts, by the CRDT of Yjs (`pycrdt`): pure computation on bytes.

A document is built anew for each change, from its bytes, and never from its text: so nothing is left behind by an
update that is refused, and no text is doubled. Source: Nicolaescu and others, "Near Real-Time Peer-to-Peer Shared
Editing on Extensible Data Types" (2016).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct
from pycrdt import Doc, Text

from hub.advancing_sync.text import LongText
from hub.advancing_sync.text_update import (
    EMPTY,
    HUB_CLIENT,
    ROOT,
    Id,
    MalformedError,
    Update,
    read_document,
    splits_a_pair,
    state_vector,
)

_PAIRS = re.compile("[\U00010000-\U0010ffff]")


class GapError(ValueError):
    """An update builds on something that the document does not have."""


class Splice(Struct, frozen=True):
    """Where two texts differ: at a character, what was there and what is put there."""

    at: int
    was: str
    put: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A document after an update: its text, how to get its bytes, and whether it knows more than before."""

    text: str
    doc: Callable[[], bytes]
    news: bool = True


def merge(text: LongText, before: str, data: bytes, update: Update) -> Merged:
    """The document with an update, which says `before` without it.

    Raises:
        GapError: it builds on what is not there.
        MalformedError: it cannot be merged.
    """
    doc, root = _opened(text)
    had = state_vector(doc.get_state())
    paired = _PAIRS.search(before) or any(piece.text and _PAIRS.search(piece.text) for piece in update.pieces)
    if paired and splits_a_pair((*read_document(doc.get_update()).pieces, *update.pieces), update.cuts):
        raise MalformedError("it cuts a character in two")
    _fits(had, update)
    doc.apply_update(data)
    after = str(root)
    grown = any(piece.clock + piece.length > had.get(piece.client, 0) for piece in update.pieces)
    return Merged(after, doc.get_update, grown or after != before)


def rewrite(text: LongText, splice: Splice) -> tuple[bytes, Merged]:
    """The update by which the hub itself puts something else into the text, and the document with it."""
    doc, root = _opened(text)
    state = doc.get_state()
    before = str(root)
    start = len(before[: splice.at].encode())  # the library counts bytes here
    with doc.transaction():
        if splice.was:
            del root[start : start + len(splice.was.encode())]
        if splice.put:
            root.insert(start, splice.put)
    return doc.get_update(state), Merged(str(root), doc.get_update)


def reads(doc: bytes) -> str:
    """What a document says to whoever opens it."""
    return str(_opened(LongText("", "", doc))[1])


def difference(before: str, after: str) -> Splice:
    """What to put where, so that one text becomes the other."""
    most = min(len(before), len(after))
    at = _same(most, lambda size: before[:size] == after[:size])
    behind = _same(most - at, lambda size: before[len(before) - size :] == after[len(after) - size :])
    return Splice(at, before[at : len(before) - behind], after[at : len(after) - behind])


def _opened(text: LongText) -> tuple[Doc[Text], Text]:
    doc: Doc[Text] = Doc(client_id=HUB_CLIENT)
    root = doc.get(ROOT, type=Text)
    with doc.transaction():
        for part in (text.doc, *text.updates):
            if part != EMPTY:
                doc.apply_update(part)
    return doc, root


def _fits(had: dict[int, int], update: Update) -> None:
    """Refuse what would wait in the document for something that may never come. Raises `GapError`."""
    has = dict(had)

    def need(*characters: Id | None) -> None:
        if any(one is not None and one[1] >= has.get(one[0], 0) for one in characters):
            raise GapError

    for piece in update.pieces:
        need(piece.left, piece.right)
        if piece.clock > has.get(piece.client, 0):
            raise GapError
        has[piece.client] = max(has.get(piece.client, 0), piece.clock + piece.length)
    need(*((client, clock + length - 1) for client, clock, length in update.gone))


def _same(most: int, agree: Callable[[int], bool]) -> int:
    """The largest size up to `most` at which two texts agree; they do at every smaller one too."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if agree(middle) else (low, middle - 1)
    return low
