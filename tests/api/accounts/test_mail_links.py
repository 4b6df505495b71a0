import asyncio
from typing import Any

import pytest

from api import passwords
from api.accounts import mail_links
from embedded.redis import Redis
from tests.api.accounts.authenticator import Authenticator, text
from tests.api.accounts.newcomers import (
    PASSWORD,
    Newcomer,
    a_newcomer,
    a_stranger,
    an_address,
    link,
    mails,
    somebody_in,
)
from tests.api.accounts.people import Time
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
ANOTHER = "another long password"


async def looked(ana: Newcomer, token: str) -> dict[str, Any]:
    """What a link is for."""
    answer = await ana.http.post("/api/accounts/link", json={"token": token})
    assert answer.status_code == 200
    return answer.json()


async def asked(ana: Newcomer, mail: str) -> str:
    """Ask for another address; the secret of its link."""
    body = {"mail": mail, "password": ana.password}
    assert (await ana.ask("POST", "/api/me/mail", json=body)).status_code == 202
    return await link(ana.hub, mail)


async def test_a_link_says_what_it_is_for_and_is_not_used_up_by_that(hub: Whole) -> None:
    ana, new = a_stranger(hub), an_address()
    await ana.sign_up()
    nothing: dict[str, Any] = {"passkeys": [], "totp": False, "totp_needs_code": False}
    token = await link(hub, ana.mail)
    assert await looked(ana, token) == {"purpose": "verify", "mail": ana.mail} | nothing
    assert (await ana.follow("verify", token)).status_code == 200
    await ana.sign_in()
    token = await asked(ana, new)
    assert await looked(ana, token) == {"purpose": "change", "mail": new} | nothing
    assert (await ana.follow("change/confirm", token)).status_code == 200
    token = await link(hub, ana.mail)
    assert await looked(ana, token) == {"purpose": "restore", "mail": ana.mail} | nothing


