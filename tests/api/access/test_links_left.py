"""Links stay when who made them goes: they are listed, and end all at once."""

import pytest

from hub.kernel import Role
from tests.api.access.shown import Shown, hello, inside, says
from tests.api.serving import heard
from tests.api.shows.people import Person, joined
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def bens(night: Shown) -> tuple[Person, str]:
    """A manager, and the secret of a link that they made."""
    ben = await joined(night.owner, Role.MANAGER)
    made = await ben.post(f"{night.path}/links", {"name": "Caterer"})
    return ben, made["url"].partition("#")[2]


async def test_a_link_says_who_made_it_and_stays_when_they_go(night: Shown) -> None:
    ben, secret = await bens(night)
    await night.link(name="Mine")
    listed = {each["name"]: each for each in await night.owner.get(f"{night.path}/links")}
    assert (listed["Caterer"]["by_name"], listed["Caterer"]["by_member"]) == ("Ben", True)
    assert await night.owner.get("/links/left") == []
    await night.owner.ask("DELETE", f"/members/{ben.account}")
    [left] = await night.owner.get("/links/left")
    assert (left["name"], left["by_name"], left["by_member"]) == ("Caterer", "Ben", False)
    assert (left["show"], left["title"], left["created_by"]) == (night.show, "Night", ben.account)
    assert (await night.opens(secret)).status_code == 200
    [line] = [line for line in await night.owner.audit() if line["what"] == "member.removed"]
    assert line["before"]["links"] == 1


async def test_one_request_ends_them_all_and_the_audit_names_each(night: Shown) -> None:
    ben, secret = await bens(night)
    await night.owner.ask("DELETE", f"/members/{ben.account}")
    for _ in range(2):
        assert (await night.owner.ask("DELETE", f"/members/{ben.account}/links")).status_code == 204
    assert await night.owner.get("/links/left") == []
    assert problem(await night.opens(secret)) == (410, "link.revoked")
    [line] = [line for line in await night.owner.audit() if line["what"] == "link.all_revoked"]
    assert (line["about"], list(line["before"].values())) == (ben.account, ["Caterer"])


async def test_they_are_for_owners_and_managers_of_that_organisation(night: Shown, other: Shown) -> None:
    ben, _ = await bens(night)
    crew = await joined(night.owner, Role.CREW)
    assert await crew.refused("GET", "/links/left") == (403, "auth.forbidden")
    assert await crew.refused("DELETE", f"/members/{ben.account}/links") == (403, "auth.forbidden")
    assert await other.owner.refused("DELETE", f"/members/{ben.account}/links") == (404, "http.not_found")
    assert await other.owner.refused("GET", "/links/left", org=night.owner.org) == (404, "http.not_found")


@pytest.mark.parametrize(("sections", "messages"), [(["merch"], 0), (["merch", "chat"], 1), ([], 1)])
async def test_the_chat_is_open_to_who_has_all_or_where_the_link_says_so(
    hub: Whole, night: Shown, sections: list[str], messages: int
) -> None:
    mine = (await night.owner.post(f"{night.path}/grant", {"room": night.room}))["token"]
    async with inside(hub, mine, night.room) as crew:
        await says(crew, {"t": "do", "id": "c1", "room": night.room, "cmd": {"t": "chat.post", "text": "Psst"}})
        await heard(crew, "ack")
    _, secret = await night.link(sections=sections)
    opened = (await night.opens(secret)).json()
    assert opened["sections"] == sections
    async with hub.dial() as guest:
        await says(guest, hello(opened["token"], night.room))
        welcome = await heard(guest, "welcome")
        assert str(welcome).count("Psst") == messages
        await says(guest, {"t": "do", "id": "c2", "room": night.room, "cmd": {"t": "chat.post", "text": "Hi"}})
        answer = await heard(guest, "ack" if messages else "fail")
        assert answer.get("code") == (None if messages else "auth.section")
