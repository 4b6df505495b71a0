import asyncio

import pytest

from api.shows import advances
from api.shows.advances import CODE_SIGNS, SECTIONS, fresh_code
from hub.advancing_sync.standard import STANDARD
from persistence.tenancy import within
from tests.api.shows.people import DAY, Person, a_show, a_venue

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def code_of(person: Person, show: str) -> str | None:
    """The code of a show."""
    async with within(person.hub.worker.database, person.org) as connection:
        return await connection.fetchval("SELECT code FROM show_code WHERE show = $1", show)


async def test_an_advance_has_every_section_a_code_and_a_room(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    where = f"/shows/{show['id']}"
    assert await code_of(ana, show["id"]) is None
    made = await ana.post(f"{where}/advance")
    assert (made["advance"]["status"], made["advance"]["revision"]) == ("not_sent", 1)
    assert made["advance"]["parts"] == dict.fromkeys((each.key for each in STANDARD.sections), "open")
    assert len(SECTIONS) == 17
    assert [each["kind"] for each in made["rooms"]] == ["show", "floor"]
    assert len(await code_of(ana, show["id"]) or "") == 8
    room = made["rooms"][0]["room"]
    headers = {"Authorization": f"Bearer {(await ana.post(f'{where}/grant', {'room': room}))['token']}"}
    activity = await ana.hub.http.get(f"/api/rooms/{room}/activity", headers=headers)
    created = activity.json()[-1]
    assert (created["what"], created["name"], created["person"]) == ("advance.created", "Ana", ana.account)


async def test_the_form_begins_with_what_the_show_says_and_is_its_own_from_then_on(ana: Person) -> None:
    venue = await a_venue(ana)
    show = await a_show(ana, venue=venue["id"])
    doors = ana.hub.worker.service.doors
    fields = (await doors.open(f"show/{show['id']}")).room.states["advancing_sync"].fields
    assert {key: (field.value, field.by) for key, field in fields.items()} == {
        "show.title": ("Night", "show"),
        "show.date": (DAY, "show"),
        "show.timezone": ("Europe/Berlin", "show"),
        "show.venue": ("Ponyhof", "show"),
        "show.city": ("Leipzig", "show"),
    }
    await ana.patch(f"/shows/{show['id']}", {"title": "Gala"})
    other = await ana.post(f"/shows/{show['id']}/duplicate", {"day": "2027-05-01"})
    fields = (await doors.open(f"show/{other['id']}")).room.states["advancing_sync"].fields
    assert (fields["show.title"].value, fields["show.date"].value) == ("Gala", "2027-05-01")


async def test_a_show_without_a_venue_begins_without_one(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    await ana.post(f"/shows/{show['id']}/advance")
    live = await ana.hub.worker.service.doors.open(f"show/{show['id']}")
    assert sorted(live.room.states["advancing_sync"].fields) == ["show.date", "show.timezone", "show.title"]


async def test_a_show_has_one_advance_however_often_and_at_once_it_is_made(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    where = f"/shows/{show['id']}/advance"
    found = await asyncio.gather(*(ana.ask("POST", where) for _ in range(4)))
    assert sorted(each.status_code for each in found) == [201, 409, 409, 409]
    assert await ana.refused("POST", where) == (409, "show.advance_exists")
    assert (await ana.whats()).count("advance.created") == 1


async def test_an_archived_show_gets_none(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    await ana.post(f"/shows/{show['id']}/archive")
    assert await ana.refused("POST", f"/shows/{show['id']}/advance") == (409, "show.archived")


async def test_a_code_that_is_taken_is_drawn_again(ana: Person, eve: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    code = await code_of(eve, (await a_show(eve))["id"])
    drawn = iter([code, "00000000", "00000001"])
    monkeypatch.setattr(advances, "fresh_code", lambda: next(drawn))
    assert await code_of(ana, (await a_show(ana))["id"]) == "00000000"


async def test_nothing_is_left_of_a_show_whose_advance_could_not_be_made(
    ana: Person, eve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = await code_of(eve, (await a_show(eve))["id"])
    monkeypatch.setattr(advances, "fresh_code", lambda: code)
    assert await ana.refused("POST", "/shows", {"title": "X", "day": "2027-01-01"}) == (500, "hub.broken")
    assert (await ana.get("/shows?which=all"))["shows"] == []
    assert await ana.whats() == []


async def test_a_code_has_eight_signs_that_are_not_mistaken_for_others() -> None:
    assert len(CODE_SIGNS) == len(set(CODE_SIGNS)) == 32
    assert not set(CODE_SIGNS) & set("ILOU")
    codes = {fresh_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 8 and set(code) <= set(CODE_SIGNS) for code in codes)
