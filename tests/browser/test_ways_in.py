"""How one gets in is changed only by who shows that they are its owner, and can be taken back by mail."""

import asyncpg
import pytest
from playwright.async_api import expect

from tests.browser.conftest import PHONE, Hub, People
from tests.browser.test_access import grave
from tests.browser.test_accounts import PASSWORD, follow, newcomer, sign_in, turn_on_totp

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LEFT_OPEN = "UPDATE session SET proven_at_ms = 0 FROM account a WHERE a.id = account AND a.mail = $1"


async def left_open(hub: Hub, mail: str) -> None:
    """Nobody has shown lately who is at somebody's page."""
    connection = await asyncpg.connect(hub.facts["database_url"])
    await connection.execute(LEFT_OPEN, mail)
    await connection.close()


async def test_a_page_that_was_left_open_asks_who_is_there_and_goes_on_by_itself(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Mia")
    await page.goto(hub.url("/account"))
    await left_open(hub, hub.mail("mia"))
    button = page.get_by_role("button", name="Turn it on")
    await button.click()
    dialog = page.get_by_role("dialog", name="Is it you?")
    await expect(dialog.get_by_label("Password")).to_be_focused()
    assert await grave(page) == []
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("alert")).to_have_text("Enter your password again, then repeat this.")
    await expect(button).to_be_focused()
    await button.click()
    await dialog.get_by_label("Password").fill("not the password")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_contain_text("not your password")
    await dialog.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()


async def test_an_address_that_somebody_changed_is_put_back(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Nele")
    await page.goto(hub.url("/account"))
    await page.get_by_role("button", name="Change the e-mail").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("New e-mail").fill(hub.mail("thief"))
    await sheet.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await follow(page, hub, hub.mail("thief"), "Confirm your new address")
    await expect(page.get_by_text(f"From then on its address is {hub.mail('thief')}")).to_be_visible()
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("heading", name="Your e-mail is confirmed")).to_be_visible()
    await sign_in(page, hub, hub.mail("thief"))
    await expect(page.get_by_role("button", name="New show")).to_be_visible()
    await turn_on_totp(page, hub)

    owner = await people.open("about:blank", PHONE)
    await follow(owner, hub, hub.mail("nele"), "Your address was changed")
    await expect(owner.get_by_role("heading", name="Take your account back")).to_be_visible()
    assert await grave(owner) == []
    assert await owner.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await owner.get_by_label("New password").fill("another harbour entirely")
    await owner.get_by_label("Authenticator app").uncheck()
    await owner.get_by_role("button", name="Set the password").click()
    await expect(owner.get_by_role("heading", name="Your password is changed")).to_be_visible()
    await sign_in(owner, hub, hub.mail("nele"), "another harbour entirely")
    await expect(owner.get_by_role("button", name="New show")).to_be_visible()
