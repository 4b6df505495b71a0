"""The files of a show: who sees which, and who takes them away."""

from pathlib import Path

import pytest

from hub.kernel import Role
from tests.api.access.shown import Shown, a_shown, hello, inside, says
from tests.api.files.sending import Sender, a_pdf, a_png, by_grant, by_link
from tests.api.serving import heard
from tests.api.whole import problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
OFFICE, MONEY = "hospitality.production_office", "money.guarantee"


async def test_everybody_in_the_room_hears_of_a_file_and_of_its_end(night: Shown) -> None:
    ana = by_grant(night)
    async with inside(night.hub, night.hub.grant(night.room, person="ben", role=Role.VENUE), night.room) as client:
        file = await ana.file("plot.png", a_png())
        [[_, added]] = (await heard(client, "facts"))["facts"]
        assert (added["t"], added["file"], added["title"]) == ("advance.file_added", file["id"], "plot.png")
        assert (added["name"], added["size"], added["type"]) == ("Ana", len(a_png()), "image/png")
        assert (await ana.ask("DELETE", f"/files/{file['id']}")).status_code == 204
        [[_, removed]] = (await heard(client, "facts"))["facts"]
        assert (removed["t"], removed["file"]) == ("advance.file_removed", file["id"])


async def test_nobody_adds_a_file_by_saying_so(night: Shown) -> None:
    async with inside(night.hub, by_grant(night).token, night.room) as client:
        told = {"field": OFFICE, "file": "f1", "title": "a.png", "size": 1, "type": "image/png", "sha256": "0" * 64}
        await says(client, {"t": "do", "id": "c1", "room": night.room, "cmd": {"t": "advance.add_file"} | told})
        assert (await heard(client, "fail"))["code"] == "auth.forbidden"


async def test_a_removed_file_leaves_nothing(night: Shown, folder: Path) -> None:
    ana = by_grant(night)
    file = (await ana.file("plot.pdf", a_pdf()))["id"]
    await night.hub.http.get((await ana.links(file))["pages"])
    assert len(list((folder / night.owner.org / file).iterdir())) == 2
    assert (await ana.ask("DELETE", f"/files/{file}")).status_code == 204
    assert list((folder / night.owner.org / file).iterdir()) == []
    assert await ana.listed() == []
    assert problem(await ana.ask("DELETE", f"/files/{file}")) == (404, "file.unknown")
    assert problem(await ana.ask("POST", f"/files/{file}/links")) == (404, "file.unknown")


async def test_who_came_for_some_sections_sees_their_files_only(night: Shown) -> None:
    ana = by_grant(night)
    office = await ana.file("office.png", a_png(), OFFICE)
    plot = await ana.file("plot.png", a_png())
    guest = await by_link(night, role="guest", sections=["hospitality"])
    assert await guest.listed() == ["office.png"]
    assert (await guest.links(office["id"]))["download"]
    assert problem(await guest.ask("POST", f"/files/{plot['id']}/links")) == (404, "file.unknown")
    async with night.hub.dial() as client:
        await says(client, hello(guest.token, night.room))
        form = (await heard(client, "welcome"))["state"]["advancing_sync"]
    assert list(form["files"]) == [office["id"]]


async def test_moneys_files_are_for_those_with_the_right(night: Shown) -> None:
    ana, ben = by_grant(night), by_grant(night, "ben", Role.CREW)
    deal = await ana.file("deal.pdf", a_pdf(), MONEY)
    assert await by_grant(night, "cat", Role.MANAGER).listed() == ["deal.pdf"]
    assert await ben.listed() == []
    assert problem(await ben.ask("POST", f"/files/{deal['id']}/links")) == (404, "file.unknown")
    async with night.hub.dial() as client:
        await says(client, hello(ben.token, night.room))
        form = (await heard(client, "welcome"))["state"]["advancing_sync"]
    assert form.get("files", {}) == {}


async def test_guests_take_away_their_own_and_others_anything(night: Shown) -> None:
    ana = by_grant(night)
    guest = await by_link(night, role="guest")
    viewer = await by_link(night, role="viewer")
    theirs, hers = await guest.file("a.png", a_png()), await ana.file("b.png", a_png())
    assert problem(await guest.ask("DELETE", f"/files/{hers['id']}")) == (403, "auth.forbidden")
    assert problem(await viewer.ask("DELETE", f"/files/{hers['id']}")) == (403, "auth.forbidden")
    assert (await viewer.links(hers["id"]))["download"]
    assert (await guest.ask("DELETE", f"/files/{theirs['id']}")).status_code == 204
    assert (await by_grant(night, "ben", Role.VENUE).ask("DELETE", f"/files/{hers['id']}")).status_code == 204


async def test_a_file_is_found_in_its_own_show_only(night: Shown) -> None:
    other = await a_shown(night.hub, "Eve")
    file = (await by_grant(night).file("plot.png", a_png()))["id"]
    eve: Sender = by_grant(other, "eve")
    assert problem(await eve.ask("POST", f"/files/{file}/links")) == (404, "file.unknown")
    assert problem(await eve.ask("DELETE", f"/files/{file}")) == (404, "file.unknown")
    assert await by_grant(night).listed() == ["plot.png"]
