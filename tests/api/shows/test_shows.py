import asyncio
from typing import Any

import pytest

from hub.kernel import ORGANISERS, Role
from tests.api.shows.people import DAY, NOBODY, Person, a_show, a_venue, joined, pages

pytestmark = pytest.mark.asyncio(loop_scope="module")


def titles(page: list[dict[str, Any]]) -> list[str]:
    """What the shows of a page are called."""
    return [each["title"] for each in page]


async def test_a_show_is_made_with_its_rooms_and_its_advance(ana: Person) -> None:
    venue = await a_venue(ana)
    show = await a_show(ana, venue=venue["id"], currency="chf", notes="Two sets.", status="confirmed")
    assert {name: show[name] for name in ("title", "day", "timezone", "status", "currency", "notes", "version")} == {
        "title": "Night",
        "day": DAY,
        "timezone": "Europe/Berlin",
        "status": "confirmed",
        "currency": "chf",
        "notes": "Two sets.",
        "version": 1,
    }
    assert (show["venue"], show["venue_name"], show["city"]) == (venue["id"], "Ponyhof", "Leipzig")
    assert show["rooms"] == [
        {"room": f"show/{show['id']}", "kind": "show", "open": True},
        {"room": f"floor/{show['id']}", "kind": "floor", "open": True},
    ]
    assert show["advance"]["status"] == "not_sent"
    assert await ana.get(f"/shows/{show['id']}") == show
    heads = await ana.hub.worker.service.doors.ports.log.heads([each["room"] for each in show["rooms"]])
    assert len(heads) == 2
    assert await ana.whats() == ["advance.created", "show.created", "venue.created"]


