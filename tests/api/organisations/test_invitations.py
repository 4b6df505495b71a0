import asyncio

import pytest

from api.organisations import invitations
from tests.api.organisations.people import Person, a_person, invited, mailed, noted, sql
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
ACCEPT = "/api/invitations/accept"


async def accepting(person: Person, secret: str) -> tuple[int, str]:
    """How accepting is refused."""
    return problem(await person.ask("POST", ACCEPT, {"token": secret}))


async def test_whoever_has_the_mail_joins_once(hub: Whole, ana: Person) -> None:
    org, ben, cleo = await ana.makes(), await a_person(hub, "Ben"), await a_person(hub, "Cleo")
    secret = await invited(ana, org, "bens-other@example.org", "dj")
    joined = await ben.does("POST", ACCEPT, {"token": secret})
    assert (joined["org"], joined["role"], joined["name"]) == (org, "dj", "Lantern Touring")
    assert await accepting(cleo, secret) == (410, "invitation.used")
    assert [line["what"] for line in await noted(ana, org)] == ["member.joined", "invitation.sent", "org.created"]
    assert (await noted(ana, org, "member"))[0]["account"] == ben.account


async def test_the_mail_is_in_what_the_invited_read_and_else_in_what_the_inviting_reads(ana: Person) -> None:
    org = await ana.makes("Beacon")
    ben = await a_person(ana.hub, "Ben")
    reads = "UPDATE account SET language = $2 WHERE id = $1"
    async with ana.hub.worker.database.transaction() as connection:
        await connection.execute(reads, ana.account, "de")
        await connection.execute(reads, ben.account, "en")
    await invited(ana, org, "gast@example.org", "crew")
    assert "Ana lädt dich zu Beacon ein. Deine Rolle: Team." in await mailed(ana.hub, "gast@example.org")
    await invited(ana, org, ben.mail, "crew")
    assert "Ana invites you to Beacon as crew." in await mailed(ana.hub, ben.mail)


async def test_the_mail_says_who_invites_to_what(ana: Person) -> None:
    org = await ana.makes("Beacon")
    await invited(ana, org, "guest@example.org", "crew")
    text = await mailed(ana.hub, "guest@example.org")
    assert "Ana invites you to Beacon as crew" in text
    assert f"{ana.hub.worker.settings.public_url}/join#" in text


async def test_the_secret_is_in_the_mail_and_nowhere_else(ana: Person) -> None:
    org = await ana.makes()
    secret = await invited(ana, org, "secret@example.org", "crew")
    assert len(secret) >= 43
    shown = await ana.ask("GET", f"/api/orgs/{org}/invitations")
    told = await ana.ask("GET", f"/api/orgs/{org}/audit")
    kept = await sql(ana.hub, org, "SELECT string_agg(i::text, '') FROM invitation i")
    assert secret not in shown.text + told.text + kept


