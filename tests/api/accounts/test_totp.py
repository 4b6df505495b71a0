"""An authenticator app is set up in two steps, and only its owner takes it away."""

import asyncio
from typing import Any

import httpx
import pytest
from pyotp import parse_uri

from tests.api.accounts.newcomers import mails
from tests.api.accounts.people import Somebody, Time, somebody
from tests.api.whole import Whole, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def prepared(ana: Somebody) -> dict[str, Any]:
    response = await ana.hub.http.post("/api/me/totp", headers=ana.word)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return response.json()


def shown(secret: dict[str, Any], time: Time) -> str:
    """What the app that read the QR code shows."""
    app: Any = parse_uri(secret["uri"])
    return app.at(time.at_ms // 1000)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def ask(ana: Somebody, what: str, code: str, method: str = "POST") -> httpx.Response:
    return await ana.hub.http.request(method, f"/api/me/totp{what}", json={"code": code}, headers=ana.word)


async def confirmed(ana: Somebody, time: Time) -> tuple[dict[str, Any], list[str]]:
    """An app that counts, and the recovery codes."""
    secret = await prepared(ana)
    response = await ask(ana, "/confirm", shown(secret, time))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return secret, response.json()["recovery"]


async def test_an_app_reads_the_picture_and_its_first_code_turns_it_on(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    secret = await prepared(ana)
    assert secret["svg"].startswith("<svg")
    assert "style" not in secret["svg"]
    assert secret["secret"] in secret["uri"]
    assert "totp_on" not in await ana.events()
    response = await ask(ana, "/confirm", shown(secret, time))
    assert len(set(response.json()["recovery"])) == 10
    assert "totp_on" in await ana.events()
    assert (await mails(hub, ana.mail))[0].subject == "Codes were turned on"


async def test_of_many_who_confirm_at_once_one_gets_the_recovery_codes(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    code = shown(await prepared(ana), time)
    answers = await asyncio.gather(*(ask(ana, "/confirm", code) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]


async def test_a_wrong_first_code_turns_nothing_on(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    secret = await prepared(ana)
    code = shown(secret, time)
    assert problem(await ask(ana, "/confirm", another(code))) == (422, "account.code_wrong")
    assert (await ask(ana, "/confirm", code)).status_code == 200


async def test_a_secret_is_replaced_until_one_counts(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    first = await prepared(ana)
    second = await prepared(ana)
    assert first["secret"] != second["secret"]
    assert problem(await ask(ana, "/confirm", shown(first, time)))[1] == "account.code_wrong"
    assert (await ask(ana, "/confirm", shown(second, time))).status_code == 200
    assert problem(await hub.http.post("/api/me/totp", headers=ana.word)) == (409, "account.totp_on")
    time.pass_ms(30_000)
    assert problem(await ask(ana, "/confirm", shown(second, time))) == (409, "account.totp_on")


async def test_without_a_secret_there_is_nothing_to_confirm_or_end(hub: Whole) -> None:
    ana = await somebody(hub)
    assert problem(await ask(ana, "/confirm", "123456")) == (409, "account.totp_off")
    assert problem(await ask(ana, "", "123456", "DELETE")) == (422, "account.code_wrong")
    assert problem(await ask(ana, "/recovery", "123456")) == (422, "account.code_wrong")


async def test_the_code_that_confirmed_is_used_up(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    secret, _ = await confirmed(ana, time)
    assert problem(await ask(ana, "", shown(secret, time), "DELETE")) == (422, "account.code_wrong")
    time.pass_ms(30_000)
    assert (await ask(ana, "", shown(secret, time), "DELETE")).status_code == 204
    assert "totp_off" in await ana.events()
    assert (await mails(hub, ana.mail))[0].subject == "Codes were turned off"


async def test_a_recovery_code_takes_a_lost_app_away(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    _, codes = await confirmed(ana, time)
    assert (await ask(ana, "", codes[0], "DELETE")).status_code == 204
    # Another phone can be set up at once, within the same half minute.
    _, anew = await confirmed(ana, time)
    assert problem(await ask(ana, "", codes[1], "DELETE"))[1] == "account.code_wrong"
    assert (await ask(ana, "", anew[0], "DELETE")).status_code == 204


async def test_new_recovery_codes_cost_a_code(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    secret, old = await confirmed(ana, time)
    time.pass_ms(30_000)
    new = (await ask(ana, "/recovery", shown(secret, time))).json()["recovery"]
    assert len(new) == 10
    assert not set(new) & set(old)
    assert problem(await ask(ana, "/recovery", old[0]))[1] == "account.code_wrong"
    assert (await ask(ana, "/recovery", new[0])).status_code == 200
    assert "recovery_codes_made" in await ana.events()
    assert "New recovery codes were made" in {each.subject for each in await mails(hub, ana.mail)}


async def test_who_holds_a_session_cannot_guess_the_code(hub: Whole, time: Time) -> None:
    ana = await somebody(hub)
    secret, _ = await confirmed(ana, time)
    time.pass_ms(30_000)
    wrong = another(shown(secret, time))
    refusals = [problem(await ask(ana, "", wrong, "DELETE"))[1] for _ in range(6)]
    assert refusals == ["account.code_wrong"] * 5 + ["protocol.too_fast"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", ""), ("POST", "/confirm"), ("POST", "/recovery"), ("DELETE", "")]
)
async def test_nobody_who_is_not_signed_in_has_an_app(hub: Whole, method: str, path: str) -> None:
    response = await hub.http.request(method, f"/api/me/totp{path}", json={"code": "123456"})
    assert problem(response) == (401, "auth.session_missing")
