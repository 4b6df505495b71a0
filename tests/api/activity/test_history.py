"""What stood in a place, and what still stands."""

from typing import Any

import pytest

from hub.advancing_sync.messages import AddRow, Edit, RemoveRow
from hub.kernel import Role
from tests.api.access.shown import Shown
from tests.api.activity.asking import a_guest, of_room, projected
from tests.api.documents.writing import done, written
from tests.api.whole import problem
from tests.builders import an_actor

pytestmark = pytest.mark.asyncio(loop_scope="module")
VEN = an_actor("ven", Role.VENUE)


async def history(shown: Shown, **place: Any) -> dict[str, Any]:
    await projected(shown)
    return (await of_room(shown, "history", params=place)).json()


async def of_list(shown: Shown, **place: str) -> dict[str, Any]:
    return await history(shown, field="schedule.items", **place)


async def test_every_value_is_there_with_who_wrote_it_and_which_stand(shown: Shown) -> None:
    await written(shown, "show.stage", "Main")
    await written(shown, "show.stage", "Cellar")
    await done(shown, Edit(field="show.stage", value="Attic"), VEN)
    found = await history(shown, field="show.stage")
    told = [(each["value"], each["person"], each["party"], each["standing"]) for each in found["versions"]]
    assert told == [
        ("Attic", "ven", "venue", "shown"),
        ("Cellar", "ana", "band", "sibling"),
        ("Main", "ana", "band", ""),
    ]
    assert {each["source"] for each in found["versions"]} == {"typed"}
    assert found["before"] is None


async def test_it_comes_in_pages(shown: Shown) -> None:
    for n in range(5):
        await written(shown, "show.stage", f"Room {n}")
    values: list[str] = []
    before: int | None = 2**53
    while before is not None:
        page = await history(shown, field="show.stage", limit=2, before=before)
        values += [each["value"] for each in page["versions"]]
        before = page["before"]
    assert values == [f"Room {n}" for n in range(4, -1, -1)]


async def test_a_cell_has_a_history_of_its_own_and_a_cleared_value_is_null(shown: Shown) -> None:
    await done(shown, AddRow(field="schedule.items", row="r1"))
    for value in ("Doors", None):
        form = (await shown.hub.worker.service.doors.open(shown.room)).room.states["advancing_sync"]
        cells = form.lists["schedule.items"]["r1"].cells
        saw = cells["title"].stamp if "title" in cells else ""
        await done(shown, Edit(field="schedule.items", row="r1", column="title", value=value, saw=saw))
    found = await history(shown, field="schedule.items", row="r1", column="title")
    assert [each["value"] for each in found["versions"]] == [None, "Doors"]
    assert (await history(shown, field="schedule.items", row="r2", column="title"))["versions"] == []


async def test_a_list_has_the_history_of_all_its_rows_also_of_one_that_was_removed(shown: Shown) -> None:
    for row, value in (("r1", "Doors"), ("r2", "Curfew")):
        await done(shown, AddRow(field="schedule.items", row=row))
        await done(shown, Edit(field="schedule.items", row=row, column="title", value=value))
    await done(shown, RemoveRow(field="schedule.items", row="r1", saw="9"))
    told = [(each["row"], each["column"], each["value"]) for each in (await of_list(shown))["versions"]]
    assert told == [("r2", "title", "Curfew"), ("r1", "title", "Doors")]
    [doors] = (await of_list(shown, row="r1"))["versions"]
    assert (doors["value"], doors["standing"]) == ("Doors", "")


async def test_a_value_is_restored_by_an_edit_like_any_other(shown: Shown) -> None:
    await written(shown, "show.stage", "Main")
    await written(shown, "show.stage", "Cellar")
    old = (await history(shown, field="show.stage"))["versions"][1]
    await written(shown, "show.stage", old["value"])
    found = (await history(shown, field="show.stage"))["versions"]
    assert [(each["value"], each["standing"]) for each in found][:2] == [("Main", "shown"), ("Cellar", "")]


async def test_private_sections_are_for_organisers_and_others_for_whom_they_are(shown: Shown) -> None:
    await written(shown, "money.guarantee", 5)
    path = "history?field=money.guarantee"
    await projected(shown)
    assert [each["value"] for each in (await of_room(shown, path)).json()["versions"]] == [5]
    crew = shown.hub.grant(shown.room, role=Role.CREW)
    assert problem(await of_room(shown, path, crew)) == (404, "advance.unknown_field")
    guest = await a_guest(shown, "press")
    assert problem(await of_room(shown, "history?field=wifi.notes", guest)) == (403, "auth.section")
    assert (await of_room(shown, "history?field=press.photo_policy", guest)).status_code == 200


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("field=show.nothing", (404, "advance.unknown_field")),
        ("field=schedule.items&row=r1&column=nothing", (404, "advance.unknown_field")),
        ("field=x", (400, "http.bad_request")),
        ("field=show.stage&limit=101", (400, "http.bad_request")),
        ("", (400, "http.bad_request")),
    ],
)
async def test_what_is_not_there_is_refused(shown: Shown, query: str, refusal: tuple[int, str]) -> None:
    assert problem(await of_room(shown, f"history?{query}")) == refusal


async def test_only_a_show_has_a_form(shown: Shown) -> None:
    headers = {"Authorization": f"Bearer {shown.hub.grant('floor/x', role=Role.MANAGER)}"}
    response = await shown.hub.http.get("/api/rooms/floor/x/history?field=show.title", headers=headers)
    assert problem(response)[1] == "room.wrong_kind"
