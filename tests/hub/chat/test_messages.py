"""What a chat message may carry."""

from typing import get_args

import pytest
from msgspec import ValidationError, convert

from hub.chat.messages import Emoji, Post, React, Reacted


@pytest.mark.parametrize("text", ["", " ", "\n \n", "a\tb", "a\x00b", "bell\x07", "\x7f", "x" * 501])
def test_a_message_needs_something_to_read(text: str) -> None:
    with pytest.raises(ValidationError):
        convert({"t": "chat.post", "text": text}, Post)


@pytest.mark.parametrize("text", ["a", " indented", "two\nlines", "\n\nlate", "ends\n", "x" * 500, "👏 日本"])
def test_a_message_may_have_lines_and_any_script(text: str) -> None:
    assert convert({"t": "chat.post", "text": text}, Post).text == text


def test_a_reaction_is_one_of_a_few() -> None:
    assert {convert({"t": "chat.react", "emoji": emoji}, React).emoji for emoji in get_args(Emoji)} == {
        *get_args(Emoji)
    }
    with pytest.raises(ValidationError):
        convert({"t": "chat.react", "emoji": "🚀"}, React)


def test_of_two_reactions_of_one_person_the_later_one_is_sent() -> None:
    assert Reacted(person="ana", emoji="🔥").key() == Reacted(person="ana", emoji="🎉").key()
    assert Reacted(person="ana", emoji="🔥").key() != Reacted(person="ben", emoji="🔥").key()