async def test_accepting_again_changes_nothing(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    secret = await invited(ana, org, ben.mail, "crew")
    first = await ben.does("POST", ACCEPT, {"token": secret})
    assert await ben.does("POST", ACCEPT, {"token": secret}) == first
    assert len(await noted(ana, org, "member.joined")) == 1


async def test_a_member_stays_what_they_are_and_the_invitation_good(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    secret = await invited(ana, org, ben.mail, "viewer")
    assert (await ana.does("POST", ACCEPT, {"token": secret}))["role"] == "owner"
    assert (await ben.does("POST", ACCEPT, {"token": secret}))["role"] == "viewer"


async def test_of_many_who_accept_at_once_one_joins(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    secret = await invited(ana, org, "many@example.org", "crew")
    people = [await a_person(hub, f"P{n}") for n in range(8)]
    answers = await asyncio.gather(*[each.ask("POST", ACCEPT, {"token": secret}) for each in people])
    assert sorted(each.status_code for each in answers) == [200, *[410] * 7]
    assert len(await ana.does("GET", f"/api/orgs/{org}/members")) == 2


@pytest.mark.parametrize("secret", ["x", "A" * 43, "a b", "\u2603" * 20])
async def test_what_is_no_invitation_of_ours_opens_nothing(ana: Person, secret: str) -> None:
    assert await accepting(ana, secret) == (404, "invitation.invalid")


async def test_an_invitation_expires(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    secret = await invited(ana, org, ben.mail, "crew")
    await sql(hub, org, "UPDATE invitation SET expires_at_ms = $1", hub.worker.clock.now_ms() - 1)
    assert await accepting(ben, secret) == (410, "invitation.expired")
    assert await ana.does("GET", f"/api/orgs/{org}/invitations") == []


async def test_an_invitation_can_be_taken_back_once(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    secret = await invited(ana, org, ben.mail, "crew")
    (waiting,) = await ana.does("GET", f"/api/orgs/{org}/invitations")
    assert (waiting["mail"], waiting["role"], waiting["invited_by"]) == (ben.mail, "crew", "Ana")
    path = f"/api/orgs/{org}/invitations/{waiting['id']}"
    await ana.does("DELETE", path, status=204)
    assert await accepting(ben, secret) == (410, "invitation.revoked")
    assert problem(await ana.ask("DELETE", path)) == (404, "http.not_found")
    (line,) = await noted(ana, org, "invitation.revoked")
    assert (line["about"], line["before"]) == (waiting["id"], {"mail": ben.mail, "role": "crew"})


async def test_the_newest_mail_to_an_address_is_the_one_that_counts(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    old = await invited(ana, org, ben.mail, "owner")
    new = await invited(ana, org, ben.mail.upper(), "crew")
    assert await accepting(ben, old) == (410, "invitation.revoked")
    assert (await ben.does("POST", ACCEPT, {"token": new}))["role"] == "crew"


async def test_who_is_a_member_is_not_invited(ana: Person) -> None:
    org = await ana.makes()
    refused = await ana.ask("POST", f"/api/orgs/{org}/invitations", {"mail": ana.mail.upper(), "role": "crew"})
    assert problem(refused) == (409, "org.already_member")


async def test_only_who_organises_invites_and_only_owners_invite_owners(hub: Whole, ana: Person) -> None:
    org = await ana.makes()
    path = f"/api/orgs/{org}/invitations"
    mo = await (await a_person(hub, "Mo")).joins(org, "manager", ana)
    vi = await (await a_person(hub, "Vi")).joins(org, "viewer", ana)
    await mo.does("POST", path, {"mail": "m@example.org", "role": "manager"}, 201)
    owner = {"mail": "o@example.org", "role": "owner"}
    assert problem(await mo.ask("POST", path, owner)) == (403, "org.owners_only")
    assert problem(await vi.ask("POST", path, owner)) == (403, "auth.forbidden")
    assert problem(await vi.ask("GET", path)) == (403, "auth.forbidden")
    assert problem(await vi.ask("DELETE", f"{path}/x")) == (403, "auth.forbidden")


async def test_only_owners_take_back_what_an_owner_was_offered(hub: Whole, ana: Person) -> None:
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    path = f"/api/orgs/{org}/invitations"
    mo = await (await a_person(hub, "Mo")).joins(org, "manager", ana)
    secret = await invited(ana, org, ben.mail, "owner")
    (waiting,) = await ana.does("GET", path)
    assert problem(await mo.ask("DELETE", f"{path}/{waiting['id']}")) == (403, "org.owners_only")
    assert problem(await mo.ask("POST", path, {"mail": ben.mail, "role": "crew"})) == (403, "org.owners_only")
    assert (await ben.does("POST", ACCEPT, {"token": secret}))["role"] == "owner"


@pytest.mark.parametrize(
    "body",
    [
        {"mail": "nobody", "role": "crew"},
        {"mail": "a@example.org\nBcc: b@example.org", "role": "crew"},
        {"mail": "a@example.org", "role": "guest"},
        {"mail": "a@example.org"},
        {"mail": "a@example.org", "role": "crew", "org": "o_other"},
    ],
)
async def test_what_cannot_be_mailed_is_told_so(ana: Person, body: dict[str, str]) -> None:
    org = await ana.makes()
    assert problem(await ana.ask("POST", f"/api/orgs/{org}/invitations", body)) == (400, "http.bad_request")


async def test_so_many_wait_and_no_more(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "WAITING_MAX", 1)
    org = await ana.makes()
    await invited(ana, org, "first@example.org", "crew")
    refused = await ana.ask("POST", f"/api/orgs/{org}/invitations", {"mail": "next@example.org", "role": "crew"})
    assert problem(refused) == (409, "org.invitations_full")


async def test_so_many_are_in_and_no_more(hub: Whole, ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MEMBERS_MAX", 1)
    org, ben = await ana.makes(), await a_person(hub, "Ben")
    secret = await invited(ana, org, ben.mail, "crew")
    assert await accepting(ben, secret) == (409, "org.full")


async def test_nobody_is_mailed_without_end(hub: Whole, ana: Person) -> None:
    org, other = await ana.makes(), await a_person(hub, "Ben")
    there = await other.makes()
    for _ in range(invitations.TO_ONE.times):
        await invited(ana, org, "tired@example.org", "crew")
    refused = await other.ask("POST", f"/api/orgs/{there}/invitations", {"mail": "Tired@example.org", "role": "crew"})
    assert problem(refused) == (429, "protocol.too_fast")
