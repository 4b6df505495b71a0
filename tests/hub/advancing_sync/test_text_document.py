"""Merging by character: a document with an update, what it must not swallow, and what an edit of the whole becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.text import LongText
from hub.advancing_sync.text_document import GapError, Merged, Splice, difference, merge, rewrite
from hub.advancing_sync.text_update import EMPTY, HUB_CLIENT, MalformedError, Piece, read, seed
from tests.hub.advancing_sync.pages import Page

texts = st.text(st.sampled_from("ab é😀\n"), max_size=12)


def a_text(text: str, *updates: bytes) -> LongText:
    return LongText("g", "s", seed(text), updates)


def a_page(text: str, client: int = 7) -> Page:
    page = Page(client)
    page.hear(seed(text))
    return page


def merged(text: str, update: bytes) -> Merged:
    return merge(a_text(text), text, update, read(update))


def test_two_who_type_at_once_are_both_read() -> None:
    ana, bob = a_page("Doors at seven", 7), a_page("Doors at seven", 8)
    first, second = ana.type(0, 0, "Stage: ").take(), bob.type(9, 5, "eight").take()
    text = a_text("Doors at seven", first)
    after = merge(text, "Stage: Doors at seven", second, read(second))
    assert (after.text, after.news) == ("Stage: Doors at eight", True)
    ana.hear(second)
    assert ana.text == after.text
    again = Page(9)
    again.hear(after.doc())
    assert again.text == after.text


@pytest.mark.parametrize("update", [EMPTY, seed("abc")], ids=["nothing", "what it began with"])
def test_what_is_known_is_no_news(update: bytes) -> None:
    assert not merged("abc", update).news


def test_what_comes_twice_is_no_news() -> None:
    update = a_page("abc").type(1, 1, "X").take()
    again = merge(a_text("abc", update), "aXc", update, read(update))
    assert (again.text, again.news) == ("aXc", False)


def test_what_was_typed_and_removed_again_is_news_that_shows_nothing() -> None:
    update = Page(7).type(0, 0, "a").type(0, 1, "").whole()
    assert (merged("", update).text, merged("", update).news) == ("", True)


def cut_off(page: Page) -> bytes:
    page.take()
    return page.type(0, 0, "second").take()


def typed_in_itself() -> bytes:
    """A character that claims to stand behind itself."""
    return b"\x01\x01\x07\x00\x84\x07\x00\x01a\x00"


GAPS = {
    "an earlier update is missing": cut_off(a_page("abc").type(0, 0, "first")),
    "what stands on its left is missing": a_page("abcdef").type(6, 0, "X").take(),
    "what stands on its right is missing": b"\x01\x01\x07\x00\x44\x09\x00\x01a\x00",
    "what it removes is missing": a_page("abcdef").type(4, 2, "").take(),
    "its page has said something before": b"\x01\x01\x07\x05\x04\x01\x04text\x01a\x00",
    "it stands behind itself": typed_in_itself(),
}


@pytest.mark.parametrize("update", GAPS.values(), ids=GAPS.keys())
def test_nothing_waits_in_a_document_for_what_may_never_come(update: bytes) -> None:
    with pytest.raises(GapError):
        merged("abc", update)


@pytest.mark.parametrize(
    "update",
    [
        b"\x00\x01\x01\x01\x02\x01",
        b"\x00\x01\x01\x01\x03\x01",
        b"\x01\x01\x07\x00\xc4\x01\x02\x01\x03\x01Z\x00",
        b"\x01\x01\x07\x00\x04\x01\x04text\x04\xf0\x9f\x98\x80\x01\x07\x01\x00\x01",
    ],
    ids=["its first half is removed", "its second half is removed", "typed into it", "its own"],
)
def test_no_character_is_cut_in_two(update: bytes) -> None:
    with pytest.raises(MalformedError):
        merged("ab😀c", update)


def test_a_whole_character_of_two_halves_is_removed() -> None:
    assert merged("ab😀c", a_page("ab😀c").type(2, 1, "").take()).text == "abc"
    assert merged("abc", a_page("abc").type(2, 0, "😀").take()).text == "ab😀c"


@given(texts, texts)
def test_the_difference_makes_one_text_the_other(before: str, after: str) -> None:
    splice = difference(before, after)
    assert before[: splice.at] + splice.put + before[splice.at + len(splice.was) :] == after
    assert before[splice.at :].startswith(splice.was)
    assert not splice.was or not splice.put or splice.was[0] != splice.put[0]
    assert not splice.was or not splice.put or splice.was[-1] != splice.put[-1]


@given(texts, texts, texts)
def test_the_hub_writes_as_a_page_would(before: str, after: str, later: str) -> None:
    text = a_text(before)
    first, written = rewrite(text, difference(before, after))
    assert written.text == after
    second, written = rewrite(a_text(before, first), difference(after, later))
    assert written.text == later
    page = a_page(before)
    page.hear(first, second)
    assert page.text == later
    other = Page(8)
    other.hear(written.doc())
    assert other.text == later


def test_what_the_hub_writes_is_its_own() -> None:
    update, _ = rewrite(a_text("abc"), Splice(1, "b", "X"))
    assert read(update).pieces == (Piece(HUB_CLIENT, 3, 1, "X", (HUB_CLIENT, 1), (HUB_CLIENT, 2)),)
