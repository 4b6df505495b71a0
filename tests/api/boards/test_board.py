"""The board: how far each advance is, what is missing where, and what was answered."""

from typing import Any

import pytest

from hub.advancing_sync.agreement_messages import Mark, SetDeadline, TellSent
from hub.advancing_sync.messages import AddRow, Edit
from hub.kernel import Role
from tests.api.access.shown import Shown, a_shown
from tests.api.activity.asking import projected
from tests.api.documents.writing import done, written
from tests.api.shows.people import a_show, joined, pages

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def board(shown: Shown, query: str = "", who: Any = None) -> list[dict[str, Any]]:
    await projected(shown)
    return (await (who or shown.owner).get(f"/board?{query}"))["advances"]


async def a_load_in(shown: Shown, *, confirmed: bool) -> None:
    await done(shown, AddRow(field="schedule.items", row="r1"))
    for column, value in (("what", "load-in"), ("start", "10:00"), ("confirmed", confirmed)):
        await done(shown, Edit(field="schedule.items", row="r1", column=column, value=value))


async def test_a_show_is_on_the_board_with_what_it_lacks(shown: Shown) -> None:
    await done(shown, TellSent())
    await done(shown, SetDeadline(section="wifi", days_before=14))
    [row] = await board(shown)
    assert (row["id"], row["stage"], row["day"]) == (shown.show, "sent", "2027-03-06")
    assert row["missing"] == ["load_in", "doors", "curfew", "contacts"]
    assert row["waits"] == ["band", "venue"]
    assert row["parts"]["wifi"]["due"] == 14
    assert row["band_total"] > row["band_answered"]
    assert row["found"] == []


async def test_which_shows_have_no_confirmed_load_in(shown: Shown) -> None:
    other = Shown(shown.owner, (await a_show(shown.owner, "Another"))["id"])
    await a_load_in(shown, confirmed=True)
    await a_load_in(other, confirmed=False)
    assert [row["id"] for row in await board(shown, "missing=load_in")] == [other.show]
    assert len(await board(shown, "missing=doors")) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("field=show.stage&condition=answered", ["Night"]),
        ("field=show.stage&condition=unanswered", ["Another"]),
        ("field=show.stage&condition=confirmed", ["Night"]),
        ("field=show.stage&condition=unconfirmed", ["Another"]),
        ("field=show.stage&condition=asked", []),
        ("answer=cellar", ["Night"]),
        ("answer=cell%20und", ["Night"]),
        ("answer=attic", []),
        ("answer=%27%20%7C%20%21%3A%2A", ["Another", "Night"]),
        ("q=anoth", ["Another"]),
        ("waits=venue", ["Another", "Night"]),
        ("stage=in_progress", []),
        ("stage=not_sent", ["Another", "Night"]),
        ("since=2030-01-01", []),
        ("which=archived", []),
    ],
)
async def test_shows_are_found_across_the_organisation(shown: Shown, query: str, found: list[str]) -> None:
    await a_show(shown.owner, "Another")
    await written(shown, "show.stage", "Cellar under the hall")
    await done(shown, Mark(field="show.stage", status="confirmed"))
    assert sorted(row["title"] for row in await board(shown, query)) == found


async def test_one_show_is_found_by_its_id(shown: Shown) -> None:
    other = await a_show(shown.owner, "Another")
    assert [row["id"] for row in await board(shown, f"show={other['id']}")] == [other["id"]]
    assert await board(shown, "show=nowhere") == []


async def test_an_answer_that_was_found_is_shown(shown: Shown) -> None:
    await written(shown, "show.stage", "Cellar under the hall")
    [row] = await board(shown, "answer=cellar")
    assert row["found"] == [{"field": "show.stage", "row": "", "column": "", "text": "Cellar under the hall"}]


async def test_money_is_neither_shown_nor_searched_for_others(shown: Shown) -> None:
    await written(shown, "money.notes", "Cash in an envelope")
    crew = await joined(shown.owner, Role.CREW)
    assert len(await board(shown, "answer=envelope")) == 1
    assert await board(shown, "answer=envelope", crew) == []
    assert "money" in (await board(shown))[0]["parts"]
    assert "money" not in (await board(shown, who=crew))[0]["parts"]
    path = "/board?field=money.notes&condition=answered"
    assert await crew.refused("GET", path) == (404, "advance.unknown_field")


@pytest.mark.parametrize("sort", ["day", "-day", "title", "changed", "-changed", "due", "stage"])
async def test_it_comes_in_pages_in_each_order(shown: Shown, sort: str) -> None:
    for title in ("B", "A"):
        await a_show(shown.owner, title)
    await projected(shown)
    listed = await pages(shown.owner, f"/board?sort={sort}&limit=2", "advances")
    assert [len(page) for page in listed] == [2, 1]
    assert len({row["id"] for page in listed for row in page}) == 3


async def test_who_has_no_part_in_advances_and_who_is_elsewhere_sees_none(shown: Shown) -> None:
    dj = await joined(shown.owner, Role.DJ)
    assert await dj.refused("GET", "/board") == (403, "auth.forbidden")
    other = await a_shown(shown.hub)
    assert [row["id"] for row in await board(other)] == [other.show]
    assert await other.owner.refused("GET", "/board", org=shown.owner.org) == (404, "http.not_found")


@pytest.mark.parametrize("query", ["sort=x", "stage=x", "missing=x", "field=x", "condition=x", "limit=0", "cursor=e30"])
async def test_what_cannot_be_asked_is_refused(shown: Shown, query: str) -> None:
    status, code = await shown.owner.refused("GET", f"/board?{query}")
    assert (status, code) in {(400, "http.bad_request"), (404, "http.no_page")}
