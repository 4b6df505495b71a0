import time as machine

import pytest
from argon2 import PasswordHasher

from api import who
from api.accounts import known_devices, sessions, tries
from embedded.redis import Redis
from persistence import accounts
from tests.api.accounts.newcomers import PAGE, Newcomer, a_newcomer, a_stranger, mails, somebody_in
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
WRONG = "not the password"


async def lock(ana: Newcomer) -> None:
    """Guess until no guess counts any more."""
    for _ in range(tries.NEAR.times):
        assert problem(await ana.sign_in(WRONG)) == (401, "account.wrong_password")


async def test_the_right_password_signs_in_with_two_cookies_that_scripts_do_not_see(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    answer = await ana.sign_in()
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert body["name"] == "Ana"
    assert body["expires_ms"] <= hub.worker.clock.now_ms() + who.SESSION_MS
    said = {line.split("=")[0]: line.lower() for line in answer.headers.get_list("Set-Cookie")}
    assert set(said) == {who.COOKIE, sessions.REFRESH_COOKIE, known_devices.COOKIE}
    assert all("httponly" in line and "samesite=strict" in line for line in said.values())
    assert "path=/api/session" in said[sessions.REFRESH_COOKIE]
    assert (await ana.ask("GET", "/api/me")).json()["account"] == body["account"]


async def test_an_address_is_the_same_in_whatever_case(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    ana.mail = ana.mail.upper()
    assert (await ana.sign_in()).status_code == 200


async def test_wrong_unknown_and_locked_read_the_same(hub: Whole) -> None:
    ana, nobody, locked = await a_newcomer(hub), a_stranger(hub), await a_newcomer(hub)
    await lock(locked)
    answers = [await ana.sign_in(WRONG), await nobody.sign_in(), await locked.sign_in()]
    assert len({answer.content for answer in answers}) == 1
    assert len({frozenset(answer.headers) for answer in answers}) == 1


async def test_wrong_unknown_and_locked_take_as_long(hub: Whole) -> None:
    """Checking a password is most of what an answer costs, and every answer costs it."""
    locked = await a_newcomer(hub)
    await lock(locked)

    async def took(ana: Newcomer) -> float:
        began = machine.perf_counter()
        await ana.sign_in(WRONG)
        return machine.perf_counter() - began

    known = await a_newcomer(hub)
    rounds = [[await took(each) for each in (known, a_stranger(hub), locked)] for _ in range(tries.NEAR.times - 1)]
    # The least of each: whatever else the machine does only adds to it.
    fastest, _, slowest = sorted(map(min, zip(*rounds, strict=True)))
    assert slowest < 2 * fastest


async def test_a_lock_is_of_who_guesses_and_not_of_the_owner(hub: Whole) -> None:
    """The owner signed in here before; a stranger at the same address of the internet guesses."""
    ana = await somebody_in(hub)
    stranger = ana.elsewhere()
    await lock(stranger)
    assert problem(await stranger.sign_in()) == (401, "account.wrong_password")
    assert (await ana.sign_in()).status_code == 200


async def test_a_known_device_guesses_no_more_often_than_a_stranger(hub: Whole) -> None:
    ana = await somebody_in(hub)
    await lock(ana)
    assert problem(await ana.sign_in()) == (401, "account.wrong_password")


async def test_the_right_password_forgives_those_before(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    for _ in range(3):
        await ana.elsewhere().sign_in(WRONG)
        for _ in range(tries.NEAR.times - 2):
            await ana.elsewhere().sign_in(WRONG)
        assert (await ana.elsewhere().sign_in()).status_code == 200


async def test_what_a_device_keeps_is_of_one_account(hub: Whole) -> None:
    ana, ben = await a_newcomer(hub), await somebody_in(hub)
    await lock(ana)
    ben.mail = ana.mail
    assert problem(await ben.sign_in()) == (401, "account.wrong_password")


async def test_a_hash_that_cost_less_is_made_again(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(ana.password)
    async with hub.worker.database.transaction() as connection:
        account = await accounts.by_mail(connection, ana.mail)
        assert account is not None
        await accounts.set_password(connection, account.id, cheap)
    assert (await ana.sign_in()).status_code == 200
    async with hub.worker.database.connection() as connection:
        renewed = await accounts.by_mail(connection, ana.mail)
    assert renewed is not None
    assert not hub.worker.passwords.stale(renewed.password)
    assert (await ana.elsewhere().sign_in()).status_code == 200


async def test_a_session_can_be_told_from_its_device(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    ana.http.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    await ana.sign_in()
    [event] = [each for each in (await ana.ask("GET", "/api/me/events")).json() if each["what"] == "signed_in"]
    assert "Firefox" in event["device"]
    assert event["address"] == "127.0.0.1"


async def test_nobody_guesses_while_nobody_counts(database_url: str) -> None:
    async with whole(database_url, "redis://127.0.0.1:1") as hub:
        ana = a_stranger(hub)
        answer = await ana.sign_in()
        assert problem(answer) == (503, "auth.away")
        assert answer.json()["title"] == "Signing in is not possible for a moment: try again in a minute."
        assert answer.headers["Retry-After"] == "60"
        assert problem(await ana.sign_up()) == (503, "account.away")
        begun = await ana.http.post("/api/session/passkey/begin", headers=PAGE)
        assert problem(begun) == (503, "auth.away")
        assert await mails(hub, ana.mail) == []


async def test_an_address_of_the_internet_asks_only_so_often(database_url: str, own_redis: Redis) -> None:
    async with whole(database_url, own_redis.url, tries_per_address=1) as hub:
        answers = [await a_stranger(hub).sign_in() for _ in range(2)]
        assert problem(answers[-1]) == (429, "protocol.too_fast")
        assert int(answers[-1].headers["Retry-After"]) > 0


async def test_a_foreign_page_signs_nobody_in(hub: Whole) -> None:
    ana = await a_newcomer(hub)
    body = {"mail": ana.mail, "password": ana.password}
    answer = await ana.http.post("/api/session", json=body, headers={"Origin": "http://evil.test"})
    assert problem(answer) == (403, "auth.origin")
    assert not ana.signed_in
