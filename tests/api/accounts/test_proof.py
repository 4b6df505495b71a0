"""A session that was left open or stolen changes nothing about how its owner gets in."""

import asyncio
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.accounts import proof, tries
from embedded.redis import Redis
from persistence import accounts
from tests.api.accounts.authenticator import Authenticator
from tests.api.accounts.newcomers import PASSWORD, Newcomer, link, somebody_in
from tests.api.accounts.people import Somebody, Time, somebody
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
CODE = {"code": "123456"}
#: What adds or takes away a way in; each is refused before anything else of it is looked at.
GUARDED: list[tuple[str, str, Any]] = [
    ("POST", "/api/me/passkeys/begin", None),
    ("DELETE", "/api/me/passkeys/YQ", None),
    ("POST", "/api/me/totp", None),
    ("POST", "/api/me/totp/confirm", CODE),
    ("POST", "/api/me/totp/recovery", CODE),
    ("DELETE", "/api/me/totp", CODE),
    ("DELETE", "/api/me/devices?others=true", None),
    ("DELETE", "/api/me/devices/another", None),
]


async def prove(ana: Newcomer, password: str = PASSWORD) -> httpx.Response:
    """Type the password."""
    return await ana.ask("POST", "/api/session/prove", json={"password": password})


async def begin(ana: Newcomer) -> int:
    """Try to add a passkey; the status."""
    return (await ana.ask("POST", "/api/me/passkeys/begin")).status_code


async def left_open(hub: Whole, time: Time) -> Newcomer:
    """Somebody whose page is open, and still refreshes, though nobody has shown who they are for ten minutes."""
    ana = await somebody_in(hub)
    time.pass_ms(proof.PROVEN_MS)
    assert (await ana.refresh()).status_code == 200
    return ana


@pytest.mark.parametrize(("method", "path", "body"), GUARDED)
async def test_a_session_that_was_left_open_changes_no_way_in(
    hub: Whole, time: Time, method: str, path: str, body: Any
) -> None:
    ana = await left_open(hub, time)
    how = {} if body is None else {"json": body}
    assert problem(await ana.ask(method, path, **how)) == (401, "auth.prove")
    assert (await prove(ana)).status_code == 204
    answer = await ana.ask(method, path, **how)
    assert answer.status_code < 300 or problem(answer)[1] != "auth.prove"


async def test_a_passkey_that_was_made_too_late_waits_for_the_password(hub: Whole, time: Time) -> None:
    """And is kept then: the refusal used nothing up."""
    ana = await somebody_in(hub)
    time.pass_ms(proof.PROVEN_MS - 1)
    await ana.refresh()
    options = (await ana.ask("POST", "/api/me/passkeys/begin")).json()["options"]
    body = {"credential": Authenticator().create(options), "name": "Phone"}
    time.pass_ms(1)
    assert problem(await ana.ask("POST", "/api/me/passkeys/finish", json=body)) == (401, "auth.prove")
    assert (await ana.ask("GET", "/api/me/passkeys")).json() == []
    await prove(ana)
    assert (await ana.ask("POST", "/api/me/passkeys/finish", json=body)).status_code == 201


async def test_a_proof_is_good_for_ten_minutes_and_on_its_own_device(hub: Whole, time: Time) -> None:
    ana = await left_open(hub, time)
    phone = ana.elsewhere()
    await phone.sign_in()
    time.pass_ms(proof.PROVEN_MS)
    await phone.refresh()
    await ana.refresh()
    assert (await prove(phone)).status_code == 204
    assert (await begin(phone), await begin(ana)) == (200, 401)
    time.pass_ms(proof.PROVEN_MS - 1)
    await phone.refresh()
    assert await begin(phone) == 200
    time.pass_ms(1)
    assert await begin(phone) == 401


async def test_one_may_always_leave(hub: Whole, time: Time) -> None:
    ana = await left_open(hub, time)
    [own] = (await ana.ask("GET", "/api/me/devices")).json()
    assert (await ana.ask("DELETE", f"/api/me/devices/{own['session']}")).status_code == 204
    ben = await left_open(hub, time)
    assert (await ben.ask("DELETE", "/api/me/devices")).status_code == 204


async def test_who_guesses_at_an_open_session_is_held_up_and_not_told(hub: Whole, time: Time) -> None:
    ana = await left_open(hub, time)
    refused = [await prove(ana, "a guess") for _ in range(tries.NEAR.times)]
    # It is right, and does not count.
    refused.append(await prove(ana))
    assert {problem(each) for each in refused} == {(403, "account.not_your_password")}
    assert len({each.content for each in refused}) == 1
    assert await begin(ana) == 401
    # Nobody else is: the owner signs in elsewhere.
    assert (await ana.elsewhere().sign_in()).status_code == 200


