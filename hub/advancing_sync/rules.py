"""The rules of an advance form."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from msgspec import Struct

from hub.advancing_sync.messages import (
    AddRow,
    Edit,
    Edited,
    Lock,
    Locked,
    MoveRow,
    Pick,
    Picked,
    RemoveRow,
    RowAdded,
    RowMoved,
    RowRemoved,
)
from hub.kernel import ADVANCERS, Command, Fact, Lane, Moment, Outcome, Role


class Form(Struct, frozen=True):
    """The state of an advance form."""


FACTS: tuple[type[Fact], ...] = (Edited, Picked, RowAdded, RowMoved, RowRemoved, Locked)
ALLOWED: Mapping[type[Command], frozenset[Role]] = MappingProxyType({
    Edit: ADVANCERS,
    Pick: ADVANCERS,
    AddRow: ADVANCERS,
    MoveRow: ADVANCERS,
    RemoveRow: ADVANCERS,
    Lock: ADVANCERS - {Role.GUEST},
})


def decide(form: Form, command: Command, moment: Moment) -> Outcome:
    """The facts of a command."""
    return ()


def apply(form: Form, fact: Fact) -> Form:
    """The form after a fact."""
    return form


def show(form: Form, _lane: Lane) -> Form:
    """The form as a lane sees it."""
    return form
