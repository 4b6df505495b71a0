"""A passkey signs its owner in, once for each asking, and nobody else."""

import asyncio
from typing import Any

import httpx
import pytest

from api.accounts import ceremony, passkeys
from tests.api.accounts.authenticator import Authenticator, text
from tests.api.accounts.newcomers import mails
from tests.api.accounts.people import Somebody, Time, somebody
from tests.api.serving import ORIGIN
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAGE = {"Origin": ORIGIN}


@pytest.fixture(autouse=True)
def _nobody(hub: Whole) -> None:
    hub.http.cookies.clear()


async def to_make(ana: Somebody) -> dict[str, Any]:
    response = await ana.hub.http.post("/api/me/passkeys/begin", headers=PAGE | ana.word)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return response.json()["options"]


async def keep(ana: Somebody, made: dict[str, Any], name: str = "Phone") -> httpx.Response:
    body = {"credential": made, "name": name}
    return await ana.hub.http.post("/api/me/passkeys/finish", json=body, headers=PAGE | ana.word)


async def with_passkey(ana: Somebody, **phone: Any) -> Authenticator:
    authenticator = Authenticator(**phone)
    assert (await keep(ana, authenticator.create(await to_make(ana)))).status_code == 201
    return authenticator


async def to_sign(hub: Whole) -> dict[str, Any]:
    # All tests share one Redis and one address.
    await hub.worker.limits.forget("passkey/127.0.0.1")
    response = await hub.http.post("/api/session/passkey/begin", headers=PAGE)
    assert response.status_code == 200
    return response.json()["options"]


async def finish(hub: Whole, signed: dict[str, Any]) -> httpx.Response:
    return await hub.http.post("/api/session/passkey/finish", json={"credential": signed}, headers=PAGE)


async def listed(ana: Somebody) -> list[dict[str, Any]]:
    return (await ana.hub.http.get("/api/me/passkeys", headers=ana.word)).json()