async def test_an_address_proves_only_so_often(database_url: str, own_redis: Redis) -> None:
    async with whole(database_url, own_redis.url, tries_per_address=1) as hub:
        ana = await somebody(hub)
        body = {"password": "a guess"}
        answers = [await hub.http.post("/api/session/prove", json=body, headers=ana.word) for _ in range(2)]
    assert [problem(each)[1] for each in answers] == ["account.not_your_password", "protocol.too_fast"]


async def test_nobody_proves_anything_while_nobody_counts(database_url: str) -> None:
    async with whole(database_url, "redis://127.0.0.1:1") as hub:
        ana = await somebody(hub)
        answer = await hub.http.post("/api/session/prove", json={"password": PASSWORD}, headers=ana.word)
        assert problem(answer) == (503, "auth.away")


async def test_the_password_of_somebody_else_proves_nothing(hub: Whole, time: Time) -> None:
    ana, ben = await left_open(hub, time), await somebody_in(hub)
    assert (await ben.ask("POST", "/api/me/password", json={"old": PASSWORD, "new": "bens own password"})).status_code
    assert problem(await prove(ana, "bens own password")) == (403, "account.not_your_password")


async def test_a_session_that_has_ended_proves_and_changes_nothing(hub: Whole) -> None:
    """Also in the second in which its word still counts, because a worker has not heard yet."""
    ana = await somebody(hub)
    async with hub.worker.database.transaction() as connection:
        hashed = await hub.worker.passwords.hash(PASSWORD)
        await accounts.set_password(connection, ana.account, hashed)
        # As another worker ends it whose word has not come yet.
        await connection.execute("UPDATE session SET ended_at_ms = 1 WHERE id = $1", ana.session)
    for path, body in (("/api/session/prove", {"password": PASSWORD}), ("/api/me/totp", None)):
        answer = await hub.http.post(path, json=body, headers=ana.word)
        assert problem(answer) == (401, "auth.session_ended")


async def test_who_has_no_account_any_more_proves_nothing(hub: Whole) -> None:
    ana = await somebody(hub)
    async with hub.worker.database.connection() as connection:
        await connection.execute("DELETE FROM account WHERE id = $1", ana.account)
    answer = await hub.http.post("/api/session/prove", json={"password": PASSWORD}, headers=ana.word)
    assert problem(answer) == (401, "auth.session_invalid")


async def test_nobody_who_is_not_signed_in_proves_anything(hub: Whole) -> None:
    hub.http.cookies.clear()
    answer = await hub.http.post("/api/session/prove", json={"password": PASSWORD})
    assert problem(answer) == (401, "auth.session_missing")


async def test_a_password_that_changes_meanwhile_proves_nothing(hub: Whole, time: Time) -> None:
    """The thief knows the old one: either they are first, and their session ends, or they are refused."""
    ana = await somebody_in(hub)
    thief = ana.elsewhere()
    await thief.sign_in()
    time.pass_ms(proof.PROVEN_MS)
    await ana.refresh()
    await thief.refresh()
    change = ana.ask("POST", "/api/me/password", json={"old": PASSWORD, "new": "another long password"})
    changed, _ = await asyncio.gather(change, prove(thief))
    assert changed.status_code == 204
    assert await begin(thief) == 401


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(makers=st.integers(1, 4), first=st.booleans())
async def test_nothing_that_a_thief_adds_outlives_a_reset_that_keeps_nothing(
    hub: Whole, time: Time, makers: int, *, first: bool
) -> None:
    """However a stolen session that was just proven adds passkeys while the owner resets: none is left."""
    ana = await somebody_in(hub)
    time.pass_ms(1)
    thief = Somebody(hub, (await ana.ask("GET", "/api/me")).json()["account"], ana.mail, await _session(ana))
    bodies = [await _made(thief) for _ in range(makers)]
    await ana.http.post("/api/accounts/reset", json={"mail": ana.mail})
    token = await link(hub, ana.mail)
    reset = ana.elsewhere().follow("reset/confirm", token, keep_passkeys=[])
    adding = [hub.http.post("/api/me/passkeys/finish", json=body, headers=thief.word) for body in bodies]
    answers = await asyncio.gather(*([reset, *adding] if first else [*adding, reset]))
    done = answers[0] if first else answers[-1]
    assert done.status_code == 204
    await ana.sign_in()
    assert (await ana.ask("GET", "/api/me/passkeys")).json() == []


async def _session(ana: Newcomer) -> str:
    [device] = (await ana.ask("GET", "/api/me/devices")).json()
    return device["session"]


async def _made(thief: Somebody) -> dict[str, Any]:
    headers = {"Origin": "http://hub.test"} | thief.word
    begun = await thief.hub.http.post("/api/me/passkeys/begin", headers=headers)
    return {"credential": Authenticator().create(begun.json()["options"]), "name": "Thief"}
