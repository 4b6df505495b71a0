from typing import Any

import pytest

from hub.kernel import Role
from tests.api.shows.people import NOBODY, Person, a_show, joined, pages

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def a_stream(person: Person, title: str = "Late show", **other: Any) -> dict[str, Any]:
    """A stream that they made."""
    return await person.post("/streams", {"title": title} | other)


async def test_a_stream_is_made_with_its_room(ana: Person) -> None:
    stream = await a_stream(ana)
    assert stream == {
        "id": stream["id"],
        "title": "Late show",
        "show": None,
        "created_at_ms": stream["created_at_ms"],
        "archived_at_ms": None,
    }
    assert await ana.get(f"/streams/{stream['id']}") == stream
    assert await ana.hub.worker.service.doors.ports.log.heads([f"stream/{stream['id']}"])
    assert await ana.whats() == ["stream.created"]


async def test_a_stream_may_move_to_another_show_and_to_none(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    stream = await a_stream(ana)
    where = f"/streams/{stream['id']}"
    moved = await ana.patch(where, {"show": show["id"]})
    assert moved == stream | {"show": show["id"]}
    assert await ana.patch(where, {"show": show["id"]}) == moved
    line = (await ana.audit())[-1]
    assert (line["what"], line["before"], line["after"]) == (
        "stream.changed",
        {"show": None},
        {"show": show["id"]},
    )
    assert await ana.patch(where, {"show": None, "title": "X"}) == stream | {"title": "X"}


async def test_an_archived_stream_is_left_as_it_is(ana: Person) -> None:
    stream = await a_stream(ana)
    where = f"/streams/{stream['id']}"
    away = await ana.post(f"{where}/archive")
    assert await ana.post(f"{where}/archive") == away
    assert (await ana.get("/streams"))["streams"] == []
    assert (await ana.get("/streams?which=archived"))["streams"] == [away]
    assert await ana.refused("PATCH", where, {"title": "X"}) == (409, "show.archived")
    for _ in range(2):
        assert await ana.post(f"{where}/restore") == stream
    assert await ana.whats() == ["stream.archived", "stream.created", "stream.restored"]


async def test_a_list_is_filtered_sorted_and_comes_in_pages(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    for title in ("b", "C", "a"):
        await a_stream(ana, title, show=show["id"] if title == "C" else None)
    found = await pages(ana, "/streams?sort=title&limit=2", "streams")
    assert [[each["title"] for each in page] for page in found] == [["a", "b"], ["C"]]
    newest = [(each["created_at_ms"], each["id"]) for each in (await ana.get("/streams"))["streams"]]
    assert newest == sorted(newest, reverse=True)
    for query in (f"show={show['id']}", "q=c"):
        assert [each["title"] for each in (await ana.get(f"/streams?{query}"))["streams"]] == ["C"]


async def test_a_streamer_runs_streams_and_who_watches_is_no_member(ana: Person) -> None:
    ben, dj = await joined(ana, Role.STREAMER), await joined(ana, Role.DJ)
    stream = await a_stream(ben)
    where = f"/streams/{stream['id']}"
    granted = await ben.post(f"{where}/grant")
    assert (granted["room"], granted["role"]) == (f"stream/{stream['id']}", "streamer")
    assert await dj.get(where) == stream
    assert await dj.refused("POST", f"{where}/grant") == (403, "auth.forbidden")
    for method, path, body in (
        ("POST", "/streams", {"title": "X"}),
        ("PATCH", where, {"title": "X"}),
        ("POST", f"{where}/archive", None),
        ("POST", f"{where}/restore", None),
    ):
        assert await dj.refused(method, path, body) == (403, "auth.forbidden")


async def test_what_is_another_organisations_is_not_there(ana: Person, eve: Person) -> None:
    stream, show = await a_stream(ana), await a_show(ana, advance=False)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"title": "X"}),
        ("POST", "/archive", None),
        ("POST", "/restore", None),
        ("POST", "/grant", None),
    ):
        for nobody in (stream["id"], NOBODY):
            assert await eve.refused(method, f"/streams/{nobody}{path}", body) == (404, "http.not_found")
    hers = await a_stream(eve)
    assert await eve.refused("POST", "/streams", {"title": "X", "show": show["id"]}) == (404, "show.no_show")
    assert await eve.refused("PATCH", f"/streams/{hers['id']}", {"show": show["id"]}) == (404, "show.no_show")
    assert (await eve.get(f"/streams?show={show['id']}"))["streams"] == []
