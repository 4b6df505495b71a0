"""The right password is not enough: a code of the app or a recovery code, each once."""

import asyncio
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyotp.hotp import HOTP

from api.accounts import one_time, recovery, second
from api.accounts.sessions import Asking
from hub.errors import Rejected
from persistence import second_factors
from persistence.challenges import issue
from tests.api.accounts.people import Somebody, Time, somebody
from tests.api.serving import ORIGIN
from tests.api.whole import SECRET, Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
DEVICE = Asking("192.0.2.1", "Firefox")


class Phone:
    """Somebody's authenticator app."""

    def __init__(self, owner: Somebody, secret: bytes) -> None:
        self.owner, self.app = owner, HOTP(one_time.as_text(secret))

    def code(self, at_ms: int) -> str:
        """What it shows at a time."""
        return self.app.at(at_ms // 30_000)


async def with_app(hub: Whole) -> Phone:
    """An account with an app, of which no code is used."""
    owner, secret = await somebody(hub), one_time.fresh_secret()
    sealed = one_time.seal(SECRET, owner.account, secret)
    async with hub.worker.database.transaction() as connection:
        await second_factors.begin(connection, owner.account, sealed)
        assert await second_factors.confirm(connection, owner.account, sealed, now_ms=1, step=0)
    return Phone(owner, secret)


async def challenged(hub: Whole, account: str) -> str:
    """What the right password got."""
    async with hub.worker.database.transaction() as connection:
        return await second.challenge(connection, account, hub.worker.clock.now_ms())


async def finish(hub: Whole, challenge: str, code: str, **headers: str) -> httpx.Response:
    body = {"challenge": challenge, "code": code}
    return await hub.http.post("/api/session/second", json=body, headers=headers)


@pytest.fixture(autouse=True)
def _nobody(hub: Whole) -> None:
    hub.http.cookies.clear()


async def test_only_a_confirmed_app_is_asked_for(hub: Whole) -> None:
    phone, ana = await with_app(hub), await somebody(hub)
    async with hub.worker.database.transaction() as connection:
        assert await second.needed(connection, phone.owner.account)
        assert not await second.needed(connection, ana.account)
        assert not await second.needed(connection, "nobody")
        await second_factors.begin(connection, ana.account, b"x")
        assert not await second.needed(connection, ana.account)


async def test_the_code_signs_in(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    response = await finish(hub, await challenged(hub, phone.owner.account), phone.code(time.at_ms))
    assert response.status_code == 200
    assert response.json()["account"] == phone.owner.account
    assert response.headers["Cache-Control"] == "no-store"
    assert {cookie.name for cookie in hub.http.cookies.jar} >= {"hub_session", "hub_refresh"}
    assert "signed_in" in await phone.owner.events()


async def test_a_recovery_code_signs_in_and_its_owner_is_told(hub: Whole) -> None:
    phone = await with_app(hub)
    async with hub.worker.database.transaction() as connection:
        codes = await recovery.renew(connection, phone.owner.account)
    assert (await finish(hub, await challenged(hub, phone.owner.account), codes[0])).status_code == 200
    assert "recovery_code_used" in await phone.owner.events()
    again = await finish(hub, await challenged(hub, phone.owner.account), codes[0])
    assert problem(again) == (422, "account.code_wrong")


async def test_a_wrong_code_can_be_typed_again(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    challenge = await challenged(hub, phone.owner.account)
    right = phone.code(time.at_ms)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    assert problem(await finish(hub, challenge, wrong)) == (422, "account.code_wrong")
    assert (await finish(hub, challenge, f"{right[:3]} {right[3:]}")).status_code == 200


async def test_a_challenge_is_spent_once_and_not_for_ever(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    spent, late = await challenged(hub, phone.owner.account), await challenged(hub, phone.owner.account)
    assert (await finish(hub, spent, phone.code(time.at_ms))).status_code == 200
    time.pass_ms(60_000)
    assert problem(await finish(hub, spent, phone.code(time.at_ms))) == (410, "account.challenge_gone")
    time.pass_ms(second.CHALLENGE_MS)
    assert problem(await finish(hub, late, phone.code(time.at_ms))) == (410, "account.challenge_gone")


async def test_a_challenge_for_something_else_is_none(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    now_ms = hub.worker.clock.now_ms()
    async with hub.worker.database.transaction() as connection:
        account = phone.owner.account
        await issue(connection, b"passkey", "passkey_signing", account, now_ms=now_ms, expires_ms=now_ms + 1_000)
        await issue(connection, b"whose", second.PURPOSE, None, now_ms=now_ms, expires_ms=now_ms + 1_000)
    for challenge in ("passkey", "whose", "made-up"):
        response = await finish(hub, challenge, phone.code(time.at_ms))
        assert problem(response) == (410, "account.challenge_gone")


async def test_of_many_with_one_challenge_and_code_one_gets_in(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    challenge, code = await challenged(hub, phone.owner.account), phone.code(time.at_ms)
    answers = await asyncio.gather(*(finish(hub, challenge, code) for _ in range(5)))
    assert min(answer.status_code for answer in answers) == 200
    assert {answer.status_code for answer in answers} <= {200, 410}
    assert sum(answer.status_code == 200 for answer in answers) == 1


async def test_a_foreign_page_finishes_nothing(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    challenge = await challenged(hub, phone.owner.account)
    foreign = await finish(hub, challenge, phone.code(time.at_ms), Origin="https://elsewhere.test")
    assert problem(foreign) == (403, "auth.origin")
    assert (await finish(hub, challenge, phone.code(time.at_ms), Origin=ORIGIN)).status_code == 200


async def test_the_password_gets_a_challenge_and_the_code_a_session(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    hashed = await hub.worker.passwords.hash("doors open at eight")
    async with hub.worker.database.connection() as connection:
        await connection.execute("UPDATE account SET password = $2 WHERE id = $1", phone.owner.account, hashed)
    body = {"mail": phone.owner.mail, "password": "doors open at eight"}
    answer = await hub.http.post("/api/session", json=body, headers={"Origin": ORIGIN})
    assert answer.json()["next"] == "second_factor"
    assert not hub.http.cookies
    assert (await finish(hub, answer.json()["challenge"], phone.code(time.at_ms))).status_code == 200
    assert hub.http.cookies["hub_session"]


@pytest.mark.parametrize("code", ["", "12345", "123456é", "1" * 65, "12345\0"])
async def test_what_can_be_no_code_is_not_looked_at(hub: Whole, code: str) -> None:
    assert problem(await finish(hub, "x", code)) == (400, "http.bad_request")


async def test_guessing_has_an_end_and_a_recovery_code_still_lets_its_owner_in(hub: Whole, time: Time) -> None:
    phone = await with_app(hub)
    async with hub.worker.database.transaction() as connection:
        codes = await recovery.renew(connection, phone.owner.account)
    challenge = await challenged(hub, phone.owner.account)
    wrong = f"{(int(phone.code(time.at_ms)) + 1) % 1_000_000:06}"
    refusals = [problem(await finish(hub, challenge, wrong))[1] for _ in range(6)]
    assert refusals == ["account.code_wrong"] * 5 + ["protocol.too_fast"]
    assert problem(await finish(hub, challenge, phone.code(time.at_ms)))[1] == "protocol.too_fast"
    assert (await finish(hub, challenge, codes[0])).status_code == 200
    # Whoever is in has shown who they are: what was wrong before is forgiven.
    anew = await challenged(hub, phone.owner.account)
    assert (await finish(hub, anew, phone.code(time.at_ms))).status_code == 200


async def test_a_secret_that_was_sealed_by_another_hub_makes_no_code_right(hub: Whole, time: Time) -> None:
    owner, secret = await somebody(hub), one_time.fresh_secret()
    sealed = one_time.seal("z" * 32, owner.account, secret)
    async with hub.worker.database.transaction() as connection:
        await second_factors.begin(connection, owner.account, sealed)
        assert await second_factors.confirm(connection, owner.account, sealed, now_ms=1, step=0)
    response = await finish(hub, await challenged(hub, owner.account), Phone(owner, secret).code(time.at_ms))
    assert problem(response) == (422, "account.code_wrong")


async def test_who_has_no_app_has_no_right_code(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    async with hub.worker.database.transaction() as connection:
        await second_factors.begin(connection, ana.account, one_time.seal(SECRET, ana.account, b"x" * 20))
    response = await finish(hub, await challenged(hub, ana.account), Phone(ana, b"x" * 20).code(time.at_ms))
    assert problem(response) == (422, "account.code_wrong")


#: Rounds of tries at once: each is how much time passes before, in steps, and whose codes are tried then, by their
#: distance from the step of that moment.
ROUNDS = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.integers(-2, 2), min_size=1, max_size=6)), min_size=1, max_size=5
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(rounds=ROUNDS)
async def test_a_step_never_counts_twice(hub: Whole, time: Time, rounds: list[tuple[int, list[int]]]) -> None:
    """However often, whenever and from however many workers at once a code comes: once, and none before it after."""
    phone = await with_app(hub)

    async def tried(step: int) -> int | None:
        try:
            async with hub.worker.database.transaction() as connection:
                code = phone.code(step * 30_000)
                await second.prove(hub.worker, connection, phone.owner.account, code, DEVICE)
        except Rejected:
            return None
        return step

    counted: list[int] = []
    for passed, offs in rounds:
        time.pass_ms(passed * 30_000)
        now = time.at_ms // 30_000
        won: list[Any] = [step for step in await asyncio.gather(*(tried(now + off) for off in offs)) if step]
        assert len(won) == len(set(won))
        assert all(now - 1 <= step <= now + 1 for step in won)
        assert not counted or all(step > max(counted) for step in won)
        in_time = [now + off for off in offs if -1 <= off <= 1]
        # Whoever comes last of those who come at once, the highest step that is left gets in.
        if in_time and max(in_time) > max(counted, default=0):
            assert max(in_time) in won
        counted.extend(won)
