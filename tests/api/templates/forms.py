"""Advances of an organisation as tests fill them in and read them."""

from typing import Any

from hub.advancing_sync import rows
from hub.advancing_sync.form import Form
from hub.kernel import Actor, Command, Role
from tests.api.shows.people import Person, a_show

OFFICE = "hospitality.production_office"


async def an_advance(person: Person, **show: Any) -> str:
    """The id of a new show that has one."""
    return (await a_show(person, **show))["id"]


async def form(person: Person, show: str) -> Form:
    """As it stands."""
    live = await person.hub.worker.service.doors.open(f"show/{show}")
    return live.room.states["advancing_sync"]


async def do(person: Person, show: str, *commands: Command) -> None:
    """One after the other, as this owner."""
    actor = Actor(person.account, Role.OWNER, person.name)
    for at, command in enumerate(commands):
        stamp = (await form(person, show)).last
        await person.hub.worker.service.do(actor, f"show/{show}", f"c{at}-{stamp}"[:64], command)


def values(form: Form) -> dict[str, Any]:
    """Answers by key."""
    return {key: register.value for key, register in form.fields.items()}


def lines(form: Form, key: str) -> list[dict[str, Any]]:
    """The rows of a list."""
    standing = rows.standing(form.lists.get(key, {}))
    return [{column: cell.value for column, cell in row.cells.items()} for row in standing]
