"""What people ask of a chat, and what then happened."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.kernel import BLANKS, CONTROLS, Command, Fact, Id, Millis, Notice, Role

#: Control characters but for the line break.
_BREAKING = CONTROLS.replace(r"\x00-\x1f", r"\x00-\x09\x0b-\x1f")
#: What one message may say: line breaks but no other control characters, and not only spaces.
#: The pattern matches in one pass, whatever is sent.
Text = Annotated[
    str,
    Meta(min_length=1, max_length=500, pattern=rf"\A[\n{BLANKS}]*[^{CONTROLS}{BLANKS}][^{_BREAKING}]*\Z"),
]
Emoji = Literal["👏", "❤️", "🔥", "😂", "🎉", "😮"]


class Post(Command, frozen=True, tag="chat.post"):
    """Say something; `reply_to` is the id of the message answered."""

    text: Text
    reply_to: Id | None = None


class Remove(Command, frozen=True, tag="chat.remove"):
    """Take a message away: its author, or the desk."""

    message: Id


class React(Command, frozen=True, tag="chat.react"):
    """Throw a reaction; it floats by and is not kept."""

    emoji: Emoji


class Posted(Fact, frozen=True, tag="chat.posted"):
    """A message stands in the chat."""

    id: str
    person: str
    name: str
    role: Role
    text: str
    at_ms: Millis
    reply_to: str | None = None


class Removed(Fact, frozen=True, tag="chat.removed"):
    """A message is gone for everybody."""

    id: str
    by: str
    at_ms: Millis


class Reacted(Notice, frozen=True, tag="chat.reacted"):
    """Somebody threw a reaction."""

    person: Id
    emoji: Emoji

    def key(self) -> str:
        """One reaction per person waits at a time."""
        return self.person
