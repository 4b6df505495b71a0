import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.advancing_sync.documents.legible import legible


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain, with [brackets]", "plain, with [brackets]"),
        ("🎸 at eight", "[guitar] at eight"),
        ("👍🏽 ok", "[thumbs up sign] ok"),
        ("👨‍👩‍👧", "[man][woman][girl]"),
        ("🇩🇪🇦🇹", "[DE][AT]"),
        ("🇩", "[regional indicator symbol letter d]"),
        ("✅ done ❌", "[white heavy check mark] done [cross mark]"),
        ("❤️ and ☎️", "❤ and ☎"),
        ("\U0001f8ff", "[sign]"),
        ("abc\u202edef\u2066ghi\u200f", "abcdefghi"),
        ("Žižek Ωmega שלום مرحبا 東京 ไทย", "Žižek Ωmega שלום مرحبا 東京 ไทย"),
        ("ب\u200cب क्\u200dष", "ب\u200cب क्\u200dष"),
    ],
)
def test_emoji_have_names_and_letters_stay(text: str, printed: str) -> None:
    assert legible(text) == printed


@given(st.text())
def test_letters_digits_and_blanks_are_never_lost(text: str) -> None:
    kept = [sign for sign in text if unicodedata.category(sign)[0] in "LNZ"]
    printed = iter(legible(text))
    assert all(sign in printed for sign in kept)
