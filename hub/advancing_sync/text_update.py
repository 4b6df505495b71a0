"""Reading an update of Yjs, strictly: one text of characters, and nothing else.

What a page sends is read here before anything is made of it, so that no number of it is trusted with memory or time.
The format is version 1 of Yjs: for each client its structs from a clock on, then what is deleted. Clocks count UTF-16
units. Source: `src/utils/encoding.js` of Yjs 13.6.
"""

from collections.abc import Iterator

from msgspec import Struct

#: An update that says nothing.
EMPTY = b"\x00\x00"
#: The client id of what the hub writes; a page's own is a random number.
HUB_CLIENT = 1
#: The name of the text in its document.
ROOT = "text"
#: Characters that one update may bring or remove, in UTF-16 units; what is gone again counts too.
UNITS_MAX = 200_000

_NUMBER_MAX = 2**53
#: The hub's library counts in 32 bits.
_CLOCK_MAX = 2**31
_DELETED, _STRING = 1, 4
_HAS_ORIGIN, _HAS_RIGHT, _KEYED, _KIND = 0x80, 0x40, 0x20, 0x1F

#: A client and the clock of one of its characters.
Id = tuple[int, int]


class MalformedError(ValueError):
    """These bytes are no update of one text."""


class Piece(Struct, frozen=True):
    """Characters that one client typed in a row; `text` is None when they are gone. Lengths in UTF-16 units."""

    client: int
    clock: int
    length: int
    text: str | None = None
    left: Id | None = None
    right: Id | None = None


class Update(Struct, frozen=True):
    """What an update brings and what it removes (client, clock, length)."""

    pieces: tuple[Piece, ...]
    gone: tuple[tuple[int, int, int], ...]

    @property
    def cuts(self) -> Iterator[Id]:
        """Between which characters it reaches: each names the one behind the cut."""
        for piece in self.pieces:
            if piece.left:
                yield piece.left[0], piece.left[1] + 1
            if piece.right:
                yield piece.right
        for client, clock, length in self.gone:
            yield client, clock
            yield client, clock + length


def seed(text: str) -> bytes:
    """The update that begins a document with a text: the same bytes everywhere."""
    if not text:
        return EMPTY
    return b"\x01\x01\x01\x00\x04\x01" + _written(ROOT.encode()) + _written(text.encode()) + b"\x00"


def read(data: bytes) -> Update:
    """What an update says.

    Raises:
        MalformedError: it is none, or about something else than one text.
    """
    update = read_document(data)
    if sum(piece.length for piece in update.pieces) + sum(length for _, _, length in update.gone) > UNITS_MAX:
        raise MalformedError("too much at once")
    return update


def read_document(data: bytes) -> Update:
    """The same of a whole document, which may hold more than one update brings."""
    reader = _Reader(data)
    update = Update(tuple(reader.pieces()), tuple(reader.gone()))
    if reader.at != len(data):
        raise MalformedError("there is something behind the end")
    return update


def state_vector(data: bytes) -> dict[int, int]:
    """How many characters of each client a document has, from its encoded state vector."""
    reader = _Reader(data)
    return {reader.number(): reader.number() for _ in range(reader.number())}


def splits_a_pair(pieces: tuple[Piece, ...], cuts: Iterator[Id]) -> bool:
    """Whether a cut goes between the two halves of a character: pages and the hub would each read it otherwise."""
    wanted = set(cuts)
    for piece in pieces:
        if piece.text is None or len(piece.text) == piece.length:
            continue  # no character of it has two halves
        units = piece.text.encode("utf-16-le")
        for client, clock in wanted:
            at = clock - piece.clock
            if client == piece.client and 0 < at < piece.length and units[2 * at + 1] & 0xFC == 0xDC:  # noqa: PLR2004
                return True
    return False


def _written(data: bytes) -> bytes:
    """Bytes with their length before them."""
    length, size = len(data), bytearray()
    while length > 0x7F:  # noqa: PLR2004  seven bits a byte
        size.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes(size) + bytes([length]) + data


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.at = 0
        self._data = data

    def number(self) -> int:
        """A number of seven bits a byte, the lowest first."""
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004  the last one has no eighth bit
                return value
            shift += 7
            if value >= _NUMBER_MAX or shift > 56:  # noqa: PLR2004  53 bits have at most eight bytes
                raise MalformedError("a number is too large")

    def pieces(self) -> Iterator[Piece]:
        for _ in range(self.number()):
            structs, client, clock = self.number(), self.number(), self.number()
            for _ in range(structs):
                piece = self._piece(client, clock)
                clock += piece.length
                if clock > _CLOCK_MAX:
                    raise MalformedError("a clock is too high")
                yield piece

    def gone(self) -> Iterator[tuple[int, int, int]]:
        for _ in range(self.number()):
            client = self.number()
            for _ in range(self.number()):
                clock, length = self.number(), self._length()
                if clock + length > _CLOCK_MAX:
                    raise MalformedError("a clock is too high")
                yield client, clock, length

    def _piece(self, client: int, clock: int) -> Piece:
        info = self._byte()
        if info & _KEYED or info & _KIND not in {_DELETED, _STRING}:
            raise MalformedError("this is not text")
        left = (self.number(), self.number()) if info & _HAS_ORIGIN else None
        right = (self.number(), self.number()) if info & _HAS_RIGHT else None
        if not left and not right and (self.number() != 1 or self._text() != ROOT):
            raise MalformedError("this is another text")
        if info & _KIND == _DELETED:
            return Piece(client, clock, self._length(), None, left, right)
        text = self._text()
        length = len(text) + sum(letter > "\uffff" for letter in text) if not text.isascii() else len(text)
        if not length:
            raise MalformedError("there is nothing in it")
        return Piece(client, clock, length, text, left, right)

    def _byte(self) -> int:
        if self.at >= len(self._data):
            raise MalformedError("it ends too early")
        self.at += 1
        return self._data[self.at - 1]

    def _length(self) -> int:
        length = self.number()
        if not length:
            raise MalformedError("there is nothing in it")
        return length

    def _text(self) -> str:
        size = self.number()
        end = self.at + size
        if end > len(self._data):
            raise MalformedError("it ends too early")
        data, self.at = self._data[self.at : end], end
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise MalformedError("this is not UTF-8") from None
