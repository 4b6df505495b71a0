"""Access links: who makes them, what they open, from when until when, and how they end."""

from typing import Any

import pytest
from msgspec.structs import replace

from api import grants
from api.access.links import STAY_MS, granted, standing
from hub.errors import Rejected
from hub.kernel import Actor, Role
from persistence.links import Opened
from tests.api.access.shown import Shown, hello, inside, says
from tests.api.serving import heard
from tests.api.shows.people import NOBODY, a_show, joined
from tests.api.whole import SECRET, Whole, problem
from tests.builders import EVENING_MS

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINK = Opened(
    id="l1",
    name="Merch",
    role=Role.GUEST,
    sections=("hospitality",),
    can_write=True,
    opens_at_ms=EVENING_MS,
    closes_at_ms=None,
    created_by="ana",
    created_at_ms=EVENING_MS,
    org="o1",
    show="s1",
    title="Night",
)


async def test_who_opens_a_link_is_in_the_room_without_an_account(night: Shown) -> None:
    link, secret = await night.link(name="Merch", role="crew")
    response = await night.opens(secret)
    opened = response.json()
    assert response.headers["Cache-Control"] == "no-store"
    said = {key: opened[key] for key in ("room", "title", "name", "role", "party", "side")}
    who = {"name": "Merch", "role": "crew", "party": "venue", "side": "band"}
    assert said == {"room": night.room, "title": "Night"} | who
    assert opened["sections"] == []
    grant = grants.read(SECRET, opened["token"], now_ms=night.hub.worker.clock.now_ms())
    assert grant.subjects == (f"link:{link}",)
    async with inside(night.hub, opened["token"], night.room) as client:
        await says(client, {"t": "do", "id": "c1", "room": night.room, "cmd": {"t": "chat.post", "text": "Hi"}})
        assert (await heard(client, "ack"))["id"] == "c1"


async def test_the_list_says_when_a_link_was_used_and_never_its_secret(night: Shown) -> None:
    link, secret = await night.link()
    [listed] = await night.owner.get(f"{night.path}/links")
    assert (listed["id"], listed["used_at_ms"], listed["created_by"]) == (link, None, night.owner.account)
    await night.opens(secret)
    response = await night.owner.ask("GET", f"{night.path}/links")
    assert response.json()[0]["used_at_ms"] is not None
    assert secret not in response.text
    assert len(secret) * 6 >= 128
    assert secret not in str(await night.owner.audit())


async def test_two_tabs_of_a_device_are_one_person_and_keep_their_name(night: Shown) -> None:
    _, secret = await night.link()
    first = (await night.opens(secret, name="Cleo")).json()
    again = (await night.opens(secret)).json()
    assert again["person"] == first["person"]
    assert (first["name"], again["name"]) == ("Cleo", "Merch")
    night.hub.http.cookies.clear()
    assert (await night.opens(secret)).json()["person"] != first["person"]


@pytest.mark.parametrize(
    ("how", "room", "role"),
    [
        ({"role": "venue"}, "show", "venue"),
        ({"role": "guest", "can_write": False}, "show", "viewer"),
        ({"role": "viewer"}, "show", "viewer"),
        ({"role": "dj"}, "floor", "dj"),
        ({"role": "moderator"}, "floor", "moderator"),
    ],
)
async def test_a_link_leads_where_its_role_works(night: Shown, how: dict[str, Any], room: str, role: str) -> None:
    _, secret = await night.link(**how)
    opened = (await night.opens(secret)).json()
    assert (opened["room"], opened["role"]) == (f"{room}/{night.show}", role)
    async with inside(night.hub, opened["token"], opened["room"]):
        pass


async def test_who_may_only_look_writes_nothing(night: Shown) -> None:
    _, secret = await night.link(can_write=False)
    async with inside(night.hub, (await night.opens(secret)).json()["token"], night.room) as client:
        edit = {"t": "advance.edit", "field": "hospitality.production_office", "value": "Tea"}
        await says(client, {"t": "do", "id": "c1", "room": night.room, "cmd": edit})
        assert (await heard(client, "fail"))["code"] == "auth.forbidden"


async def test_sections_that_were_not_opened_are_not_written(night: Shown) -> None:
    _, secret = await night.link(sections=["hospitality"])
    async with inside(night.hub, (await night.opens(secret)).json()["token"], night.room) as client:
        edit = {"t": "advance.edit", "field": "show.title", "value": "Mine"}
        await says(client, {"t": "do", "id": "c1", "room": night.room, "cmd": edit})
        assert (await heard(client, "fail"))["code"] == "auth.section"


async def test_sections_that_were_not_opened_are_not_seen(night: Shown) -> None:
    owner = (await night.owner.post(f"{night.path}/grant", {"room": night.room}))["token"]
    async with inside(night.hub, owner, night.room) as client:
        for field in ("show.title", "hospitality.production_office"):
            edit = {"t": "advance.edit", "field": field, "value": f"of {field}"}
            await says(client, {"t": "do", "id": field, "room": night.room, "cmd": edit})
            await heard(client, "ack")
    _, secret = await night.link(sections=["hospitality"])
    token = (await night.opens(secret)).json()["token"]
    async with night.hub.dial() as client:
        await says(client, hello(token, night.room))
        form = (await heard(client, "welcome"))["state"]["advancing_sync"]
    assert list(form["fields"]) == ["hospitality.production_office"]
    assert [each["key"] for each in form["schema"]["sections"]] == ["hospitality"]


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [
        ({"sections": ["kitchen"]}, 422, "link.no_section"),
        ({"closes_at_ms": 1}, 422, "link.times"),
        ({"opens_at_ms": 2**50, "closes_at_ms": 2**50}, 422, "link.times"),
        ({"role": "dj", "can_write": False}, 422, "link.floor"),
        ({"role": "moderator", "sections": ["show"]}, 422, "link.floor"),
        ({"role": "owner"}, 400, "http.bad_request"),
        ({"name": ""}, 400, "http.bad_request"),
        ({"opens_at_ms": -1}, 400, "http.bad_request"),
        ({"hash": "x"}, 400, "http.bad_request"),
    ],
)
async def test_a_link_that_cannot_be_is_refused(night: Shown, how: dict[str, Any], status: int, code: str) -> None:
    body = {"name": "Merch"} | how
    assert await night.owner.refused("POST", f"{night.path}/links", body) == (status, code)