async def test_a_passkey_signs_its_owner_in_without_mail_or_password(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    phone = await with_passkey(ana)
    time.pass_ms(1_000)
    response = await finish(hub, phone.get(await to_sign(hub)))
    assert response.status_code == 200
    assert response.json()["account"] == ana.account
    assert {cookie.name for cookie in hub.http.cookies.jar} >= {"hub_session", "hub_refresh"}
    assert await ana.events() >= {"passkey_added", "signed_in_passkey"}
    assert "Phone" in (await mails(hub, ana.mail))[0].text
    [kept] = await listed(ana)
    assert kept == {
        "id": text(phone.credential),
        "name": "Phone",
        "created_at_ms": time.at_ms - 1_000,
        "used_at_ms": time.at_ms,
    }


async def test_a_signature_counts_once_even_at_the_same_time(hub: Whole) -> None:
    phone = await with_passkey(await somebody(hub), counting=False)
    signed = phone.get(await to_sign(hub))
    answers = await asyncio.gather(*(finish(hub, signed) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410, 410]


async def test_an_asking_does_not_wait_for_ever(hub: Whole, time: Time) -> None:
    phone = await with_passkey(await somebody(hub))
    options = await to_sign(hub)
    time.pass_ms(ceremony.ASK_MS)
    assert problem(await finish(hub, phone.get(options))) == (410, "account.challenge_gone")


async def test_a_passkey_that_we_do_not_know_or_that_is_not_its_own_is_refused(hub: Whole) -> None:
    phone = await with_passkey(await somebody(hub))
    stranger = Authenticator(handle=phone.handle)
    assert problem(await finish(hub, stranger.get(await to_sign(hub)))) == (422, "account.passkey_refused")
    thief = Authenticator(credential=phone.credential, handle=phone.handle)
    assert problem(await finish(hub, thief.get(await to_sign(hub)))) == (422, "account.passkey_refused")
    phone.handle = text(b"ben")
    assert problem(await finish(hub, phone.get(await to_sign(hub)))) == (422, "account.passkey_refused")


async def test_a_copy_of_a_passkey_is_noticed_by_its_count(hub: Whole) -> None:
    phone = await with_passkey(await somebody(hub))
    phone.counts = 5
    assert (await finish(hub, phone.get(await to_sign(hub)))).status_code == 200
    copy = Authenticator(credential=phone.credential, key=phone.key, handle=phone.handle, counts=3)
    assert problem(await finish(hub, copy.get(await to_sign(hub)))) == (422, "account.passkey_refused")
    assert (await finish(hub, phone.get(await to_sign(hub)))).status_code == 200


async def test_an_asking_to_sign_makes_no_passkey_and_the_other_way_round(hub: Whole) -> None:
    ana = await somebody(hub)
    phone = await with_passkey(ana)
    signing, making = await to_sign(hub), await to_make(ana)
    assert problem(await keep(ana, Authenticator().create({**making, **signing})))[1] == "account.challenge_gone"
    assert problem(await finish(hub, phone.get({**signing, "challenge": making["challenge"]})))[0] == 410


async def test_what_one_account_asked_for_is_not_kept_for_another(hub: Whole) -> None:
    ana, ben = await somebody(hub), await somebody(hub)
    made = Authenticator().create(await to_make(ana))
    assert problem(await keep(ben, made)) == (410, "account.challenge_gone")
    assert await listed(ben) == []


async def test_a_passkey_is_kept_once(hub: Whole) -> None:
    ana, ben = await somebody(hub), await somebody(hub)
    phone = await with_passkey(ana)
    assert [each["id"] for each in (await to_make(ana))["excludeCredentials"]] == [text(phone.credential)]
    assert problem(await keep(ben, phone.create(await to_make(ben)))) == (409, "account.passkey_known")


async def test_a_passkey_made_wrongly_is_not_kept(hub: Whole) -> None:
    ana = await somebody(hub)
    elsewhere = Authenticator(origin="https://elsewhere.test").create(await to_make(ana))
    assert problem(await keep(ana, elsewhere)) == (422, "account.passkey_refused")
    assert await listed(ana) == []


async def test_twenty_passkeys_are_enough(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await somebody(hub)
    options = [await to_make(ana) for _ in range(3)]
    monkeypatch.setattr(passkeys, "PASSKEYS_MAX", 2)
    answers = await asyncio.gather(*(keep(ana, Authenticator().create(each)) for each in options))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409]
    full = await hub.http.post("/api/me/passkeys/begin", headers=PAGE | ana.word)
    assert problem(full) == (409, "account.passkeys_full")


async def test_a_passkey_that_was_taken_away_lets_nobody_in(hub: Whole) -> None:
    ana, ben = await somebody(hub), await somebody(hub)
    phone = await with_passkey(ana)
    path = f"/api/me/passkeys/{text(phone.credential)}"
    assert problem(await hub.http.delete(path, headers=ben.word)) == (404, "http.not_found")
    assert (await hub.http.delete(path, headers=ana.word)).status_code == 204
    assert problem(await hub.http.delete(path, headers=ana.word)) == (404, "http.not_found")
    assert problem(await finish(hub, phone.get(await to_sign(hub)))) == (422, "account.passkey_refused")
    assert "passkey_removed" in await ana.events()


async def test_a_passkey_is_for_a_page_of_ours(hub: Whole) -> None:
    ana = await somebody(hub)
    for headers in ({}, {"Origin": "https://elsewhere.test"}):
        assert problem(await hub.http.post("/api/session/passkey/begin", headers=headers)) == (403, "auth.origin")
        begun = await hub.http.post("/api/me/passkeys/begin", headers=headers | ana.word)
        assert problem(begun) == (403, "auth.origin")


async def test_an_account_that_is_gone_gets_no_passkey(hub: Whole) -> None:
    ana = await somebody(hub)
    async with hub.worker.database.connection() as connection:
        await connection.execute("DELETE FROM account WHERE id = $1", ana.account)
    begun = await hub.http.post("/api/me/passkeys/begin", headers=PAGE | ana.word)
    assert problem(begun) == (401, "auth.session_invalid")


async def test_asking_has_an_end(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "ASKED", passkeys.Limit(1, 1_000))
    await to_sign(hub)
    refused = await hub.http.post("/api/session/passkey/begin", headers=PAGE)
    assert problem(refused) == (429, "protocol.too_fast")
    await hub.worker.limits.forget("passkey/127.0.0.1")


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"credential":{}}',
        b'{"credential":{"id":"a","rawId":"a","type":"public-key","response":{}}}',
        b'{"credential":{"id":"\\u0000","rawId":"a","type":"public-key","response":{}}}',
    ],
)
async def test_what_is_no_credential_is_told_what_to_correct(hub: Whole, body: bytes) -> None:
    ana = await somebody(hub)
    kind = {"Content-Type": "application/json"}
    for path in ("/api/session/passkey/finish", "/api/me/passkeys/finish"):
        response = await hub.http.post(path, content=body, headers=PAGE | kind | ana.word)
        assert problem(response) == (400, "http.bad_request")


async def proves(ana: Somebody, signed: dict[str, Any]) -> httpx.Response:
    body = {"credential": signed}
    return await ana.hub.http.post("/api/session/prove/passkey", json=body, headers=PAGE | ana.word)


async def test_a_passkey_shows_anew_who_somebody_is_once(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    phone = await with_passkey(ana)
    time.pass_ms(10 * 60_000)
    begun = await hub.http.post("/api/me/passkeys/begin", headers=PAGE | ana.word)
    assert problem(begun) == (401, "auth.prove")
    signed = phone.get(await to_sign(hub))
    assert (await proves(ana, signed)).status_code == 204
    await to_make(ana)
    time.pass_ms(10 * 60_000)
    assert problem(await proves(ana, signed)) == (410, "account.challenge_gone")
    assert not hub.http.cookies


async def test_a_passkey_of_somebody_else_proves_nothing(hub: Whole, time: Time) -> None:
    ana, thief = await somebody(hub), await somebody(hub)
    phone = await with_passkey(thief)
    time.pass_ms(10 * 60_000)
    assert problem(await proves(ana, phone.get(await to_sign(hub)))) == (422, "account.passkey_refused")
    begun = await hub.http.post("/api/me/passkeys/begin", headers=PAGE | ana.word)
    assert problem(begun) == (401, "auth.prove")
