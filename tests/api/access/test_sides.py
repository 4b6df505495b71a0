"""For which side of a show people come, and what the form hears of it."""

from typing import Any

import pytest

from api import grants
from api.access.sides import tell_opened, tell_sent
from hub.advancing_sync.form import Form
from hub.errors import Rejected
from hub.kernel import Actor, Role
from persistence import links
from tests.api.access.shown import Shown
from tests.api.shows.people import joined
from tests.api.whole import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def form(night: Shown) -> Form:
    live = await night.hub.worker.service.doors.open(night.room)
    return live.room.states["advancing_sync"]


async def party_of(night: Shown, **how: Any) -> str:
    """For whom they speak who come by a new link."""
    _, secret = await night.link(**how)
    opened = (await night.opens(secret)).json()
    grant = grants.read(SECRET, opened["token"], now_ms=night.hub.worker.clock.now_ms())
    assert grant.actor.party == opened["party"]
    return opened["party"]


async def test_a_link_is_for_the_other_side_unless_it_is_said(night: Shown) -> None:
    assert await party_of(night) == "venue"
    assert await party_of(night, party="band") == "band"
    assert await party_of(night, role="venue", can_write=False) == "venue"
    assert await party_of(night, role="dj") == ""
    await night.owner.patch("", {"side": "venue"})
    assert await party_of(night) == "band"
    assert await party_of(night, role="venue") == "venue"
    assert {link["party"] for link in await night.owner.get(f"{night.path}/links")} == {"band", "venue", ""}
    assert await night.owner.refused("POST", f"{night.path}/links", {"name": "X", "party": "press"}) == (
        400,
        "http.bad_request",
    )


async def test_members_speak_for_their_organisation_and_the_venues_people_for_the_venue(night: Shown) -> None:
    for role, side, party in (
        (Role.OWNER, "band", "band"),
        (Role.CREW, "venue", "venue"),
        (Role.VENUE, "band", "venue"),
    ):
        await night.owner.patch("", {"side": side})
        person = night.owner if role is Role.OWNER else await joined(night.owner, role)
        token = (await person.post(f"{night.path}/grant", {"room": night.room}))["token"]
        assert grants.read(SECRET, token, now_ms=night.hub.worker.clock.now_ms()).actor.party == party


async def test_the_form_says_when_it_was_sent_and_first_opened(night: Shown) -> None:
    await party_of(night, party="band")
    before = (await form(night)).agreement
    assert (before.sent, before.opened) == (None, {})
    _, secret = await night.link()
    sent = (await form(night)).agreement
    assert sent.sent
    assert (sent.sent.by, sent.opened) == (night.owner.account, {})
    await night.opens(secret)
    opened = (await form(night)).agreement.opened
    assert list(opened) == ["venue"]
    _, again = await night.link()
    assert (await night.opens(again)).status_code == 200
    await night.opens(secret)
    assert (await form(night)).agreement.opened == opened


async def test_a_link_of_before_there_were_sides_speaks_as_its_role_does(night: Shown) -> None:
    link, secret = await night.link(role="venue", can_write=False)
    database = night.hub.worker.database
    async with database.transaction() as connection:
        await connection.execute("SELECT set_config('hub.org_id', $1, true)", night.owner.org)
        await connection.execute("UPDATE access_link SET party = NULL WHERE id = $1", link)
    assert (await night.opens(secret)).json()["party"] == "venue"


async def test_a_form_that_cannot_be_told_holds_up_who_comes_and_not_who_sends(night: Shown) -> None:
    worker, room = night.hub.worker, "show/nowhere"
    _, secret = await night.link()
    link = await links.find(worker.database, secret)
    assert link
    await tell_sent(worker, Actor("ana", Role.OWNER, "Ana"), room, link.id)
    with pytest.raises(Rejected, match=r"room\.unknown"):
        await tell_opened(worker, link, Actor("ben", Role.GUEST, "Ben", "venue"), room)
