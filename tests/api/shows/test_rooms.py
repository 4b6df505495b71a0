import json
from typing import Any

import pytest

from hub.kernel import Role
from tests.api.serving import heard
from tests.api.shows.people import Person, a_show, joined

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEATS = {
    Role.OWNER: ["show", "floor"],
    Role.MANAGER: ["show", "floor"],
    Role.CREW: ["show"],
    Role.DJ: ["floor"],
    Role.MODERATOR: ["floor"],
    Role.STREAMER: [],
    Role.VIEWER: ["show"],
}


async def granted(person: Person, show: dict[str, Any], kind: str) -> dict[str, Any]:
    """The grant for a room of a show."""
    response = await person.ask("POST", f"/shows/{show['id']}/grant", {"room": f"{kind}/{show['id']}"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return response.json()


@pytest.mark.parametrize("role", SEATS)
async def test_a_role_opens_the_rooms_in_which_it_has_a_seat(ana: Person, role: Role) -> None:
    show = await a_show(ana)
    ben = await joined(ana, role)
    rooms = (await ben.get(f"/shows/{show['id']}"))["rooms"]
    assert [each["kind"] for each in rooms if each["open"]] == SEATS[role]
    for room in rooms:
        if room["open"]:
            grant = await granted(ben, show, room["kind"])
            assert (grant["room"], grant["role"], grant["person"], grant["name"]) == (
                room["room"],
                role.value,
                ben.account,
                "Ben",
            )
        else:
            refused = await ben.refused("POST", f"/shows/{show['id']}/grant", {"room": room["room"]})
            assert refused == (403, "auth.forbidden")


async def test_a_grant_lets_into_its_room_as_the_member(ana: Person) -> None:
    show = await a_show(ana)
    grant = await granted(ana, show, "show")
    assert grant["side"] == "band"
    async with ana.hub.dial() as client:
        hello = {"t": "hello", "token": grant["token"], "rooms": [{"room": grant["room"]}]}
        await client.send(json.dumps(hello))
        assert (await heard(client, "welcome"))["you"] == {
            "person": ana.account,
            "role": "owner",
            "name": "Ana",
            "party": "band",
        }


async def test_a_grant_is_for_rooms_of_the_show_only(ana: Person, eve: Person) -> None:
    show, other, hers = await a_show(ana), await a_show(ana, advance=False), await a_show(eve)
    for room in (f"floor/{other['id']}", f"show/{hers['id']}", "floor/nowhere"):
        assert await ana.refused("POST", f"/shows/{show['id']}/grant", {"room": room}) == (404, "room.unknown")
    nothing = await ana.refused("POST", f"/shows/{other['id']}/grant", {"room": f"show/{other['id']}"})
    assert nothing == (404, "room.unknown")
