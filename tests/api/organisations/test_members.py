import asyncio

import pytest

from persistence import organisations
from persistence.tenancy import within
from tests.api.organisations.people import Person, a_person, invited, noted, sql
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROLES = ["owner", "manager", "crew", "dj", "streamer", "moderator", "viewer"]
#: Whether somebody waits for what this transaction holds.
WAITS = "SELECT EXISTS (SELECT FROM pg_locks l WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid)))"
REVOKED = "SELECT count(*) FROM revoked WHERE subject = $1"


async def revocations(someone: Person, org: str) -> int:
    """How often their sockets were told to close."""
    return await sql(someone.hub, org, REVOKED, f"member:{org}:{someone.account}")


async def somebody(hub: Whole, org: str, role: str, owner: Person) -> Person:
    """A new member."""
    return await (await a_person(hub, role.capitalize())).joins(org, role, owner)


async def test_members_see_each_other_and_only_organisers_see_addresses(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    vi = await somebody(hub, org, "viewer", ana)
    seen = await ana.does("GET", f"/api/orgs/{org}/members")
    assert [(each["account"], each["mail"], each["role"]) for each in seen] == [
        (ana.account, ana.mail, "owner"),
        (vi.account, vi.mail, "viewer"),
    ]
    assert {each["mail"] for each in await vi.does("GET", f"/api/orgs/{org}/members")} == {None}


@pytest.mark.parametrize("role", ROLES)
async def test_an_owner_gives_every_role(hub: Whole, ana: Person, role: str) -> None:
    org = await ana.makes()
    someone = await somebody(hub, org, "crew", ana)
    changed = await ana.does("PATCH", f"/api/orgs/{org}/members/{someone.account}", {"role": role})
    assert changed["role"] == role
    assert (await someone.does("GET", f"/api/orgs/{org}"))["role"] == role


async def test_another_role_closes_sockets_and_is_noted(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    someone = await somebody(hub, org, "crew", ana)
    path = f"/api/orgs/{org}/members/{someone.account}"
    await ana.does("PATCH", path, {"role": "crew"})
    assert (await revocations(someone, org), await noted(ana, org, "member.role_changed")) == (0, [])
    await ana.does("PATCH", path, {"role": "viewer"})
    assert await revocations(someone, org) == 1
    (line,) = await noted(ana, org, "member.role_changed")
    assert (line["about"], line["before"], line["after"]) == (someone.account, {"role": "crew"}, {"role": "viewer"})


async def test_who_is_let_go_is_out_at_once(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    someone = await somebody(hub, org, "manager", ana)
    await ana.does("DELETE", f"/api/orgs/{org}/members/{someone.account}", status=204)
    assert problem(await someone.ask("GET", f"/api/orgs/{org}")) == (404, "http.not_found")
    assert await revocations(someone, org) == 1
    (line,) = await noted(ana, org, "member.removed")
    assert (line["about"], line["before"]) == (someone.account, {"name": "Manager", "role": "manager"})


async def test_anybody_may_go(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    someone = await somebody(hub, org, "viewer", ana)
    await someone.does("DELETE", f"/api/orgs/{org}/members/{someone.account}", status=204)
    assert await someone.does("GET", "/api/orgs") == []
    assert [line["account"] for line in await noted(ana, org, "member.left")] == [someone.account]


async def test_the_last_owner_stays(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    path = f"/api/orgs/{org}/members/{ana.account}"
    assert problem(await ana.ask("PATCH", path, {"role": "crew"})) == (409, "org.last_owner")
    assert problem(await ana.ask("DELETE", path)) == (409, "org.last_owner")
    await somebody(hub, org, "owner", ana)
    await ana.does("DELETE", path, status=204)


async def test_two_owners_who_leave_at_once_do_not_both_leave(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    both = [ana, await somebody(hub, org, "owner", ana)]
    answers = await asyncio.gather(*[who.ask("DELETE", f"/api/orgs/{org}/members/{who.account}") for who in both])
    assert sorted(each.status_code for each in answers) == [204, 409]


async def test_managers_change_people_but_no_owners(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    mo, vi = await somebody(hub, org, "manager", ana), await somebody(hub, org, "viewer", ana)
    of_vi, of_ana = (f"/api/orgs/{org}/members/{each.account}" for each in (vi, ana))
    await mo.does("PATCH", of_vi, {"role": "manager"})
    for refused in (
        await mo.ask("PATCH", of_vi, {"role": "owner"}),
        await mo.ask("PATCH", of_ana, {"role": "crew"}),
        await mo.ask("DELETE", of_ana),
    ):
        assert problem(refused) == (403, "org.owners_only")
    await mo.does("DELETE", of_vi, status=204)


@pytest.mark.parametrize("role", ROLES[2:])
async def test_nobody_else_changes_anybody(hub: Whole, ana: Person, role: str) -> None:
    org = await ana.makes()
    someone, path = await somebody(hub, org, role, ana), f"/api/orgs/{org}/members/{ana.account}"
    assert problem(await someone.ask("PATCH", path, {"role": "viewer"})) == (403, "auth.forbidden")
    assert problem(await someone.ask("DELETE", path)) == (403, "auth.forbidden")


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        ("UPDATE member SET role = 'viewer' WHERE account = $1", (403, "auth.forbidden")),
        ("DELETE FROM member WHERE account = $1", (404, "http.not_found")),
    ],
    ids=["demoted", "removed"],
)
@pytest.mark.parametrize("asks", ["change", "invite"])
async def test_who_is_less_by_the_time_it_is_done_does_not_do_it(
    hub: Whole, ana: Person, act: str, refusal: tuple[int, str], asks: str
) -> None:
    org = await ana.makes()
    mo, vi = await somebody(hub, org, "manager", ana), await somebody(hub, org, "viewer", ana)
    async with within(hub.worker.database, org) as connection:
        await organisations.read(connection, org, hold=True)
        if asks == "change":
            asked = asyncio.create_task(mo.ask("DELETE", f"/api/orgs/{org}/members/{vi.account}"))
        else:
            body = {"mail": f"friend-of-{mo.mail}", "role": "manager"}
            asked = asyncio.create_task(mo.ask("POST", f"/api/orgs/{org}/invitations", body))
        async with asyncio.timeout(10):
            while not await connection.fetchval(WAITS):
                await asyncio.sleep(0)
        await connection.execute(act, mo.account)
    assert problem(await asked) == refusal


async def test_who_is_no_member_cannot_be_changed(hub: Whole, ana: Person) -> None:
    org, stranger = await ana.makes(), await a_person(hub, "Ben")
    path = f"/api/orgs/{org}/members/{stranger.account}"
    assert problem(await ana.ask("PATCH", path, {"role": "crew"})) == (404, "http.not_found")
    assert problem(await ana.ask("DELETE", path)) == (404, "http.not_found")


@pytest.mark.parametrize("role", ["guest", "audience", "system", "king", ""])
async def test_a_member_is_none_of_these(ana: Person, role: str) -> None:
    org = await ana.makes()
    path = f"/api/orgs/{org}/members/{ana.account}"
    assert problem(await ana.ask("PATCH", path, {"role": role})) == (400, "http.bad_request")


@pytest.mark.parametrize("how", ["demoted", "removed"])
async def test_what_somebody_invited_to_goes_with_them(hub: Whole, ana: Person, how: str) -> None:
    org, friend = await ana.makes(), await a_person(hub, "Ben")
    other = await somebody(hub, org, "owner", ana)
    secret = await invited(other, org, friend.mail, "owner")
    path = f"/api/orgs/{org}/members/{other.account}"
    await (ana.does("DELETE", path, status=204) if how == "removed" else ana.does("PATCH", path, {"role": "viewer"}))
    refused = await friend.ask("POST", "/api/invitations/accept", {"token": secret})
    assert problem(refused) == (410, "invitation.revoked")
