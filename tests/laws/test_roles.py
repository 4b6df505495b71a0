"""Every message belongs to one behaviour, and every command says who may send it."""

from collections.abc import Iterator
from typing import Any

import pytest

from hub.behaviours import COMMANDS, FACTS, KINDS, NOTICES
from hub.kernel import Command, Fact, Notice


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
