"""Who did what, for whom, and what somebody has read of it."""

from typing import Any

import pytest

from hub.advancing_sync.agreement_messages import AddNote, Mark, SetDeadline, Submit
from hub.advancing_sync.messages import Lock
from hub.kernel import Role
from tests.api.access.shown import Shown
from tests.api.activity.asking import a_guest, of_room, projected
from tests.api.documents.writing import done, written
from tests.api.whole import problem
from tests.builders import an_actor

pytestmark = pytest.mark.asyncio(loop_scope="module")
VEN = an_actor("ven", Role.VENUE)


async def lines(shown: Shown, token: str = "", **query: Any) -> list[dict[str, Any]]:
    await projected(shown)
    response = await of_room(shown, "activity", token, params=query)
    assert response.status_code == 200, response.text
    return [line for line in response.json() if line["person"] in {"ana", "ven"}]


async def test_a_line_says_from_what_to_what_for_which_side(shown: Shown) -> None:
    await written(shown, "show.stage", "Main")
    await written(shown, "show.stage", "Cellar")
    await done(shown, Mark(field="show.stage", status="confirmed"), VEN)
    told = [(line["what"], line["was"], line["text"], line["party"]) for line in await lines(shown)]
    assert told == [
        ("advance.marked", "", "confirmed", "venue"),
        ("advance.edited", "Main", "Cellar", "band"),
        ("advance.edited", "", "Main", "band"),
    ]


@pytest.mark.parametrize(
    ("query", "abouts"),
    [
        ({"section": "wifi"}, ["wifi"]),
        ({"person": "ven"}, ["wifi", "show.stage"]),
        ({"party": "band"}, ["show.stage", "show.city"]),
        ({"which": "answers"}, ["show.city"]),
        ({"which": "notes"}, ["show.stage", "show.stage"]),
        ({"which": "agreement", "party": "venue"}, ["wifi"]),
        ({"which": "files"}, []),
    ],
)
async def test_lines_are_found_by_section_person_side_and_kind(
    shown: Shown, query: dict[str, str], abouts: list[str]
) -> None:
    await written(shown, "show.city", "Oslo")
    await done(shown, AddNote(field="show.stage", id="n1", text="Which?"))
    await done(shown, AddNote(field="show.stage", id="n2", text="The cellar"), VEN)
    await done(shown, Submit(section="wifi"), VEN)
    assert [line["about"] for line in await lines(shown, **query)] == abouts


async def test_what_says_no_side_is_of_the_side_of_whoever_did_it(shown: Shown) -> None:
    owner = an_actor(shown.owner.account, Role.OWNER)
    await done(shown, Lock(field="show.city", on=True), owner)
    await done(shown, Lock(field="show.stage", on=True))
    await done(shown, SetDeadline(section="wifi", days_before=3), VEN)
    await done(shown, Mark(field="show.stage", status="asked"))
    await done(shown, Mark(field="show.stage", status="confirmed"), VEN)

    async def of(party: str) -> list[tuple[str, str]]:
        await projected(shown)
        response = await of_room(shown, "activity", params={"party": party, "which": "agreement"})
        assert {line["party"] for line in response.json()} == {party}
        return [(line["what"], line["about"]) for line in response.json()]

    band = [("advance.marked", "show.stage"), ("advance.locked", "show.stage"), ("advance.locked", "show.city")]
    assert await of("band") == band
    assert await of("venue") == [("advance.marked", "show.stage"), ("advance.deadline_set", "wifi")]
    # the organisation is a house: what its members did is of the venue's side, what others said for the band is not
    await shown.owner.patch("", {"side": "venue"})
    assert ("advance.locked", "show.city") in await of("venue")
    assert ("advance.locked", "show.city") not in await of("band")


async def test_money_is_for_organisers_and_sections_for_whom_they_are(shown: Shown) -> None:
    for field, value in (
        ("money.guarantee", 5),
        ("press.photo_policy", "Three songs"),
        ("production.pa", "Line array"),
    ):
        await written(shown, field, value)
    sections = [line["section"] for line in await lines(shown)]
    assert sections == ["production", "press", "money"]
    crew = shown.hub.grant(shown.room, role=Role.CREW)
    assert [line["section"] for line in await lines(shown, crew)] == ["production", "press"]
    guest = await a_guest(shown, "press", "money")
    assert [line["section"] for line in await lines(shown, guest)] == ["press"]
    assert await lines(shown, guest, section="production") == []


@pytest.mark.parametrize("query", [{"section": "X"}, {"party": "x"}, {"which": "x"}, {"person": "a b"}, {"limit": "0"}])
async def test_what_cannot_be_asked_is_told_what_to_correct(shown: Shown, query: dict[str, str]) -> None:
    assert problem(await of_room(shown, "activity", params=query)) == (400, "http.bad_request")


async def test_what_was_read_stays_read_for_each_person(shown: Shown) -> None:
    await written(shown, "show.stage", "Main")
    await written(shown, "show.stage", "Cellar")
    assert (await of_room(shown, "activity/seen")).json() == {"seq": 0, "at_ms": None}
    kept = (await of_room(shown, "activity/seen", method="PUT", json={"seq": 2})).json()
    assert kept["seq"] == 2
    assert kept["at_ms"] > 0
    assert (await of_room(shown, "activity/seen", method="PUT", json={"seq": 1})).json()["seq"] == 2
    assert (await of_room(shown, "activity/seen")).json()["seq"] == 2
    other = shown.hub.grant(shown.room, person="ben", role=Role.CREW)
    assert (await of_room(shown, "activity/seen", other)).json()["seq"] == 0


async def test_nobody_has_read_further_than_there_is(shown: Shown) -> None:
    await written(shown, "show.stage", "Main")
    kept = (await of_room(shown, "activity/seen", method="PUT", json={"seq": 10_000})).json()
    assert kept["seq"] < 10


async def test_whoever_has_no_grant_reads_nothing(shown: Shown) -> None:
    for path in ("activity", "activity/seen", "history?field=show.title"):
        assert problem(await of_room(shown, path, shown.hub.grant("show/other"))) == (403, "room.not_granted")


async def test_a_room_that_is_not_there_keeps_nothing(shown: Shown) -> None:
    token = shown.hub.grant("show/nowhere", role=Role.CREW)
    headers = {"Authorization": f"Bearer {token}"}
    path = "/api/rooms/show/nowhere/activity/seen"
    kept = await shown.hub.http.put(path, json={"seq": 1}, headers=headers)
    assert kept.json() == {"seq": 0, "at_ms": None}
