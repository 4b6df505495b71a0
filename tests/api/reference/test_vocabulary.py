"""Every type that crosses the wire is known, once, under one name."""

from typing import Literal

from msgspec import Struct, inspect

from api.reference.vocabulary import ALL, NAMES, RECEIVED, SENT, alias, below, choices, first_line, optional, struct
from hub.behaviours import BEHAVIOURS, COMMANDS, FACTS, NOTICES
from hub.chat.messages import Emoji, Post
from hub.kernel import Role


class Nested(Struct):
    """A thing that has things of its own kind.

    More about it.
    """

    inner: "tuple[Nested, ...]" = ()
    by_name: dict[str, Literal["a"]] = {}


def test_what_is_sent_and_what_is_received_is_complete() -> None:
    assert set(COMMANDS) <= set(SENT)
    assert {*FACTS, *NOTICES, *(behaviour.state for behaviour in BEHAVIOURS)} <= set(RECEIVED)
    assert set(ALL) == {*SENT, *RECEIVED}


def test_no_two_types_have_one_name() -> None:
    assert len(set(NAMES.values())) == len(NAMES) == len(ALL)


def test_a_type_inside_itself_is_walked_once() -> None:
    found = [node for node in below(struct(Nested)) if isinstance(node, inspect.StructType)]
    assert len(found) == 2


def test_a_choice_with_a_name_is_called_by_it() -> None:
    assert alias(inspect.type_info(Emoji)) == "Emoji"
    assert alias(inspect.type_info(Literal["nowhere"])) is None
    assert alias(inspect.type_info(str)) is None


def test_choices_are_the_values_as_sent() -> None:
    info = inspect.type_info(Role)
    assert isinstance(info, inspect.EnumType)
    assert choices(info) == [role.value for role in Role]


def test_only_what_has_a_default_may_be_missing() -> None:
    text, reply_to = struct(Post).fields
    assert not optional(Post, text)
    assert optional(Post, reply_to)


def test_the_first_line_says_what_a_type_is() -> None:
    assert first_line(Nested) == "A thing that has things of its own kind."
