"""Where the focus is while others edit, and that nothing is read aloud of it."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Hub, People
from tests.browser.test_crew import field, two

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

#: Keeps what the page says aloud from now on.
LISTEN = """() => {
  window.said = [];
  const voice = document.querySelector("[role=status][aria-live]");
  const every = { childList: true, characterData: true, subtree: true };
  new MutationObserver(() => said.push(voice.textContent)).observe(voice, every);
}"""


async def wifi(ana: Page, ben: Page) -> None:
    """Both at a list with three rows."""
    for page in (ana, ben):
        await page.get_by_role("button", name="Wi-Fi").click()
    for name in ("backstage", "office", "stage"):
        await ana.get_by_role("button", name="Add a row").click()
        await ana.keyboard.type(name)
        await ana.keyboard.press("Enter")
    await expect(ben.locator(".row-card")).to_have_count(3)


async def test_the_focus_stays_in_a_row_that_others_move(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await wifi(ana, ben)
    await ana.locator(".row-card").nth(1).locator("input").first.focus()
    for name, place in (("Move row 2 up", 0), ("Move row 1 down", 1), ("Move row 3 up", 2), ("Move row 1 down", 2)):
        await ben.get_by_role("button", name=name).click()
        await expect(ana.locator(".row-card").nth(place).locator("input").first).to_have_value("office")
        await expect(ana.locator(".row-card").nth(place).locator("input").first).to_be_focused()
    await ana.keyboard.type("!")
    await expect(ana.locator(":focus")).to_have_value("office!")


async def test_the_focus_goes_on_beside_what_can_be_done_no_more(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await wifi(ana, ben)
    await ana.get_by_role("button", name="Move row 2 up").focus()
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("button", name="Move row 1 down")).to_be_focused()
    await ana.get_by_role("button", name="Remove row 3").focus()
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("button", name="Add a row")).to_be_focused()


async def test_what_others_write_is_not_read_aloud(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "Capacity (people)").focus()
    # that the page is live is said a moment later
    await expect(ana.locator("[role=status][aria-live]")).to_have_text("Live")
    await ana.evaluate(LISTEN)
    for city in ("Leipzig", "Halle"):
        await field(ben, "City").fill(city)
        await ben.keyboard.press("Enter")
        await expect(field(ana, "City")).to_have_value(city)
        await expect(ana.locator(".activity")).to_contain_text(city)
    await expect(field(ana, "Capacity (people)")).to_be_focused()
    assert await ana.evaluate("said") == []