async def test_a_show_may_be_made_without_a_venue_and_without_an_advance(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    assert (show["venue"], show["venue_name"], show["timezone"], show["status"]) == (None, None, "UTC", "hold")
    assert show["advance"] is None
    assert [each["kind"] for each in show["rooms"]] == ["floor"]


async def test_a_time_zone_that_is_said_wins_over_that_of_the_venue(ana: Person) -> None:
    venue = await a_venue(ana)
    assert (await a_show(ana, venue=venue["id"], timezone="Europe/Vienna"))["timezone"] == "Europe/Vienna"


async def test_a_change_leaves_what_it_does_not_say_and_counts(ana: Person) -> None:
    show = await a_show(ana)
    changed = await ana.patch(f"/shows/{show['id']}", {"title": "Matinee", "day": "2027-03-07", "version": 1})
    assert changed == show | {"title": "Matinee", "day": "2027-03-07", "version": 2}
    line = (await ana.audit())[-1]
    assert (line["what"], line["about"]) == ("show.changed", show["id"])
    assert (line["before"], line["after"]) == (
        {"title": "Night", "day": DAY},
        {"title": "Matinee", "day": "2027-03-07"},
    )
    assert await ana.patch(f"/shows/{show['id']}", {"title": "Matinee"}) == changed


async def test_whoever_has_not_seen_the_last_change_changes_nothing(ana: Person) -> None:
    show = await a_show(ana)
    where = f"/shows/{show['id']}"
    found = await asyncio.gather(*(ana.ask("PATCH", where, {"title": f"T{n}", "version": 1}) for n in range(4)))
    assert sorted(each.status_code for each in found) == [200, 409, 409, 409]
    assert await ana.refused("PATCH", where, {"title": "Late", "version": 1}) == (409, "show.changed")
    assert (await ana.get(where))["version"] == 2


async def test_another_venue_brings_its_time_zone(ana: Person) -> None:
    show = await a_show(ana)
    venue, other = await a_venue(ana), await a_venue(ana, "Flex", timezone="Europe/Vienna")
    where = f"/shows/{show['id']}"
    assert (await ana.patch(where, {"venue": venue["id"]}))["timezone"] == "Europe/Berlin"
    said = await ana.patch(where, {"venue": other["id"], "timezone": "Europe/Prague"})
    assert (said["venue_name"], said["timezone"]) == ("Flex", "Europe/Prague")
    none = await ana.patch(where, {"venue": None})
    assert (none["venue"], none["timezone"]) == (None, "Europe/Prague")


async def test_a_show_takes_no_venue_that_is_put_away_but_keeps_the_one_it_has(ana: Person) -> None:
    venue = await a_venue(ana)
    show = await a_show(ana, venue=venue["id"])
    await ana.post(f"/venues/{venue['id']}/archive")
    body = {"title": "X", "day": DAY, "venue": venue["id"]}
    assert await ana.refused("POST", "/shows", body) == (409, "show.venue_archived")
    kept = await ana.patch(f"/shows/{show['id']}", {"venue": venue["id"], "title": "X"})
    assert (kept["venue"], kept["title"]) == (venue["id"], "X")


async def test_an_archived_show_is_left_as_it_is(ana: Person) -> None:
    show = await a_show(ana)
    where = f"/shows/{show['id']}"
    for _ in range(2):
        away = await ana.post(f"{where}/archive")
        assert (away["version"], away["archived_at_ms"] is None) == (2, False)
    assert (await ana.get("/shows"))["shows"] == []
    assert titles((await ana.get("/shows?which=archived"))["shows"]) == ["Night"]
    assert await ana.refused("PATCH", where, {"title": "X"}) == (409, "show.archived")
    for _ in range(2):
        assert await ana.post(f"{where}/restore") == show | {"version": 3}
    assert await ana.whats() == ["advance.created", "show.archived", "show.created", "show.restored"]


async def test_a_list_is_filtered_sorted_and_comes_in_pages(ana: Person) -> None:
    venue = await a_venue(ana)
    for title, day, more in (
        ("b", "2027-01-03", {"venue": venue["id"]}),
        ("C", "2027-01-01", {"status": "confirmed"}),
        ("a", "2027-01-02", {}),
        ("d", "2027-01-02", {}),
    ):
        await a_show(ana, title, day=day, advance=False, **more)
    by_day = await pages(ana, "/shows?limit=3", "shows")
    assert [[each["day"][-2:] for each in page] for page in by_day] == [["01", "02", "02"], ["03"]]
    assert [titles(page) for page in await pages(ana, "/shows?sort=-title&limit=2", "shows")] == [
        ["d", "C"],
        ["b", "a"],
    ]
    made = [(each["created_at_ms"], each["id"]) for each in (await ana.get("/shows?sort=created"))["shows"]]
    assert made == sorted(made)
    for query, found in (
        ("status=confirmed", ["C"]),
        (f"venue={venue['id']}", ["b"]),
        ("q=leipzig", ["b"]),
        ("sort=title&since=2027-01-02&until=2027-01-02", ["a", "d"]),
        ("since=2028-01-01", []),
    ):
        assert titles((await ana.get(f"/shows?{query}"))["shows"]) == found


@pytest.mark.parametrize("query", ["since=2027", "until=2027-1-1", "since=", "status=maybe", "venue=a%20b"])
async def test_a_list_that_cannot_be_is_refused(ana: Person, query: str) -> None:
    assert await ana.refused("GET", f"/shows?{query}") == (400, "http.bad_request")


async def test_pages_go_on_where_they_ended_whatever_happens_meanwhile(ana: Person) -> None:
    for n in range(1, 5):
        await a_show(ana, f"n{n}", day=f"2027-01-0{n}", advance=False)
    first = await ana.get("/shows?limit=2")
    await a_show(ana, "earlier", day="2026-12-31", advance=False)
    await ana.post(f"/shows/{first['shows'][1]['id']}/archive")
    rest = await ana.get(f"/shows?limit=2&cursor={first['cursor']}")
    assert titles(first["shows"] + rest["shows"]) == ["n1", "n2", "n3", "n4"]
    assert rest["cursor"] is None


async def test_a_copy_is_another_show_with_rooms_of_its_own(ana: Person) -> None:
    venue = await a_venue(ana)
    show = await a_show(ana, venue=venue["id"], status="confirmed", notes="Two sets.", currency="usd")
    copy = await ana.post(f"/shows/{show['id']}/duplicate", {"day": "2028-01-01"})
    same = ("title", "venue", "venue_name", "timezone", "notes", "currency")
    assert {name: copy[name] for name in same} == {name: show[name] for name in same}
    assert (copy["day"], copy["status"], copy["version"]) == ("2028-01-01", "hold", 1)
    assert copy["advance"]["status"] == "not_sent"
    assert not {each["room"] for each in copy["rooms"]} & {each["room"] for each in show["rooms"]}
    made = [line for line in await ana.audit() if line["what"] == "show.created"]
    assert made[-1]["after"]["like"] == show["id"]


async def test_a_copy_may_have_a_title_of_its_own_and_has_an_advance_if_the_first_has(ana: Person) -> None:
    show = await a_show(ana, advance=False)
    copy = await ana.post(f"/shows/{show['id']}/duplicate", {"day": DAY, "title": "Again"})
    assert (copy["title"], copy["advance"]) == ("Again", None)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"title": "X"}, (400, "http.bad_request")),
        ({"title": "X", "day": "2027-02-30"}, (400, "http.bad_request")),
        ({"title": "X", "day": "6.3.2027"}, (400, "http.bad_request")),
        ({"title": " ", "day": DAY}, (400, "http.bad_request")),
        ({"title": "X", "day": DAY, "status": "maybe"}, (400, "http.bad_request")),
        ({"title": "X", "day": DAY, "currency": "EUR"}, (400, "http.bad_request")),
        ({"title": "X", "day": DAY, "version": 1}, (400, "http.bad_request")),
        ({"title": "X", "day": DAY, "timezone": "Mars/Olympus"}, (422, "show.no_timezone")),
        ({"title": "X", "day": DAY, "venue": NOBODY}, (404, "show.no_venue")),
    ],
)
async def test_a_body_that_is_none_is_told_what_to_correct(
    ana: Person, body: dict[str, Any], says: tuple[int, str]
) -> None:
    assert await ana.refused("POST", "/shows", body) == says
    assert await ana.whats() == []


