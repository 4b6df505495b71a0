from typing import Any

import pytest

from api import grants
from api.person import COOKIE
from hub.kernel import Actor, Role
from hub.rooms.grant import ban_of
from persistence.revocations import revoke
from tests.api.whole import SECRET, Whole, problem, whole
from tests.services import a_room

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(autouse=True)
def _somebody_new(hub: Whole) -> None:
    hub.http.cookies.clear()


async def entered(hub: Whole, room: str, name: str = "Ana") -> dict[str, Any]:
    """Walk in; what the hub answered."""
    response = await hub.http.post("/api/enter", json={"room": room, "name": name})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return response.json()


async def test_the_audience_walks_in_with_a_grant_for_one_room(hub: Whole) -> None:
    room = await hub.create(a_room())
    answer = await entered(hub, room)
    grant = grants.read(SECRET, answer["token"], now_ms=hub.worker.clock.now_ms())
    assert grant.actor == Actor(answer["person"], Role.AUDIENCE, "Ana")
    assert grant.rooms == (room,)
    assert grant.expires_ms // 1000 == answer["expires_ms"] // 1000


async def test_the_cookie_is_who_one_is_whatever_name_one_types(hub: Whole) -> None:
    room, other = await hub.create(a_room()), await hub.create(a_room("stream"))
    ana = await entered(hub, room, "Ana")
    assert (await entered(hub, room, "Ben"))["person"] == ana["person"]
    assert (await entered(hub, other, "Cleo"))["person"] == ana["person"]
    hub.http.cookies.clear()
    assert (await entered(hub, room, "Ana"))["person"] != ana["person"]


async def test_name_and_preferences_are_kept_on_the_device(hub: Whole) -> None:
    room, other = await hub.create(a_room()), await hub.create(a_room("stream"))
    nameless = (await hub.http.post("/api/enter", json={"room": room})).json()
    assert (nameless["name"], nameless["preferences"]) == ("Guest", {})
    asked = {"room": room, "name": "Ana", "preferences": {"language": "de", "theme": "dark"}}
    named = (await hub.http.post("/api/enter", json=asked)).json()
    again = (await hub.http.post("/api/enter", json={"room": other})).json()
    assert {each["person"] for each in (nameless, named, again)} == {nameless["person"]}
    assert (again["name"], again["preferences"]) == ("Ana", {"language": "de", "theme": "dark"})
    grant = grants.read(SECRET, again["token"], now_ms=hub.worker.clock.now_ms())
    assert grant.actor == Actor(nameless["person"], Role.AUDIENCE, "Ana")


async def test_who_is_banned_from_a_room_walks_into_others_only(hub: Whole) -> None:
    room, other = await hub.create(a_room()), await hub.create(a_room())
    person = (await entered(hub, room))["person"]
    async with hub.worker.database.transaction() as connection:
        await revoke(connection, ban_of(room, person), hub.worker.clock.now_ms())
    await hub.worker.admission.revocations.look(hub.worker.clock.now_ms())
    assert problem(await hub.http.post("/api/enter", json={"room": room})) == (403, "auth.banned")
    await entered(hub, other)


async def test_the_cookie_is_for_the_api_only_and_not_for_scripts(hub: Whole) -> None:
    room = await hub.create(a_room())
    response = await hub.http.post("/api/enter", json={"room": room})
    cookie = response.headers["Set-Cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/api", "max-age="))
    assert "secure" not in cookie


async def test_a_hub_behind_https_says_so_to_the_cookie(database_url: str, redis_url: str) -> None:
    async with whole(database_url, redis_url, cookie_secure=True) as hub:
        room = await hub.create(a_room())
        response = await hub.http.post("/api/enter", json={"room": room})
        assert "secure" in response.headers["Set-Cookie"].lower()


@pytest.mark.parametrize("room", ["floor/nowhere", "attic/demo", "show/demo"])
async def test_nobody_walks_into_a_room_that_is_not_there_or_not_for_them(hub: Whole, room: str) -> None:
    await hub.create("show/demo")
    assert problem(await hub.http.post("/api/enter", json={"room": room})) == (404, "room.unknown")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "data"),
        (b"{", ""),
        (b"[]", ""),
        (b'{"room":5}', "room"),
        (b'{"room":"floor/a b"}', "room"),
        (b'{"room":"floor/x","name":""}', "name"),
        (b'{"room":"floor/x","name":"a\\u0000b"}', "name"),
        (b'{"room":"floor/x","role":"dj"}', "role"),
    ],
)
async def test_a_request_that_is_none_is_told_what_to_correct(hub: Whole, body: bytes, says: str) -> None:
    response = await hub.http.post("/api/enter", content=body, headers={"Content-Type": "application/json"})
    assert problem(response) == (400, "http.bad_request")
    assert says in response.json()["title"]
