import asyncio

import pytest

from api import passwords
from api.accounts import second
from api.accounts.mail_links import change_password
from api.accounts.sessions import Asking
from embedded.redis import Redis
from persistence import accounts, challenges
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
    answer = await thief.http.post("/api/accounts/verify", json={"token": token})
    assert problem(answer) == (404, "account.link_invalid")
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
    answer = await ana.http.post("/api/accounts/verify", json={"token": await reset_link(hub, ana)})
    assert problem(answer) == (404, "account.link_invalid")


async def test_a_link_that_has_expired_says_so(hub: Whole, time: Time) -> None:
    ana = await a_newcomer(hub)
    time.pass_ms(1)
    body = {"token": await reset_link(hub, ana), "password": ANOTHER}
    time.pass_ms(3_600_000)
    assert problem(await ana.http.post("/api/accounts/reset/confirm", json=body)) == (410, "account.link_expired")


@pytest.mark.parametrize("token", ["nonsense", "A" * 43])
async def test_a_link_that_is_not_ours_says_so(hub: Whole, token: str) -> None:
    assert problem(await hub.http.post("/api/accounts/verify", json={"token": token})) == (404, "account.link_invalid")


async def test_a_link_is_used_once(hub: Whole) -> None:
    ana = a_stranger(hub)
    await ana.sign_up()
    assert (await ana.confirm()).status_code == 200
    assert problem(await ana.confirm()) == (404, "account.link_invalid")
