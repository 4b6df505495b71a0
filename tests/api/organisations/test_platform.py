from typing import Any

import pytest

from persistence import accounts
from tests.api.organisations.people import Person, a_person, noted
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def an_admin(hub: Whole, name: str = "Root", *, admin: bool = True) -> Person:
    """Somebody who runs the hub."""
    person = await a_person(hub, name)
    await appoint(person, admin=admin)
    return person


async def appoint(person: Person, *, admin: bool) -> None:
    """Make somebody a platform admin, or none any more."""
    async with person.hub.worker.database.transaction() as connection:
        assert await accounts.grant_platform(connection, person.mail, admin=admin) == person.account


async def everyone(admin: Person, limit: int = 200) -> list[dict[str, Any]]:
    """Every organisation, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = await admin.does("GET", f"/api/platform/orgs?limit={limit}&cursor={cursor}")
        found, cursor = found + page["rows"], page["cursor"]
    return found


async def test_a_platform_admin_sees_every_organisation(hub: Whole, ana: Person) -> None:
    admin, ben = await an_admin(hub), await a_person(hub, "Ben")
    orgs = [await ana.makes("One"), await ben.makes("Two"), await ben.makes("Three")]
    listed = await everyone(admin)
    assert set(orgs) <= {each["org"] for each in listed}
    assert await everyone(admin, limit=1) == listed
    one = next(each for each in listed if each["org"] == orgs[0])
    assert (one["name"], one["members"], one["archived_at_ms"]) == ("One", 1, None)


async def test_every_use_is_noted_for_those_who_run_the_hub(hub: Whole) -> None:
    admin = await an_admin(hub)
    await everyone(admin)
    told = await admin.does("GET", f"/api/platform/audit?account={admin.account}")
    assert [line["what"] for line in told["rows"]] == ["platform.audit_read", "platform.orgs_listed"]


async def test_nobody_else_does(ana: Person) -> None:
    await ana.makes()
    for path in ("/api/platform/orgs", "/api/platform/audit"):
        assert problem(await ana.ask("GET", path)) == (403, "platform.only")
        assert problem(await ana.ask("GET", "/api/orgs/platform")) == (404, "http.not_found")


async def test_a_platform_admin_is_an_owner_anywhere_and_it_is_noted_there(hub: Whole, ana: Person) -> None:
    org, admin = await ana.makes(), await an_admin(hub)
    await admin.does("PATCH", f"/api/orgs/{org}", {"name": "Mended"})
    (line,) = await noted(ana, org, "platform.used")
    assert (line["account"], line["about"]) == (admin.account, f"PATCH /api/orgs/{org}")
    assert problem(await admin.ask("GET", "/api/orgs/o_nowhere")) == (404, "http.not_found")


async def test_who_is_none_any_more_is_none_at_once(hub: Whole, ana: Person) -> None:
    """Whatever the word of their session says."""
    org, admin = await ana.makes(), await an_admin(hub)
    await admin.does("GET", f"/api/orgs/{org}")
    await appoint(admin, admin=False)
    assert problem(await admin.ask("GET", f"/api/orgs/{org}")) == (404, "http.not_found")
    assert problem(await admin.ask("GET", "/api/platform/orgs")) == (403, "platform.only")


async def test_the_database_lists_nothing_for_anybody_else(hub: Whole, ana: Person) -> None:
    await ana.makes()
    async with hub.worker.database.connection() as connection:
        assert await connection.fetch("SELECT * FROM platform_orgs($1, '', 10)", ana.account) == []