async def test_a_link_needs_the_advance_and_a_show_that_is_on(night: Shown) -> None:
    bare = f"/shows/{(await a_show(night.owner, advance=False))['id']}"
    assert await night.owner.refused("POST", f"{bare}/links", {"name": "M"}) == (409, "show.no_advance")
    assert await night.owner.post(f"{bare}/links", {"name": "DJ", "role": "dj"})
    _, secret = await night.link()
    await night.owner.post(f"{night.path}/archive")
    assert problem(await night.opens(secret)) == (410, "link.closed")
    assert await night.owner.refused("POST", f"{night.path}/links", {"name": "M"}) == (409, "show.archived")


async def test_a_show_has_only_so_many_links(night: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access.links.LINKS_MAX", 2)
    first, _ = await night.link()
    await night.link()
    assert await night.owner.refused("POST", f"{night.path}/links", {"name": "M"}) == (409, "link.too_many")
    await night.owner.ask("DELETE", f"{night.path}/links/{first}")
    await night.link()


async def test_a_revoked_link_opens_nothing_and_stays_listed(night: Shown) -> None:
    link, secret = await night.link()
    for _ in range(2):
        assert (await night.owner.ask("DELETE", f"{night.path}/links/{link}")).status_code == 204
    assert problem(await night.opens(secret)) == (410, "link.revoked")
    [listed] = await night.owner.get(f"{night.path}/links")
    assert listed["revoked_at_ms"]
    lines = [line for line in await night.owner.audit() if line["what"].startswith("link.")]
    assert [line["what"] for line in lines] == ["link.made", "link.revoked"]
    assert lines[0]["after"]["name"] == lines[1]["before"]["name"] == "Merch"


async def test_a_secret_that_is_none_opens_nothing(night: Shown) -> None:
    assert problem(await night.opens("x" * 32)) == (404, "link.unknown")
    assert problem(await night.opens("")) == (400, "http.bad_request")


@pytest.mark.parametrize("role", [Role.CREW, Role.DJ, Role.VIEWER])
async def test_only_owners_and_managers_have_links(night: Shown, role: Role) -> None:
    link, _ = await night.link()
    ben = await joined(night.owner, role)
    for method, path in (("GET", ""), ("POST", ""), ("DELETE", f"/{link}")):
        body = {"name": "M"} if method == "POST" else None
        assert await ben.refused(method, f"{night.path}/links{path}", body) == (403, "auth.forbidden")
    assert await (await joined(night.owner, Role.MANAGER)).get(f"{night.path}/links")


async def test_links_of_others_are_not_there(night: Shown, other: Shown) -> None:
    link, secret = await night.link()
    eve = other.owner
    for org in (eve.org, night.owner.org):
        assert await eve.refused("GET", f"{night.path}/links", org=org) == (404, "http.not_found")
        assert await eve.refused("POST", f"{night.path}/links", {"name": "M"}, org=org) == (404, "http.not_found")
        assert await eve.refused("DELETE", f"{night.path}/links/{link}", org=org) == (404, "http.not_found")
    assert await eve.refused("DELETE", f"{other.path}/links/{link}") == (404, "http.not_found")
    assert await night.owner.refused("DELETE", f"{night.path}/links/{NOBODY}") == (404, "http.not_found")
    assert (await night.opens(secret)).status_code == 200


async def test_while_what_was_revoked_is_not_known_yet_nobody_comes_by_a_link(hub: Whole, night: Shown) -> None:
    _, secret = await night.link()
    token = (await night.opens(secret)).json()["token"]
    hub.worker.admission.revocations.ready = False
    try:
        with pytest.raises(Rejected) as refused:
            hub.worker.admission.admit(token)
    finally:
        hub.worker.admission.revocations.ready = True
    assert refused.value.code == "auth.unchecked"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opens_at_ms": EVENING_MS + 1}, "link.not_yet"),
        ({"closes_at_ms": EVENING_MS}, "link.closed"),
        ({"archived_at_ms": 1}, "link.closed"),
        ({"revoked_at_ms": 1, "closes_at_ms": 1}, "link.revoked"),
    ],
)
async def test_a_link_is_open_from_until(change: dict[str, Any], code: str) -> None:
    standing(replace(LINK, closes_at_ms=EVENING_MS + 1), EVENING_MS)
    with pytest.raises(Rejected) as refused:
        standing(replace(LINK, **change), EVENING_MS)
    assert refused.value.code == code


async def test_nobody_stays_longer_than_the_link() -> None:
    assert granted(LINK, "ana", "Ana", EVENING_MS).expires_ms == EVENING_MS + STAY_MS
    short = granted(replace(LINK, closes_at_ms=EVENING_MS + 5), "ana", "Ana", EVENING_MS)
    assert short.expires_ms == EVENING_MS + 5
    assert (short.actor, short.rooms) == (Actor("ana", Role.GUEST, "Ana"), ("show/s1",))
    assert (short.sections, short.subjects, short.issued_ms) == (("hospitality",), ("link:l1",), EVENING_MS)
