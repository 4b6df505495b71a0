"""Writes in the advance of a show, and asks for its documents."""

from typing import Any

import httpx

from hub.advancing_sync.messages import Edit, Value
from hub.kernel import Actor, Command, Role
from tests.api.access.shown import Shown
from tests.builders import an_actor, fresh_id

ANA = an_actor("ana", Role.MANAGER)


async def done(shown: Shown, command: Command, by: Actor = ANA) -> int:
    """Do something in the show's room; the seq of its first fact."""
    return await shown.hub.worker.service.do(by, shown.room, fresh_id(), command)


async def written(shown: Shown, field: str, value: Value) -> int:
    """Answer a question, over what stands there."""
    form = (await shown.hub.worker.service.doors.open(shown.room)).room.states["advancing_sync"]
    saw = form.fields[field].stamp if field in form.fields else ""
    return await done(shown, Edit(field=field, value=value, saw=saw))


async def of_show(shown: Shown, kind: str = "advance", query: str = "", who: Any = None) -> httpx.Response:
    """Ask for a document as a member, the owner unless somebody else is named."""
    return await (who or shown.owner).ask("GET", f"{shown.path}/documents/{kind}.pdf?{query}", org=shown.owner.org)


async def of_room(shown: Shown, token: str, kind: str = "advance", query: str = "") -> httpx.Response:
    """Ask for a document with a grant."""
    headers = {"Authorization": f"Bearer {token}"}
    return await shown.hub.http.get(f"/api/rooms/{shown.room}/documents/{kind}.pdf?{query}", headers=headers)
