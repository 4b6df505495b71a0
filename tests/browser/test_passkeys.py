"""A browser makes a passkey and signs in with it; Chromium plays the authenticator."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route

from tests.api.accounts.people import somebody
from tests.api.whole import Whole, whole

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
#: Passkeys want https; the browser is answered by the hub behind this name.
HOUSE = "https://hub.test"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ASK = """
async ([method, path, body, word]) => {
    const headers = {"Content-Type": "application/json", ...(word && {Authorization: word})};
    const answer = await fetch(path, {method, headers, body: JSON.stringify(body)});
    return {status: answer.status, body: answer.status === 204 ? null : await answer.json()};
}
"""
MAKE = """
async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return (await navigator.credentials.create({publicKey})).toJSON();
}
"""
SIGN = """
async (options) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return (await navigator.credentials.get({publicKey})).toJSON();
}
"""


@pytest_asyncio.fixture(loop_scope="session")
async def house(database_url: str, redis_url: str) -> AsyncGenerator[Whole]:
    """A hub that the browser finds at `HOUSE`."""
    async with whole(database_url, redis_url, origins=frozenset({HOUSE})) as hub:
        await hub.worker.limits.forget("passkey/127.0.0.1")
        yield hub


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser, house: Whole) -> AsyncGenerator[Page]:
    """A page of the hub, on a device with a fingerprint reader."""

    async def answer(route: Route) -> None:
        there = route.request.url.replace(HOUSE, f"http://127.0.0.1:{house.port}")
        await route.fulfill(response=await route.fetch(url=there))

    # The answer of the API that stands in for a page may not run anything.
    context = await chromium.new_context(bypass_csp=True)
    await context.route(f"{HOUSE}/**", answer)
    page = await context.new_page()
    await page.goto(f"{HOUSE}/api/person")
    devtools: Any = await context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    yield page
    await context.close()


async def ask(page: Page, path: str, body: Any = None, word: str | None = None, method: str = "POST") -> Any:
    """What the hub answers the page."""
    answer = await page.evaluate(ASK, [method, path, body, word])
    assert answer["status"] < 300, answer
    return answer["body"]


async def test_a_passkey_is_made_and_signs_in(page: Page, house: Whole) -> None:
    ana = await somebody(house)
    word = ana.word["Authorization"]
    made = await page.evaluate(MAKE, (await ask(page, "/api/me/passkeys/begin", word=word))["options"])
    kept = await ask(page, "/api/me/passkeys/finish", {"credential": made, "name": "Laptop"}, word)
    assert kept["id"] == made["id"]
    signed = await page.evaluate(SIGN, (await ask(page, "/api/session/passkey/begin"))["options"])
    assert (await ask(page, "/api/session/passkey/finish", {"credential": signed}))["account"] == ana.account
    cookies = {cookie.get("name") for cookie in await page.context.cookies()}
    assert cookies >= {"hub_session", "hub_refresh"}
    with_cookie = await page.evaluate("async () => (await fetch('/api/me/passkeys')).json()")
    assert [each["name"] for each in with_cookie] == ["Laptop"]
    assert with_cookie[0]["used_at_ms"] is not None
