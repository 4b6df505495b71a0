"""A guest list to try the rules on."""

from collections.abc import Mapping

from msgspec.structs import replace

from hub.advancing_sync.form import AdvanceFact, Form, apply
from hub.advancing_sync.guests_messages import GUESTS
from hub.advancing_sync.messages import AddRow, Edit, Value
from hub.advancing_sync.register import Register
from hub.advancing_sync.rows import Row
from hub.advancing_sync.rules import AdvanceCommand, decide
from hub.kernel import Actor, Role
from tests.builders import EVENING_MS, a_moment, an_actor

ANA, BEN = an_actor("ana", Role.CREW), an_actor("ben", Role.VENUE)
CLEO, GIL = an_actor("cleo", Role.MANAGER), an_actor("gil", Role.GUEST)

#: Somebody who brings three.
GUEST = "g1"


def with_guest(form: Form) -> Form:
    """The form, on whose list somebody stands, whatever it asks otherwise."""
    stamp = "0000000000001-0000-ana"
    plus = Register(3, stamp, "ana", "Ana", 1)
    row = Row(GUEST, "V", stamp, (stamp,), cells={"plus": plus})
    return replace(form, lists={**form.lists, GUESTS: {GUEST: row}})


def facts_of(form: Form, command: AdvanceCommand, actor: Actor = ANA, now_ms: int = EVENING_MS) -> list[AdvanceFact]:
    """What a command makes. Raises `Rejected`."""
    return list(decide(form, command, a_moment(actor, now_ms)))


def after(form: Form, *commands: AdvanceCommand, actor: Actor = ANA, now_ms: int = EVENING_MS) -> Form:
    """The form after commands. Raises `Rejected`."""
    for command in commands:
        for fact in facts_of(form, command, actor, now_ms):
            form = apply(form, fact)
    return form


def a_list(guests: Mapping[str, Mapping[str, Value]], answers: Mapping[str, Value] | None = None) -> Form:
    """A form of the standard kind with these guests, by row."""
    form = Form()
    for row, cells in guests.items():
        form = after(form, AddRow(field=GUESTS, row=row))
        form = after(form, *(Edit(field=GUESTS, value=each, row=row, column=key) for key, each in cells.items()))
    return after(form, *(Edit(field=key, value=value) for key, value in (answers or {}).items()))
