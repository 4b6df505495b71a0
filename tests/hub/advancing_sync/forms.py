"""A small form to try the rules on, and the people who write in it."""

from typing import Any

from msgspec.structs import replace

from hub.advancing_sync import register, rows
from hub.advancing_sync.form import AdvanceFact, Form, apply
from hub.advancing_sync.messages import Edit, Edited, Value
from hub.advancing_sync.register import Register, Write
from hub.advancing_sync.rules import AdvanceCommand, decide
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.kernel import Role
from tests.builders import EVENING_MS, a_moment, an_actor

TITLE = "show.title"
SOLD = "show.sold"
ITEMS = "schedule.items"

SCHEMA = Schema(
    (
        Section(
            "show",
            "Show",
            (
                Field("title", "Title", answers="band", max_length=40),
                Field("sold", "Tickets sold", Kind.INTEGER, "venue", max=500),
            ),
        ),
        Section(
            "schedule",
            "Schedule",
            (
                Field(
                    "items",
                    "Schedule",
                    Kind.LIST,
                    columns=(Field("what", "What"), Field("start", "Start", Kind.TIME)),
                    rows_max=5,
                ),
            ),
        ),
    )
)


def a_form(**changes: Any) -> Form:
    """A form that nobody has written in."""
    return replace(Form(schema=SCHEMA), **changes)


def asked(form: Form, command: AdvanceCommand, by: str = "ana", now_ms: int = EVENING_MS) -> list[AdvanceFact]:
    """The facts of a command. Raises `Rejected`."""
    return list(decide(form, command, a_moment(an_actor(by, Role.CREW), now_ms)))


def done(form: Form, *commands: AdvanceCommand, by: str = "ana", now_ms: int = EVENING_MS) -> Form:
    """The form after the commands. Raises `Rejected`."""
    for command in commands:
        for fact in asked(form, command, by, now_ms):
            form = apply(form, fact)
    return form


def edit(value: Value, form: Form | None = None, field: str = TITLE, **changes: Any) -> Edit:
    """An edit of the title, by somebody who sees `form`, or an empty one."""
    seen = the_register(form, field, changes.get("row", ""), changes.get("column", "")) if form else Register()
    return replace(Edit(field=field, value=value, saw=seen.stamp), **changes)


def the_register(form: Form, field: str = TITLE, row: str = "", column: str = "") -> Register:
    """The register of a field or cell."""
    cells = form.lists[field][row].cells if row else form.fields
    return cells.get(column if row else field, Register())


def values(register_: Register) -> list[Value]:
    """The value that shows, then its siblings."""
    return [head.value for head in register.heads(register_)]


def order(form: Form, field: str = ITEMS) -> list[str]:
    """The ids of the rows that stand, in order."""
    return [row.id for row in rows.standing(form.lists.get(field, {}))]


def a_write(value: Value = "x", ms: int = 1, by: str = "ana") -> Write:
    """A value somebody wrote at a millisecond."""
    return Write(value, a_stamp(ms, by), by, by.capitalize(), ms)


def a_stamp(ms: int = 1, by: str = "ana", counter: int = 0) -> str:
    """A stamp of a millisecond."""
    return f"{ms:013d}-{counter:04d}-{by}"


def an_edited(value: Value = "x", ms: int = 1, by: str = "ana", **changes: Any) -> Edited:
    """Somebody wrote the title."""
    edited = Edited(field=TITLE, value=value, stamp=a_stamp(ms, by), saw="", by=by, name=by.capitalize(), at_ms=ms)
    return replace(edited, **changes)