@pytest.mark.parametrize("role", [Role.CREW, Role.DJ, Role.VIEWER])
async def test_who_does_not_organise_sees_shows_and_changes_none(ana: Person, role: Role) -> None:
    assert role not in ORGANISERS
    show = await a_show(ana)
    ben = await joined(ana, role)
    assert (await ben.get(f"/shows/{show['id']}"))["title"] == "Night"
    assert titles((await ben.get("/shows"))["shows"]) == ["Night"]
    for method, path, body in (
        ("POST", "", {"title": "X", "day": DAY}),
        ("PATCH", f"/{show['id']}", {"title": "X"}),
        ("POST", f"/{show['id']}/archive", None),
        ("POST", f"/{show['id']}/restore", None),
        ("POST", f"/{show['id']}/duplicate", {"day": DAY}),
        ("POST", f"/{show['id']}/advance", None),
    ):
        assert await ben.refused(method, f"/shows{path}", body) == (403, "auth.forbidden")


async def test_what_is_another_organisations_is_not_there(ana: Person, eve: Person) -> None:
    show, venue = await a_show(ana), await a_venue(ana)
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"title": "X"}),
        ("POST", "/archive", None),
        ("POST", "/restore", None),
        ("POST", "/duplicate", {"day": DAY}),
        ("POST", "/advance", None),
        ("POST", "/grant", {"room": f"floor/{show['id']}"}),
    ):
        for nobody in (show["id"], NOBODY):
            assert await eve.refused(method, f"/shows/{nobody}{path}", body) == (404, "http.not_found")
        where = f"/shows/{show['id']}{path}"
        assert await eve.refused(method, where, body, org=ana.org) == (404, "http.not_found")
    hers = await a_show(eve)
    body = {"title": "X", "day": DAY, "venue": venue["id"]}
    assert await eve.refused("POST", "/shows", body) == (404, "show.no_venue")
    assert await eve.refused("PATCH", f"/shows/{hers['id']}", {"venue": venue["id"]}) == (404, "show.no_venue")
    assert (await eve.get(f"/shows?which=all&venue={venue['id']}"))["shows"] == []
