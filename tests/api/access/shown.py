"""A show with its rooms, and the ways into it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection

from tests.api.serving import heard
from tests.api.shows.people import Person, a_show, an_owner
from tests.api.whole import Whole


@dataclass(frozen=True)
class Shown:
    """A show of an organisation, and its owner."""

    owner: Person
    show: str

    @property
    def hub(self) -> Whole:
        """Where it is."""
        return self.owner.hub

    @property
    def path(self) -> str:
        """Of the show, in its organisation."""
        return f"/shows/{self.show}"

    @property
    def room(self) -> str:
        """The one of its advance."""
        return f"show/{self.show}"

    async def link(self, **how: Any) -> tuple[str, str]:
        """A link; its id and secret."""
        made = await self.owner.post(f"{self.path}/links", {"name": "Merch"} | how)
        return made["id"], made["url"].partition("#")[2]

    async def opens(self, secret: str, **who: Any) -> httpx.Response:
        """Somebody comes by a link."""
        return await self.hub.http.post("/api/links/open", json={"token": secret} | who)


async def a_shown(hub: Whole, name: str = "Ana") -> Shown:
    """A new one."""
    owner = await an_owner(hub, name)
    return Shown(owner, (await a_show(owner))["id"])


@asynccontextmanager
async def inside(hub: Whole, token: str, room: str) -> AsyncGenerator[ClientConnection]:
    """A socket that is in the room."""
    async with hub.dial() as client:
        await says(client, hello(token, room))
        await heard(client, "welcome")
        yield client


def hello(token: str, room: str) -> dict[str, Any]:
    """The first frame."""
    return {"t": "hello", "token": token, "rooms": [{"room": room}]}


async def says(client: ClientConnection, frame: dict[str, Any]) -> None:
    """Send a frame."""
    await client.send(msgspec.json.encode(frame).decode())
