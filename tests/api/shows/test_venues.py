from typing import Any

import pytest

from hub.kernel import ORGANISERS, Role
from tests.api.shows.people import NOBODY, Person, a_venue, joined, pages

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_venue_is_as_it_was_put_in(ana: Person) -> None:
    venue = await a_venue(ana, phone="0341", address="Gasse 3\nHinterhaus", notes="Ring twice.")
    assert venue == {
        "id": venue["id"],
        "name": "Ponyhof",
        "city": "Leipzig",
        "address": "Gasse 3\nHinterhaus",
        "phone": "0341",
        "timezone": "Europe/Berlin",
        "notes": "Ring twice.",
        "created_at_ms": venue["created_at_ms"],
        "archived_at_ms": None,
    }
    assert await ana.get(f"/venues/{venue['id']}") == venue
    assert (await ana.get("/venues"))["venues"] == [venue]


async def test_a_change_leaves_what_it_does_not_say(ana: Person) -> None:
    venue = await a_venue(ana)
    changed = await ana.patch(f"/venues/{venue['id']}", {"name": "Ponyhof II", "timezone": "Europe/Vienna"})
    assert changed == venue | {"name": "Ponyhof II", "timezone": "Europe/Vienna"}
    assert await ana.get(f"/venues/{venue['id']}") == changed
    line = (await ana.audit())[-1]
    assert (line["what"], line["about"], line["name"]) == ("venue.changed", venue["id"], "Ana")
    assert line["before"] == {"name": "Ponyhof", "timezone": "Europe/Berlin"}
    assert line["after"] == {"name": "Ponyhof II", "timezone": "Europe/Vienna"}


async def test_a_change_that_changes_nothing_is_not_noted(ana: Person) -> None:
    venue = await a_venue(ana)
    assert await ana.patch(f"/venues/{venue['id']}", {"name": "Ponyhof"}) == venue
    assert await ana.patch(f"/venues/{venue['id']}", {}) == venue
    assert await ana.whats() == ["venue.created"]


async def test_an_archived_venue_is_only_found_by_who_looks_for_it(ana: Person) -> None:
    venue = await a_venue(ana)
    away = await ana.post(f"/venues/{venue['id']}/archive")
    assert away["archived_at_ms"] >= venue["created_at_ms"]
    assert await ana.post(f"/venues/{venue['id']}/archive") == away
    assert (await ana.get("/venues"))["venues"] == []
    assert (await ana.get("/venues?which=archived"))["venues"] == [away]
    assert await ana.get(f"/venues/{venue['id']}") == away
    assert await ana.refused("PATCH", f"/venues/{venue['id']}", {"name": "X"}) == (409, "show.archived")
    for _ in range(2):
        assert await ana.post(f"/venues/{venue['id']}/restore") == venue
    assert (await ana.get("/venues?which=all"))["venues"] == [venue]
    assert await ana.whats() == ["venue.archived", "venue.created", "venue.restored"]


async def test_a_list_is_filtered_sorted_and_comes_in_pages(ana: Person) -> None:
    for name, city in (("Conne", "Leipzig"), ("astra", "Berlin"), ("Ufo 100%", "Erfurt"), ("Moritz", "Leipzig")):
        await a_venue(ana, name, city=city)
    names = [[each["name"] for each in page] for page in await pages(ana, "/venues?limit=3", "venues")]
    assert names == [["astra", "Conne", "Moritz"], ["Ufo 100%"]]
    by_city = await pages(ana, "/venues?sort=-city&limit=2", "venues")
    assert [[each["city"] for each in page] for page in by_city] == [["Leipzig", "Leipzig"], ["Erfurt", "Berlin"]]
    (newest,) = await pages(ana, "/venues?sort=-created&limit=4", "venues")
    made = [(each["created_at_ms"], each["id"]) for each in newest]
    assert made == sorted(made, reverse=True)
    for q, found in (("leip CONN", ["Conne"]), ("%25", ["Ufo 100%"]), ("_", []), ("nowhere", [])):
        assert [each["name"] for each in (await ana.get(f"/venues?q={q}"))["venues"]] == found


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, (400, "http.bad_request")),
        ({"name": ""}, (400, "http.bad_request")),
        ({"name": "a\u0000b"}, (400, "http.bad_request")),
        ({"name": "X", "notes": "a\u0000b"}, (400, "http.bad_request")),
        ({"name": "X", "notes": "n" * 4001}, (400, "http.bad_request")),
        ({"name": "X", "owner": "me"}, (400, "http.bad_request")),
        ({"name": "X", "timezone": "../etc/passwd"}, (400, "http.bad_request")),
        ({"name": "X", "timezone": "Europe"}, (422, "show.no_timezone")),
        ({"name": "X", "timezone": "Mars/Olympus"}, (422, "show.no_timezone")),
    ],
)
async def test_a_body_that_is_none_is_told_what_to_correct(
    ana: Person, body: dict[str, Any], says: tuple[int, str]
) -> None:
    assert await ana.refused("POST", "/venues", body) == says
    assert await ana.whats() == []
    if says[0] == 404:
        venue = await a_venue(ana)
        assert await ana.refused("PATCH", f"/venues/{venue['id']}", {"timezone": body["timezone"]}) == says


