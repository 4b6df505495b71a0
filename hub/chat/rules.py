"""What the chat allows, and what it remembers."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from hub.chat.messages import Post, Posted, React, Reacted, Remove, Removed
from hub.errors import Rejected
from hub.kernel import DESK, Command, Lane, Moment, Outcome, Role

#: How many of the latest messages a newcomer sees.
HISTORY_MAX = 200
#: What a link for some sections names too, when it is for the chat as well. No section of a form is called so.
SECTION = "chat"

_MODERATORS = DESK | {Role.SYSTEM}


class Chat(Struct, frozen=True):
    """The latest messages, oldest first."""

    messages: tuple[Posted, ...] = ()


def _post(_chat: Chat, command: Post, moment: Moment) -> Outcome:
    """A reply is not checked: what it answers may have left the history long ago."""
    actor = moment.actor
    posted = Posted(
        id=moment.fresh_id(),
        person=actor.person,
        name=actor.name,
        role=actor.role,
        text=command.text,
        at_ms=moment.now_ms,
        reply_to=command.reply_to,
    )
    return (posted,)


def _remove(chat: Chat, command: Remove, moment: Moment) -> Outcome:
    message = next((m for m in chat.messages if m.id == command.message), None)
    if message is None:
        raise Rejected("chat.gone")
    if moment.actor.person != message.person and moment.actor.role not in _MODERATORS:
        raise Rejected("chat.not_yours")
    return (Removed(id=message.id, by=moment.actor.person, at_ms=moment.now_ms),)


def _react(_chat: Chat, command: React, moment: Moment) -> Outcome:
    return (Reacted(person=moment.actor.person, emoji=command.emoji),)


_DECIDE: Mapping[type[Command], Callable[[Chat, Any, Moment], Outcome]] = MappingProxyType(
    {
        Post: _post,
        Remove: _remove,
        React: _react,
    }
)


def decide(chat: Chat, command: Command, moment: Moment) -> Outcome:
    """Answer a command.

    Raises:
        Rejected: `chat.gone`, `chat.not_yours`.
    """
    return _DECIDE[type(command)](chat, command, moment)


def apply(chat: Chat, fact: Posted | Removed) -> Chat:
    """Fold one fact in; a removal of what has left the history changes nothing."""
    if isinstance(fact, Posted):
        return Chat((*chat.messages[1 - HISTORY_MAX :], fact))
    return Chat(tuple(m for m in chat.messages if m.id != fact.id))


def show(chat: Chat, _lane: Lane) -> Chat:
    """Everybody sees the whole chat."""
    return chat


def section_of(_message: object) -> str:
    """All of the chat is one section, beside those of a form."""
    return SECTION


def cut(chat: Chat, sections: Collection[str]) -> Chat | None:
    """The chat for who sees only these sections: all of it, or nothing."""
    return chat if SECTION in sections else None