async def test_who_is_to_set_a_password_sees_what_else_lets_somebody_in(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    phone = Authenticator()
    options = (await ana.ask("POST", "/api/me/passkeys/begin")).json()["options"]
    body = {"credential": phone.create(options), "name": "Telephone"}
    assert (await ana.ask("POST", "/api/me/passkeys/finish", json=body)).status_code == 201
    await hub.worker.mailer.settled()
    time.pass_ms(1)
    await ana.http.post("/api/accounts/reset", json={"mail": ana.mail})
    seen = await looked(ana, await link(hub, ana.mail))
    made = {"id": text(phone.credential), "name": "Telephone", "created_at_ms": time.at_ms - 1}
    assert (seen["purpose"], seen["passkeys"], seen["totp"]) == ("reset", [made], False)


@pytest.mark.parametrize("what", ["link", "verify", "change/confirm", "reset/confirm", "restore"])
@pytest.mark.parametrize("token", ["nonsense", "A" * 43])
async def test_a_link_that_is_not_ours_says_so(hub: Whole, what: str, token: str) -> None:
    body = {"token": token} | ({} if what == "link" else {"password": PASSWORD})
    assert problem(await hub.http.post(f"/api/accounts/{what}", json=body)) == (404, "account.link_invalid")


async def test_a_link_is_used_once_also_by_many_at_once(hub: Whole) -> None:
    ana = a_stranger(hub)
    await ana.sign_up()
    token = await link(hub, ana.mail)
    passwords = [f"{ANOTHER} {n}" for n in range(4)]
    answers = await asyncio.gather(*(ana.follow("verify", token, password=each) for each in passwords))
    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [200, 404, 404, 404]
    assert (await ana.sign_in(passwords[statuses.index(200)])).status_code == 200
    assert problem(await ana.confirm()) == (404, "account.link_invalid")


async def test_a_link_that_has_expired_says_so(hub: Whole, time: Time) -> None:
    ana = a_stranger(hub)
    await ana.sign_up()
    token = await link(hub, ana.mail)
    time.pass_ms(2 * 24 * 3_600_000)
    assert problem(await ana.follow("verify", token)) == (410, "account.link_expired")
    answer = await ana.http.post("/api/accounts/link", json={"token": token})
    assert problem(answer) == (410, "account.link_expired")


async def test_who_has_no_link_costs_no_hash(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAITING_MAX", -passwords.AT_ONCE)  # hashing now would be refused
    for what in ("verify", "change/confirm"):
        assert problem(await a_stranger(hub).follow(what, "a" * 43)) == (404, "account.link_invalid")


async def test_links_are_tried_by_an_address_only_so_often(database_url: str, own_redis: Redis) -> None:
    async with whole(database_url, own_redis.url, tries_per_address=1) as hub:
        answers = [await hub.http.post("/api/accounts/link", json={"token": "a" * 43}) for _ in range(2)]
    assert [problem(each)[1] for each in answers] == ["account.link_invalid", "protocol.too_fast"]


async def test_whose_mailbox_it_is_cannot_be_talked_into_somebody_elses_account(hub: Whole) -> None:
    """A stranger asks for the victim's address: the victim, who does not know the password, confirms nothing."""
    thief, victim = await somebody_in(hub), a_stranger(hub)
    token = await asked(thief, victim.mail)
    assert problem(await victim.follow("change/confirm", token, password=ANOTHER)) == (403, "account.not_your_password")
    await victim.sign_up()
    assert (await victim.confirm()).status_code == 200
    assert problem(await thief.follow("change/confirm", token)) == (409, "account.mail_taken")
    assert (await victim.sign_in()).status_code == 200


async def test_a_wrong_password_leaves_the_link_good_and_guessing_has_an_end(hub: Whole) -> None:
    ana, new = await somebody_in(hub), an_address()
    token = await asked(ana, new)
    refused = [problem(await ana.follow("change/confirm", token, password="a guess")) for _ in range(10)]
    assert refused == [(403, "account.not_your_password")] * 10
    # Right, and not counted: it reads the same.
    assert problem(await ana.follow("change/confirm", token)) == (403, "account.not_your_password")


async def test_another_address_ends_every_session(hub: Whole) -> None:
    ana, new = await somebody_in(hub), an_address()
    phone = ana.elsewhere()
    await phone.sign_in()
    assert (await ana.follow("change/confirm", await asked(ana, new))).status_code == 200
    for device in (ana, phone):
        assert problem(await device.refresh()) == (401, "auth.session_ended")
    [letter] = [each for each in await mails(hub, ana.mail) if each.subject == "Your address was changed"]
    assert "/reset#" in letter.text


async def test_a_password_that_changes_meanwhile_confirms_no_address(hub: Whole) -> None:
    """The link goes with the old password, so whichever is first, the thief's address is not the account's."""
    ana, new = await somebody_in(hub), an_address()
    token = await asked(ana, new)
    change = ana.ask("POST", "/api/me/password", json={"old": PASSWORD, "new": ANOTHER})
    changed, confirmed = await asyncio.gather(change, ana.follow("change/confirm", token))
    assert changed.status_code in {204, 401}
    if confirmed.status_code != 200:
        assert problem(confirmed)[1] in {"account.link_invalid", "account.not_your_password"}
        assert (await ana.sign_in(ANOTHER)).status_code == 200


async def test_who_returns_to_an_older_address_leaves_those_in_between_no_way_back(hub: Whole, time: Time) -> None:
    ana = await a_newcomer(hub)
    first, second = ana.mail, an_address()
    for mail in (second, first.upper()):
        await ana.sign_in()
        time.pass_ms(1)
        assert (await ana.follow("change/confirm", await asked(ana, mail))).status_code == 200
        ana.mail = mail
    letter = (await mails(hub, second))[0]
    assert letter.subject == "Your address was changed back"
    assert "#" not in letter.text
    assert mail_links.RESTORE_MS == 7 * 24 * 3_600_000
