"""Everybody of the night has a seat somewhere."""

import msgspec
import pytest

from embedded.seeds import people
from hub.behaviours import KINDS
from hub.kernel import Actor

EVERYBODY = [each for each in vars(people).values() if isinstance(each, Actor)]


@pytest.mark.parametrize("actor", [*EVERYBODY, people.visitor("Mia")], ids=lambda actor: actor.name)
def test_a_person_is_one_and_has_a_seat(actor: Actor) -> None:
    assert msgspec.convert(msgspec.to_builtins(actor), Actor) == actor
    assert any(actor.role in kind.lanes for kind in KINDS.values())


def test_no_two_are_the_same_person() -> None:
    assert len({actor.person for actor in EVERYBODY}) == len(EVERYBODY) == 7
