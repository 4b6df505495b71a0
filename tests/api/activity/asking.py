"""Asks what was done in the room of a show."""

from typing import Any

import httpx

from hub.kernel import Role
from persistence.projector import Projector
from tests.api.access.shown import Shown


async def projected(shown: Shown) -> None:
    """Bring the lists up to date."""
    await Projector(shown.hub.worker.database).sweep()


async def of_room(shown: Shown, path: str, token: str = "", **how: Any) -> httpx.Response:
    """Ask with a grant, a manager's unless it is said."""
    headers = {"Authorization": f"Bearer {token or shown.hub.grant(shown.room, role=Role.MANAGER)}"}
    method = how.pop("method", "GET")
    return await shown.hub.http.request(method, f"/api/rooms/{shown.room}/{path}", headers=headers, **how)


async def a_guest(shown: Shown, *sections: str) -> str:
    """The grant of somebody who came by a link."""
    _, secret = await shown.link(sections=list(sections))
    return (await shown.opens(secret)).json()["token"]
