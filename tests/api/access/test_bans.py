"""Who may send whom out; that they go is in `tests.api.test_revoking`."""

from typing import Any

import httpx
import pytest

from api.access.bans import HOUR_MS
from hub.kernel import Role
from tests.api.access.shown import Shown
from tests.api.shows.people import joined
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asks(hub: Whole, token: str, method: str, path: str, body: Any = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return await hub.http.request(method, f"/api/rooms/{path}", json=body, headers=headers)


async def bans(hub: Whole, token: str, room: str, person: str, **how: str) -> httpx.Response:
    return await asks(hub, token, "POST", f"{room}/bans", {"person": person} | how)


async def moderator(night: Shown) -> str:
    """The grant of one."""
    _, secret = await night.link(role="moderator", name="Mod")
    token: str = (await night.opens(secret)).json()["token"]
    return token


async def test_the_desk_sends_out_and_the_audit_says_so(night: Shown) -> None:
    floor = f"floor/{night.show}"
    token = await moderator(night)
    assert (await bans(night.hub, token, floor, "troll", name="Trolly", lasts="hour")).status_code == 204
    [line] = [line for line in await night.owner.audit() if line["what"] == "room.banned"]
    assert (line["about"], line["name"]) == (floor, "Mod")
    assert line["after"] == {"person": "troll", "name": "Trolly", "lasts": "hour"}


async def test_the_list_says_who_is_out_how_long_and_by_whom(night: Shown) -> None:
    floor, token = f"floor/{night.show}", await moderator(night)
    before_ms = night.hub.worker.clock.now_ms()
    for person, how in {"a": {"lasts": "hour", "name": "Al"}, "b": {}, "c": {"lasts": "good"}}.items():
        await bans(night.hub, token, floor, person, **how)
    found = (await asks(night.hub, token, "GET", f"{floor}/bans")).json()
    hours = {each["person"]: each["until_ms"] and (each["until_ms"] - each["at_ms"]) / HOUR_MS for each in found}
    assert hours == {"a": 1, "b": 24, "c": None}
    assert {each["by_name"] for each in found} == {"Mod"}
    assert [each["name"] for each in found if each["person"] == "a"] == ["Al"]
    assert all(each["at_ms"] >= before_ms for each in found)
    other = night.hub.grant("floor/nowhere", role=Role.DJ)
    assert problem(await asks(night.hub, other, "GET", f"{floor}/bans")) == (403, "room.not_granted")


async def test_who_is_let_in_again_is_on_no_list_and_in_the_audit(night: Shown) -> None:
    floor, token = f"floor/{night.show}", await moderator(night)
    await bans(night.hub, token, floor, "troll", name="Trolly")
    assert (await asks(night.hub, token, "DELETE", f"{floor}/bans/troll")).status_code == 204
    assert (await asks(night.hub, token, "GET", f"{floor}/bans")).json() == []
    assert problem(await asks(night.hub, token, "DELETE", f"{floor}/bans/troll")) == (404, "http.not_found")
    [line] = [line for line in await night.owner.audit() if line["what"] == "room.unbanned"]
    assert (line["name"], line["before"]) == ("Mod", {"person": "troll", "name": "Trolly"})


async def test_a_ban_lasts_one_of_three(night: Shown) -> None:
    token = night.hub.grant(f"floor/{night.show}", role=Role.DJ)
    refused = await bans(night.hub, token, f"floor/{night.show}", "troll", lasts="year")
    assert problem(refused) == (400, "http.bad_request")


@pytest.mark.parametrize("role", [Role.AUDIENCE, Role.CREW, Role.GUEST, Role.VIEWER])
async def test_nobody_else_does(night: Shown, role: Role) -> None:
    token = night.hub.grant(night.room, f"floor/{night.show}", role=role)
    assert problem(await bans(night.hub, token, night.room, "troll")) == (403, "auth.forbidden")
    assert (await asks(night.hub, token, "GET", f"{night.room}/bans")).status_code == 403
    assert (await asks(night.hub, token, "DELETE", f"{night.room}/bans/troll")).status_code == 403


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
    token = night.hub.grant(floor, role=Role.DJ)
    await bans(night.hub, token, floor, came["person"], lasts="good")
    await worker.admission.revocations.look(worker.clock.now_ms())
    assert problem(await night.opens(secret)) == (403, "auth.banned")
    await asks(night.hub, token, "DELETE", f"{floor}/bans/{came['person']}")
    await worker.admission.revocations.look(worker.clock.now_ms())
    assert (await night.opens(secret)).json()["person"] == came["person"]
