from typing import Any

import pytest

from api.organisations import organisations
from tests.api.organisations.people import Person, a_person, noted, sql
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_whoever_makes_an_organisation_owns_it(ana: Person) -> None:
    made = await ana.does("POST", "/api/orgs", {"name": "Lantern", "products": ["karaoke", "advance"]}, 201)
    assert made["role"] == "owner"
    assert (made["name"], made["products"]) == ("Lantern", ["advance", "karaoke"])
    assert await ana.does("GET", f"/api/orgs/{made['org']}") == made
    assert [line["what"] for line in await noted(ana, made["org"])] == ["org.created"]


async def test_an_organisation_offers_everything_unless_it_is_said(ana: Person) -> None:
    made = await ana.does("POST", "/api/orgs", {"name": "Lantern"}, 201)
    assert made["products"] == ["advance", "karaoke", "tipjar"]
    assert made["accent"] == organisations.ACCENT


async def test_one_sees_the_organisations_one_is_in_and_no_others(hub: Whole, ana: Person) -> None:
    ben = await a_person(hub, "Ben")
    one, two, other = await ana.makes("One"), await ana.makes("Two"), await ben.makes("Other")
    assert [each["org"] for each in await ana.does("GET", "/api/orgs")] == [one, two]
    assert (await ben.does("GET", "/api/orgs"))[0] == {
        "org": other,
        "name": "Other",
        "accent": organisations.ACCENT,
        "products": ["advance", "karaoke", "tipjar"],
        "role": "owner",
    }


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine now"}),
        ("GET", "/members", None),
        ("PATCH", "/members/{account}", {"role": "crew"}),
        ("DELETE", "/members/{account}", None),
        ("GET", "/invitations", None),
        ("POST", "/invitations", {"mail": "x@example.org", "role": "crew"}),
        ("DELETE", "/invitations/x", None),
        ("GET", "/audit", None),
        ("GET", "/audit.csv", None),
    ],
)
async def test_a_foreign_organisation_is_not_there(hub: Whole, ana: Person, method: str, path: str, body: Any) -> None:
    org, stranger = await ana.makes(), await a_person(hub, "Ben")
    path = path.format(account=ana.account)
    for one in (org, "o_nowhere"):
        assert problem(await stranger.ask(method, f"/api/orgs/{one}{path}", body)) == (404, "http.not_found")


@pytest.mark.parametrize("org", ["%00", "a%20b", "x" * 65])
async def test_what_is_no_id_is_told_so(ana: Person, org: str) -> None:
    assert problem(await ana.ask("GET", f"/api/orgs/{org}")) == (400, "http.bad_request")


async def test_what_changes_is_noted_with_what_it_was(ana: Person) -> None:
    org = await ana.makes("Lantern")
    changed = await ana.does(
        "PATCH", f"/api/orgs/{org}", {"name": "Beacon", "accent": "#ff0000", "products": ["advance"]}
    )
    assert (changed["name"], changed["accent"], changed["products"]) == ("Beacon", "#ff0000", ["advance"])
    (line,) = await noted(ana, org, "org.changed")
    assert (line["before"]["name"], line["after"]["name"]) == ("Lantern", "Beacon")
    assert (line["account"], line["name"], line["address"]) == (ana.account, "Ana", "127.0.0.1")


async def test_what_stays_as_it_was_is_not_noted(ana: Person) -> None:
    org = await ana.makes("Lantern")
    await ana.does("PATCH", f"/api/orgs/{org}", {"name": "Lantern"})
    assert await noted(ana, org, "org.changed") == []


async def test_only_who_organises_changes_an_organisation(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    mo = await (await a_person(hub, "Mo")).joins(org, "manager", ana)
    vi = await (await a_person(hub, "Vi")).joins(org, "viewer", ana)
    await mo.does("PATCH", f"/api/orgs/{org}", {"name": "Beacon"})
    assert problem(await vi.ask("PATCH", f"/api/orgs/{org}", {"name": "No"})) == (403, "auth.forbidden")
    assert (await vi.does("GET", f"/api/orgs/{org}"))["name"] == "Beacon"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\u0000b"},
        {"name": "x", "accent": "red"},
        {"name": "x", "products": []},
        {"name": "x", "products": ["bakery"]},
        {"name": "x", "org": "o_mine"},
    ],
)
async def test_what_is_no_organisation_is_told_what_to_correct(ana: Person, body: Any) -> None:
    assert problem(await ana.ask("POST", "/api/orgs", body)) == (400, "http.bad_request")


async def test_nobody_is_in_more_organisations_than_a_page_can_show(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisations, "ORGS_MAX", 1)
    await ana.makes()
    assert problem(await ana.ask("POST", "/api/orgs", {"name": "Two"})) == (409, "org.too_many")


async def test_an_archived_organisation_is_not_offered(ana: Person) -> None:
    org = await ana.makes()
    await sql(ana.hub, org, "UPDATE org SET archived_at_ms = 1 WHERE org_id = $1", org)
    assert await ana.does("GET", "/api/orgs") == []


async def test_without_a_session_there_is_nothing(hub: Whole) -> None:
    for path in ("/api/orgs", "/api/orgs/o_x", "/api/platform/orgs"):
        assert problem(await hub.http.get(path)) == (401, "auth.session_missing")
