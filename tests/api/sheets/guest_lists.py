"""Somebody with a grant for an advance, and its lists as files."""

from dataclasses import dataclass
from typing import Any

import httpx

from api import grants
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import AddRow, Edit, Value
from hub.advancing_sync.rows import standing
from hub.kernel import Actor, Command, Role
from hub.rooms.grant import Grant
from tests.api.whole import Whole
from tests.services import a_room

GUESTS = "guest_list.guests"
ITEMS = "schedule.items"
#: A machine that tests at low priority may take its time.
PATIENCE_S = 30


@dataclass(frozen=True)
class Writer:
    """Somebody in a room."""

    hub: Whole
    room: str
    role: Role = Role.CREW
    person: str = "ana"
    sections: tuple[str, ...] = ()

    @property
    def show(self) -> str:
        """The show whose room it is."""
        return self.room.partition("/")[2]

    @property
    def actor(self) -> Actor:
        return Actor(self.person, self.role, self.person.capitalize())

    def headers(self, **more: str) -> dict[str, str]:
        """What opens the room."""
        worker = self.hub.worker
        now_ms = worker.clock.now_ms()
        grant = Grant(self.actor, (self.room,), now_ms + 3_600_000, sections=self.sections)
        return {"Authorization": f"Bearer {grants.write(worker.keys, grant)}"} | more

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """What is at an address of the room."""
        return await self.hub.http.get(
            f"/api/rooms/{self.room}/{path}", params=params, headers=self.headers(), timeout=PATIENCE_S
        )

    async def preview(self, file: str | bytes, field: str = GUESTS) -> httpx.Response:
        """Ask what a file would change."""
        path = f"/api/rooms/{self.room}/sheets/{field}/preview"
        return await self.hub.http.post(path, content=as_bytes(file), headers=self.headers(), timeout=PATIENCE_S)

    async def apply(self, file: str | bytes, digest: str, field: str = GUESTS, **headers: str) -> httpx.Response:
        """Agree to that."""
        path = f"/api/rooms/{self.room}/sheets/{field}/apply"
        return await self.hub.http.post(
            path, params={"digest": digest}, content=as_bytes(file), headers=self.headers(**headers), timeout=PATIENCE_S
        )

    async def imported(self, file: str | bytes, field: str = GUESTS) -> dict[str, Any]:
        """Look, then agree."""
        digest = said(await self.preview(file, field))["digest"]
        return said(await self.apply(file, digest, field))

    async def do(self, *commands: Command) -> None:
        """Write in the form, as a page does."""
        for command in commands:
            await self.hub.worker.service.do(self.actor, self.room, f"c{next_id()}", command)

    async def with_row(self, row: str, field: str = GUESTS, **cells: Value) -> None:
        """Add a row."""
        edits = (Edit(field=field, row=row, column=key, value=value) for key, value in cells.items())
        await self.do(AddRow(field=field, row=row), *edits)

    async def form(self) -> Form:
        """The form as it is."""
        live = await self.hub.worker.service.doors.open(self.room)
        form: Form = live.room.states["advancing_sync"]
        return form

    async def rows(self, field: str = GUESTS, column: str = "name") -> list[Value]:
        """A column of a list."""
        return [row.cells[column].value for row in standing((await self.form()).lists.get(field, {}))]


_count = iter(range(10**9))


def next_id() -> int:
    """Of a command."""
    return next(_count)


def as_bytes(file: str | bytes) -> bytes:
    """A file."""
    return file if isinstance(file, bytes) else file.encode()


async def a_writer(hub: Whole, role: Role = Role.CREW, **how: Any) -> Writer:
    """Somebody in an advance of their own."""
    return Writer(hub, await hub.create(a_room("show")), role, **how)


def said(response: httpx.Response) -> dict[str, Any]:
    """What is answered when nothing is refused."""
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found
