"""Who may send whom out; that they go is in `tests.api.test_revoking`."""

import httpx
import pytest

from hub.kernel import Role
from hub.rooms.grant import ban_of
from persistence.revocations import revoke
from tests.api.access.shown import Shown
from tests.api.shows.people import joined
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def bans(hub: Whole, token: str, room: str, person: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return await hub.http.post(f"/api/rooms/{room}/bans", json={"person": person}, headers=headers)


async def test_the_desk_sends_out_and_the_audit_says_so(night: Shown) -> None:
    floor = f"floor/{night.show}"
    _, secret = await night.link(role="moderator", name="Mod")
    token = (await night.opens(secret)).json()["token"]
    assert (await bans(night.hub, token, floor, "troll")).status_code == 204
    [line] = [line for line in await night.owner.audit() if line["what"] == "room.banned"]
    assert (line["about"], line["name"], line["after"]) == (floor, "Mod", {"person": "troll"})


@pytest.mark.parametrize("role", [Role.AUDIENCE, Role.CREW, Role.GUEST, Role.VIEWER])
async def test_nobody_else_does(night: Shown, role: Role) -> None:
    token = night.hub.grant(night.room, f"floor/{night.show}", role=role)
    assert problem(await bans(night.hub, token, night.room, "troll")) == (403, "auth.forbidden")


async def test_members_are_not_sent_out_by_each_other(night: Shown) -> None:
    floor = f"floor/{night.show}"
    ben = await joined(night.owner, Role.MANAGER)
    token = night.hub.grant(floor, role=Role.DJ)
    assert problem(await bans(night.hub, token, floor, ben.account)) == (409, "auth.ban_member")


async def test_a_grant_opens_this_room_or_none(night: Shown, other: Shown) -> None:
    token = night.hub.grant("floor/nowhere", role=Role.DJ)
    assert problem(await bans(night.hub, token, f"floor/{other.show}", "troll")) == (403, "room.not_granted")
    assert problem(await bans(night.hub, token, "floor/nowhere", "troll")) == (404, "room.unknown")
    assert problem(await bans(night.hub, "forged", "floor/nowhere", "troll")) == (401, "auth.grant_invalid")


async def test_who_was_sent_out_does_not_come_back_by_the_link_they_have(night: Shown) -> None:
    worker, floor = night.hub.worker, f"floor/{night.show}"
    _, secret = await night.link(role="dj", name="Guest DJ")
    came = (await night.opens(secret)).json()
    now_ms = worker.clock.now_ms()
    async with worker.database.connection() as connection:
        await revoke(connection, ban_of(floor, came["person"]), now_ms - 10_000)
    await worker.admission.revocations.look(now_ms)
    assert problem(await night.opens(secret)) == (403, "auth.banned")