@pytest.mark.parametrize("query", ["sort=colour", "limit=0", "limit=201", "cursor=a%20b", "which=some", "q=%00"])
async def test_a_list_that_cannot_be_is_refused(ana: Person, query: str) -> None:
    assert await ana.refused("GET", f"/venues?{query}") == (400, "http.bad_request")


async def test_a_cursor_is_for_the_list_and_the_order_it_came_from(ana: Person) -> None:
    for name in "abc":
        await a_venue(ana, name)
    cursor = (await ana.get("/venues?limit=1"))["cursor"]
    for query in (f"sort=-name&cursor={cursor}", "cursor=AAAA", "cursor=A", "cursor=WzEsMiwzXQ"):
        assert await ana.refused("GET", f"/venues?{query}") == (404, "http.no_page")


@pytest.mark.parametrize("role", sorted({*Role} - ORGANISERS - {Role.AUDIENCE, Role.SYSTEM, Role.GUEST, Role.VENUE}))
async def test_who_does_not_organise_sees_venues_and_changes_none(ana: Person, role: Role) -> None:
    venue = await a_venue(ana)
    ben = await joined(ana, role)
    assert await ben.get(f"/venues/{venue['id']}") == venue
    assert (await ben.get("/venues"))["venues"] == [venue]
    for method, path, body in (
        ("POST", "/venues", {"name": "X"}),
        ("PATCH", f"/venues/{venue['id']}", {"name": "X"}),
        ("POST", f"/venues/{venue['id']}/archive", None),
        ("POST", f"/venues/{venue['id']}/restore", None),
    ):
        assert await ben.refused(method, path, body) == (403, "auth.forbidden")


async def test_a_manager_changes_them_too(ana: Person) -> None:
    ben = await joined(ana, Role.MANAGER)
    venue = await a_venue(ben)
    assert (await ana.audit())[0]["name"] == "Ben"
    assert await ana.get(f"/venues/{venue['id']}") == venue


async def test_what_is_another_organisations_is_not_there(ana: Person, eve: Person) -> None:
    venue = await a_venue(ana)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "X"}),
        ("POST", "/archive", None),
        ("POST", "/restore", None),
    ):
        for nobody in (venue["id"], NOBODY):
            assert await eve.refused(method, f"/venues/{nobody}{path}", body) == (404, "http.not_found")
        where = f"/venues/{venue['id']}{path}"
        assert await eve.refused(method, where, body, org=ana.org) == (404, "http.not_found")
    assert await eve.refused("GET", "/venues", org=ana.org) == (404, "http.not_found")
    assert (await eve.get("/venues?which=all"))["venues"] == []


async def test_who_names_no_time_zone_is_told_in_which_field(ana: Person) -> None:
    refused = await ana.ask("POST", "/venues", {"name": "X", "timezone": "Mars/Olympus"})
    assert refused.json()["title"] == ("There is no time zone Mars/Olympus: let timezone be one such as Europe/Berlin.")
