"""Nothing is written in a show that is archived, whichever way somebody comes; its members still read."""

import pytest

from api import grants
from hub.kernel import Actor, Role
from hub.rooms.grant import Grant, shut_of
from tests.api.access.shown import Shown, a_shown
from tests.api.files.sending import Sender, a_png
from tests.api.sheets.guest_lists import GUESTS, as_bytes
from tests.api.whole import Whole, problem
from tests.services import until

pytestmark = pytest.mark.asyncio(loop_scope="module")
ARCHIVED = (409, "show.archived")


def a_token(shown: Shown) -> str:
    """The grant of a member, who is not sent out of what is archived."""
    worker = shown.hub.worker
    given_for = (f"member:{shown.owner.org}:ana",)
    grant = Grant(Actor("ana", Role.OWNER, "Ana"), (shown.room,), 2**50, given_for, worker.clock.now_ms())
    return grants.write(worker.keys, grant)


async def archived(shown: Shown) -> None:
    await shown.owner.post(f"{shown.path}/archive")
    known = shown.hub.worker.admission.revocations.known
    await until(lambda: shut_of(shown.room) in known)


async def test_no_list_is_imported(hub: Whole) -> None:
    shown = await a_shown(hub)
    sender = Sender(hub, shown.show, a_token(shown))
    headers = {"Authorization": f"Bearer {sender.token}"}
    where = f"/api/rooms/{shown.room}/sheets/{GUESTS}"
    file = as_bytes("Name\nAna\n")
    digest = (await hub.http.post(f"{where}/preview", content=file, headers=headers)).json()["digest"]
    await archived(shown)
    assert (await hub.http.get(f"{where}.csv", headers=headers)).status_code == 200
    apply = await hub.http.post(f"{where}/apply", params={"digest": digest}, content=file, headers=headers)
    assert problem(apply) == ARCHIVED
    assert problem(await hub.http.post(f"{where}/preview", content=file, headers=headers)) == ARCHIVED


async def test_no_file_is_sent_or_taken_away(hub: Whole) -> None:
    shown = await a_shown(hub)
    sender = Sender(hub, shown.show, a_token(shown))
    file = await sender.file("plot.png", a_png())
    upload = await sender.sent("more.png", a_png())
    await archived(shown)
    assert await sender.listed() == ["plot.png"]
    for refused in (
        await sender.begins("plot.png", 10),
        await sender.sends(upload, len(a_png()), b""),
        await sender.finishes(upload),
        await sender.ask("DELETE", f"/files/{file['id']}"),
    ):
        assert problem(refused) == ARCHIVED
    assert (await sender.ask("DELETE", f"/uploads/{upload}")).status_code == 204
