import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pyotp import parse_uri

from api import passwords
from api.accounts import mail_links, second
from api.accounts.resets import change_password
from api.accounts.sessions import Asking
from embedded.redis import Redis
from persistence import accounts, challenges
from tests.api.accounts.authenticator import Authenticator
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
from tests.api.accounts.people import Time, somebody
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
ANOTHER = "another long password"


async def reset_link(hub: Whole, ana: Newcomer) -> str:
    """Ask for a reset, and read the mail."""
    assert (await ana.http.post("/api/accounts/reset", json={"mail": ana.mail})).status_code == 202
    return await link(hub, ana.mail)


async def confirmed(ana: Newcomer, token: str, password: str = ANOTHER) -> int:
    """Set the password of a link; the status."""
    answer = await ana.http.post("/api/accounts/reset/confirm", json={"token": token, "password": password})
    return answer.status_code


async def test_a_mailed_link_sets_another_password(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    assert await confirmed(ana, await reset_link(hub, ana)) == 204
    assert problem(await ana.sign_in(PASSWORD)) == (401, "account.wrong_password")
    assert (await ana.sign_in(ANOTHER)).status_code == 200
    assert (await mails(hub, ana.mail))[0].subject == "Your password was changed"


async def test_a_reset_signs_every_device_out(hub: Whole) -> None:
    ana = await somebody_in(hub)
    assert await confirmed(ana.elsewhere(), await reset_link(hub, ana)) == 204
    assert problem(await ana.refresh()) == (401, "auth.session_ended")


async def test_who_has_no_link_costs_no_hash(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAITING_MAX", -passwords.AT_ONCE)  # hashing now would be refused
    ana = a_stranger(hub)
    answer = await ana.http.post("/api/accounts/reset/confirm", json={"token": "a" * 43, "password": ANOTHER})
    assert problem(answer) == (404, "account.link_invalid")


async def test_links_are_tried_by_an_address_only_so_often(database_url: str, own_redis: Redis) -> None:
    async with whole(database_url, own_redis.url, tries_per_address=1) as hub:
        body = {"token": "a" * 43, "password": ANOTHER}
        answers = [await hub.http.post("/api/accounts/reset/confirm", json=body) for _ in range(2)]
    assert [problem(each) for each in answers] == [(404, "account.link_invalid"), (429, "protocol.too_fast")]


async def test_a_reset_takes_the_account_back_from_who_asked_for_another_address(hub: Whole) -> None:
    ana = await somebody_in(hub)
    thief = ana.elsewhere()
    await thief.sign_in()
    theirs = an_address()
    assert (await thief.ask("POST", "/api/me/mail", json={"mail": theirs, "password": PASSWORD})).status_code == 202
    token = await link(hub, theirs)
    assert await confirmed(ana, await reset_link(hub, ana)) == 204
    assert problem(await thief.follow("change/confirm", token)) == (404, "account.link_invalid")
    assert (await ana.sign_in(ANOTHER)).status_code == 200


async def test_whose_address_is_not_known_gets_the_same_answer_and_no_mail(hub: Whole) -> None:
    ana = a_stranger(hub)
    answer = await ana.http.post("/api/accounts/reset", json={"mail": ana.mail})
    assert (answer.status_code, answer.json()) == (202, {"mail": ana.mail})
    assert await mails(hub, ana.mail) == []


async def test_an_address_is_not_flooded(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    for _ in range(7):
        await reset_link(hub, ana)
    assert len([each for each in await mails(hub, ana.mail) if each.subject == "Set a new password"]) == 5


async def test_the_old_password_lets_nobody_in_beside_the_new_one(hub: Whole) -> None:
    """Whoever signs in with it in the same moment has a session that ends with the others."""
    ana = await a_newcomer(hub)
    token = await reset_link(hub, ana)
    devices = [ana.elsewhere() for _ in range(6)]
    signing_in = [device.sign_in() for device in devices]
    await asyncio.gather(*signing_in[:3], confirmed(ana, token), *signing_in[3:])
    for device in devices:
        if device.signed_in:
            assert problem(await device.refresh()) == (401, "auth.session_ended")


async def test_a_code_that_comes_with_a_new_password_comes_too_late(hub: Whole) -> None:
    """And neither waits for the other: the account is locked before the challenge is."""
    account, waits = (await somebody(hub)).account, "a" * 43
    now_ms = hub.worker.clock.now_ms()
    async with hub.worker.database.transaction() as connection:
        await challenges.issue(
            connection, waits.encode(), second.PURPOSE, account, now_ms=now_ms, expires_ms=now_ms + 60_000
        )
    async with hub.worker.database.transaction() as connection:
        await accounts.hold(connection, account)
        body = {"challenge": waits, "code": "000000"}
        finishing = asyncio.create_task(a_stranger(hub).http.post("/api/session/second", json=body))
        while not await connection.fetchval(WAITING):
            assert not finishing.done()
        await change_password(connection, account, "hash", Asking("", ""), but="", now_ms=now_ms)
    assert problem(await finishing) == (410, "account.challenge_gone")


async def test_of_many_who_follow_a_link_at_once_one_is_first(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    token = await reset_link(hub, ana)
    statuses = await asyncio.gather(*(confirmed(ana.elsewhere(), token, f"{ANOTHER} {n}") for n in range(5)))
    assert sorted(statuses) == [204, 404, 404, 404, 404]


async def test_two_links_at_once_set_one_password(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    links = [await reset_link(hub, ana) for _ in range(4)]
    statuses = await asyncio.gather(*(confirmed(ana.elsewhere(), each, f"{ANOTHER} {each}") for each in links))
    assert sorted(statuses) == [204, 404, 404, 404]
    assert (await ana.sign_in(f"{ANOTHER} {links[statuses.index(204)]}")).status_code == 200


async def test_with_the_password_every_other_link_is_worth_nothing(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    first, second = await reset_link(hub, ana), await reset_link(hub, ana)
    assert await confirmed(ana, first) == 204
    assert await confirmed(ana, second) == 404


async def test_a_link_is_for_one_purpose(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    token = await reset_link(hub, ana)
    for what in ("verify", "change/confirm", "restore"):
        assert problem(await ana.follow(what, token)) == (404, "account.link_invalid")


async def test_a_link_that_has_expired_says_so(hub: Whole, time: Time) -> None:
    ana = await a_newcomer(hub)
    time.pass_ms(1)
    body = {"token": await reset_link(hub, ana), "password": ANOTHER}
    time.pass_ms(3_600_000)
    assert problem(await ana.http.post("/api/accounts/reset/confirm", json=body)) == (410, "account.link_expired")


async def followed(ana: Newcomer, token: str, what: str = "reset/confirm", **more: Any) -> httpx.Response:
    """Set another password by a link; what is mailed about it is mailed before time passes."""
    answer = await ana.follow(what, token, password=ANOTHER, **more)
    await ana.hub.worker.mailer.settled()
    return answer


async def test_of_the_passkeys_those_stay_that_are_kept(hub: Whole) -> None:
    ana = await somebody_in(hub)
    ids = [await a_passkey(ana) for _ in range(3)]
    everything = await followed(ana, await reset_link(hub, ana))
    assert everything.status_code == 204
    await ana.sign_in(ANOTHER)
    assert len((await ana.ask("GET", "/api/me/passkeys")).json()) == 3
    kept = await followed(ana, await reset_link(hub, ana), keep_passkeys=[ids[1], "bm9ib2R5cw"])
    assert kept.status_code == 204
    await ana.sign_in(ANOTHER)
    assert [each["id"] for each in (await ana.ask("GET", "/api/me/passkeys")).json()] == [ids[1]]
    events = [each["what"] for each in (await ana.ask("GET", "/api/me/events")).json()]
    assert events.count("passkey_removed") == 2


async def test_an_app_that_a_thief_has_just_turned_on_goes_without_a_code(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    await an_app(ana, time)
    time.pass_ms(mail_links.RESTORE_MS - 1)
    token = await reset_link(hub, ana)
    looked = (await ana.http.post("/api/accounts/link", json={"token": token})).json()
    assert (looked["totp"], looked["totp_needs_code"]) == (True, False)
    assert (await followed(ana, token, keep_totp=False)).status_code == 204
    assert "next" not in (await ana.sign_in(ANOTHER)).json()
    assert "Codes were turned off" in [each.subject for each in await mails(hub, ana.mail)]


async def test_an_app_that_its_owner_had_for_a_week_is_not_taken_away_by_a_mail_alone(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    code = await an_app(ana, time)
    time.pass_ms(mail_links.RESTORE_MS)
    token = await reset_link(hub, ana)
    looked = (await ana.http.post("/api/accounts/link", json={"token": token})).json()
    assert (looked["totp"], looked["totp_needs_code"]) == (True, True)
    wrong = f"{(int(code(time.at_ms)) + 1) % 1_000_000:06}"
    for more in ({}, {"code": wrong}):
        assert problem(await followed(ana, token, keep_totp=False, **more)) == (422, "account.code_wrong")
    assert (await followed(ana, token, keep_totp=False, code=code(time.at_ms))).status_code == 204
    assert "next" not in (await ana.sign_in(ANOTHER)).json()


async def test_codes_are_not_guessed_by_who_has_a_link(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    code = await an_app(ana, time)
    time.pass_ms(mail_links.RESTORE_MS)
    token = await reset_link(hub, ana)
    wrong = f"{(int(code(time.at_ms)) + 1) % 1_000_000:06}"
    refused = [problem(await followed(ana, token, keep_totp=False, code=wrong))[1] for _ in range(6)]
    assert refused == ["account.code_wrong"] * 5 + ["protocol.too_fast"]


async def test_what_is_kept_stays_and_what_is_not_there_is_no_fault(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    time.pass_ms(1)
    assert (await followed(ana, await reset_link(hub, ana), keep_totp=False)).status_code == 204
    await ana.sign_in(ANOTHER)
    await an_app(ana, time)
    time.pass_ms(1)
    assert (await followed(ana, await reset_link(hub, ana))).status_code == 204
    assert (await ana.sign_in(ANOTHER)).json()["next"] == "second_factor"


async def test_a_link_to_an_address_that_is_not_the_accounts_any_more_sets_no_password(hub: Whole) -> None:
    """It was being made while the address became another."""
    ana = await a_newcomer(hub)
    token = await reset_link(hub, ana)
    async with hub.worker.database.connection() as connection:
        account = await accounts.by_mail(connection, ana.mail)
        assert account is not None
        await accounts.verify(connection, account.id, an_address(), now_ms=1)
    assert problem(await followed(ana, token)) == (404, "account.link_invalid")


async def moved(ana: Newcomer, time: Time) -> tuple[str, str]:
    """Another address, by whoever knows the password: it, and the secret that was mailed to the old one."""
    new, old = an_address(), ana.mail
    await ana.sign_in()
    time.pass_ms(1)
    await ana.ask("POST", "/api/me/mail", json={"mail": new, "password": PASSWORD})
    await ana.hub.worker.mailer.settled()
    assert (await ana.follow("change/confirm", await link(ana.hub, new))).status_code == 200
    ana.mail = new
    return new, await link(ana.hub, old)


async def test_the_old_address_is_put_back_once_with_another_password(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    old = ana.mail
    theirs, back = await moved(ana, time)
    thief = ana.elsewhere()
    await thief.sign_in()
    await a_passkey(thief)
    time.pass_ms(mail_links.RESTORE_MS - 1)
    assert (await followed(ana, back, "restore", keep_passkeys=[])).status_code == 204
    assert problem(await thief.refresh())[0] == 401
    for mail, password in ((theirs, PASSWORD), (theirs, ANOTHER), (old, PASSWORD)):
        ana.mail = mail
        assert problem(await ana.sign_in(password)) == (401, "account.wrong_password")
    ana.mail = old
    assert (await ana.sign_in(ANOTHER)).status_code == 200
    assert (await ana.ask("GET", "/api/me/passkeys")).json() == []
    assert "Your address was changed back" in [each.subject for each in await mails(hub, theirs)]
    assert problem(await followed(ana, back, "restore")) == (404, "account.link_invalid")
    assert "mail_restored" in [each["what"] for each in (await ana.ask("GET", "/api/me/events")).json()]


async def test_the_way_back_ends_after_a_week(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    _, back = await moved(ana, time)
    time.pass_ms(mail_links.RESTORE_MS)
    assert problem(await followed(ana, back, "restore")) == (410, "account.link_expired")


async def test_of_many_who_go_back_at_once_one_does(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    _, back = await moved(ana, time)
    answers = await asyncio.gather(*(followed(ana.elsewhere(), back, "restore") for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [204, 404, 404, 404]


@pytest.mark.parametrize("thief_first", [False, True])
async def test_the_oldest_address_wins_however_often_a_thief_moves_on(
    hub: Whole, time: Time, *, thief_first: bool
) -> None:
    """The thief may put back an address of theirs, and reset the password there: the owner's link still counts."""
    ana = await somebody_in(hub)
    old = ana.mail
    first, owners = await moved(ana, time)
    _, thiefs = await moved(ana, time)
    if thief_first:
        assert (await ana.follow("restore", thiefs)).status_code == 204
        ana.mail = first
        await hub.worker.mailer.settled()
        time.pass_ms(1)
        assert (await ana.follow("reset/confirm", await reset_link(hub, ana))).status_code == 204
    assert (await followed(ana, owners, "restore")).status_code == 204
    assert problem(await ana.follow("restore", thiefs)) == (404, "account.link_invalid")
    ana.mail = old
    assert (await ana.sign_in(ANOTHER)).status_code == 200


async def test_an_address_that_somebody_has_by_now_is_not_taken_from_them(hub: Whole, time: Time) -> None:
    ana = await somebody_in(hub)
    old = ana.mail
    _, back = await moved(ana, time)
    ben = ana.elsewhere()
    ben.mail = old
    time.pass_ms(1)
    await ben.sign_up()
    assert (await ben.confirm()).status_code == 200
    assert problem(await followed(ana, back, "restore")) == (409, "account.mail_taken")
    assert (await ben.sign_in()).status_code == 200


async def a_passkey(ana: Newcomer) -> str:
    """One more, by who is signed in; its id."""
    options = (await ana.ask("POST", "/api/me/passkeys/begin")).json()["options"]
    body = {"credential": Authenticator().create(options), "name": "Phone"}
    made = (await ana.ask("POST", "/api/me/passkeys/finish", json=body)).json()["id"]
    await ana.hub.worker.mailer.settled()
    return made


async def an_app(ana: Newcomer, time: Time) -> Callable[[int], str]:
    """An authenticator app of who is signed in: what it shows at a time."""
    app: Any = parse_uri((await ana.ask("POST", "/api/me/totp")).json()["uri"])
    code = app.at(time.at_ms // 1000)
    assert (await ana.ask("POST", "/api/me/totp/confirm", json={"code": code})).status_code == 200
    await ana.hub.worker.mailer.settled()
    return lambda at_ms: app.at(at_ms // 1000)
