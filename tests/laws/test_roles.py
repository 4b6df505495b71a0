"""Every message belongs to one behaviour, and every command says who may send it."""

from collections.abc import Iterator
from typing import Any

import pytest
from msgspec import inspect

from hub.behaviours import BEHAVIOURS, COMMANDS, FACTS, KINDS, NOTICES
from hub.kernel import Command, Fact, Notice
from tests.laws.types import parts


def all_of(message: type[Any]) -> Iterator[type[Any]]:
    """The classes of the hub below one of the kernel's three."""
    for cls in message.__subclasses__():
        yield from all_of(cls)
        if cls.__module__.startswith("hub."):
            yield cls


@pytest.mark.parametrize(
    ("message", "declared"), [(Command, COMMANDS), (Fact, FACTS), (Notice, NOTICES)], ids=["command", "fact", "notice"]
)
def test_every_message_is_declared_by_a_behaviour(message: type[Any], declared: tuple[type[Any], ...]) -> None:
    assert set(all_of(message)) == set(declared)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_command_of_a_room_can_be_sent_by_somebody_who_sits_in_it(kind: Any) -> None:
    for behaviour in kind.behaviours:
        for command, roles in behaviour.allowed.items():
            assert roles & kind.lanes.keys(), command


@pytest.mark.parametrize(
    "value",
    [*COMMANDS, *FACTS, *NOTICES, *(behaviour.state for behaviour in BEHAVIOURS)],
    ids=lambda value: value.__name__,
)
def test_nothing_that_was_said_or_stands_is_changed_in_place(value: type[Any]) -> None:
    structs = [kind for _, kind in parts(inspect.type_info(value), "") if isinstance(kind, inspect.StructType)]

    assert [kind.cls for kind in structs if not kind.cls.__struct_config__.frozen] == []
