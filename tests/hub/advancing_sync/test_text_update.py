"""Updates are read strictly: what is no change of one text is refused before anything is made of it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from hub.advancing_sync.text_update import (
    EMPTY,
    HUB_CLIENT,
    ROOT,
    UNITS_MAX,
    MalformedError,
    Piece,
    Update,
    read,
    read_document,
    seed,
    splits_a_pair,
    state_vector,
)
from tests.hub.advancing_sync.pages import Page

#: One client, one struct of client 7 from clock 0 on.
HEAD = b"\x01\x01\x07\x00"
TEXT = b"\x04\x01\x04text"


def number(value: int) -> bytes:
    data = bytearray()
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    return bytes([*data, value])


def a_page() -> Page:
    page = Page(7)
    page.hear(EMPTY)
    return page


def test_typing_and_removing_are_read() -> None:
    page = a_page().type(0, 0, "ab😀c")
    assert read(page.take()) == Update((Piece(7, 0, 5, "ab😀c"),), ())
    page.type(1, 2, "X")
    update = read(page.take())
    assert update.pieces == (Piece(7, 5, 1, "X", (7, 3), (7, 4)),)
    assert update.gone == ((7, 1, 3),)
    assert sorted(update.cuts) == [(7, 1), (7, 4), (7, 4), (7, 4)]


def test_a_piece_that_is_gone_already_is_read() -> None:
    page = a_page().type(0, 0, "abc").type(0, 3, "")
    page.type(0, 0, "d")
    doc = Page(8)
    doc.hear(page.take())
    assert [piece.text for piece in read(doc.whole()).pieces] == [None, "d"]


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@example("é" * 10_000)
def test_a_seed_is_the_document_of_a_text(text: str) -> None:
    doc: Doc[Text] = Doc(client_id=HUB_CLIENT)
    root = doc.get(ROOT, type=Text)
    if text:
        root.insert(0, text)
    assert seed(text) == doc.get_update()
    assert "".join(piece.text or "" for piece in read(seed(text)).pieces) == text
    assert state_vector(doc.get_state()) == ({HUB_CLIENT: len(text.encode("utf-16-le")) // 2} if text else {})


def another_type(root: Array[str] | Map[str]) -> bytes:
    doc: Doc[Array[str] | Map[str]] = Doc(client_id=7)
    doc["text"] = root
    return doc.get_update()


def formatted() -> bytes:
    doc: Doc[Text] = Doc(client_id=7)
    root = doc.get(ROOT, type=Text)
    root.insert(0, "bold", {"bold": True})
    return doc.get_update()


BROKEN = {
    "nothing": b"",
    "half": EMPTY[:1],
    "more behind the end": EMPTY + b"\x00",
    "a client that is missing": b"\x01",
    "a struct that is missing": HEAD,
    "a number without end": b"\xff" * 20,
    "a number above 53 bits": b"\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    "structs without end": b"\x01" + number(2**40) + b"\x07\x00" + TEXT + b"\x01a",
    "a text that is cut off": HEAD + TEXT + b"\x05ab",
    "a text of no characters": HEAD + TEXT + b"\x00\x00",
    "a text that is no UTF-8": HEAD + TEXT + b"\x01\xff\x00",
    "removed and of no length": HEAD + b"\x01\x01\x04text\x00\x00",
    "a removal of nothing": b"\x00\x01\x07\x01\x00\x00",
    "another root": HEAD + b"\x04\x01\x04tent\x01a\x00",
    "a parent that is no root": HEAD + b"\x04\x00\x07\x00\x01a\x00",
    "a key": HEAD + b"\x24\x01\x04text\x01k\x01a\x00",
    "garbage": HEAD + b"\x00\x05\x00",
    "a gap": HEAD + b"\x0a\x05\x00",
    "an array": another_type(Array(["a"])),
    "a map": another_type(Map({"a": "b"})),
    "bold": formatted(),
    "a clock above 32 bits": b"\x01\x01\x07" + number(2**31) + TEXT + b"\x01a\x00",
    "a removal above 32 bits": b"\x00\x01\x07\x01\x00" + number(2**32),
    "too much": HEAD + b"\x01\x01\x04text" + number(UNITS_MAX + 1) + b"\x00",
    "too much removed": b"\x00\x01\x07\x01\x00" + number(UNITS_MAX + 1),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_change_of_one_text_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError):
        read(data)


def test_a_document_may_hold_more_than_an_update_brings() -> None:
    assert read_document(BROKEN["too much"]).pieces[0].length == UNITS_MAX + 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_malformed(data: bytes) -> None:
    try:
        update = read(data)
    except MalformedError:
        return
    assert sum(piece.length for piece in update.pieces) <= UNITS_MAX


@pytest.mark.parametrize(
    ("clock", "splits"),
    [(0, False), (1, False), (2, False), (3, True), (4, False), (5, False), (9, False)],
)
def test_a_cut_within_a_character_of_two_halves_is_found(clock: int, *, splits: bool) -> None:
    pieces = read(seed("ab😀c")).pieces
    assert splits_a_pair(pieces, iter([(HUB_CLIENT, clock)])) is splits
    assert not splits_a_pair(pieces, iter([(7, clock)]))
    assert not splits_a_pair(read(seed("abcde")).pieces, iter([(HUB_CLIENT, clock)]))
    assert not splits_a_pair((Piece(HUB_CLIENT, 0, 5),), iter([(HUB_CLIENT, clock)]))
