"""Yjs' way to order what was typed at once, from its paper, one character at a time and as slowly as you like.

Independent of the library that the hub uses: it reads updates and keeps a plain list. Source: Nicolaescu and others,
"Near Real-Time Peer-to-Peer Shared Editing on Extensible Data Types" (2016), with the right origin that Yjs added.
"""

from dataclasses import dataclass, field

from hub.advancing_sync.text_update import Id, Piece, Update


@dataclass
class Letter:
    """One UTF-16 unit's place; `char` is None where it was gone when it arrived."""

    id: Id
    char: str | None
    left: Id | None
    right: Id | None
    gone: bool = False


@dataclass
class Yata:
    """A document as a list of letters, and what waits for an earlier one."""

    letters: list[Letter] = field(default_factory=list[Letter])
    known: set[Id] = field(default_factory=set[Id])
    waiting: list[Letter] = field(default_factory=list[Letter])
    gone: set[Id] = field(default_factory=set[Id])

    @property
    def text(self) -> str:
        return "".join(letter.char or "" for letter in self.letters if not letter.gone and letter.id not in self.gone)

    def hear(self, update: Update) -> "Yata":
        """An update arrives: in any order, any number of times."""
        for piece in update.pieces:
            self.waiting += _letters(piece)
        for client, clock, length in update.gone:
            self.gone |= {(client, clock + at) for at in range(length)}
        while ready := [letter for letter in self.waiting if self._ready(letter)]:
            letter = ready[0]
            self.waiting = [other for other in self.waiting if other.id != letter.id]
            self._put(letter)
        self.waiting = [letter for letter in self.waiting if letter.id not in self.known]
        return self

    def _ready(self, letter: Letter) -> bool:
        client, clock = letter.id
        before = (client, clock - 1) if clock else None
        needs = {before, letter.left, letter.right} - {None}
        return letter.id not in self.known and needs <= self.known

    def _place(self, letter: Id | None, otherwise: int) -> int:
        return next((at for at, each in enumerate(self.letters) if each.id == letter), otherwise)

    def _put(self, new: Letter) -> None:
        """Behind its left neighbour, and behind those of others at the same place whose client ids are lower."""
        left = self._place(new.left, -1)
        at = left + 1
        conflicting: set[Id] = set()
        passed: set[Id] = set()
        for place in range(left + 1, self._place(new.right, len(self.letters))):
            other = self.letters[place]
            passed.add(other.id)
            conflicting.add(other.id)
            if other.left == new.left:
                if other.id[0] < new.id[0]:
                    at, conflicting = place + 1, set[Id]()
                elif other.right == new.right:
                    break
            elif other.left in passed:
                if other.left not in conflicting:
                    at, conflicting = place + 1, set[Id]()
            else:
                break
        self.letters.insert(at, new)
        self.known.add(new.id)


def _letters(piece: Piece) -> list[Letter]:
    """A piece letter by letter: each stands behind the one before it."""
    chars = list(piece.text) if piece.text is not None else [None] * piece.length
    assert len(chars) == piece.length, "characters of one unit only"
    found: list[Letter] = []
    left = piece.left
    for at, char in enumerate(chars):
        found.append(Letter((piece.client, piece.clock + at), char, left, piece.right, gone=char is None))
        left = found[-1].id
    return found
