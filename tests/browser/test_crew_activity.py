"""What was done in a form, seen beside it: who changed what from what to what, what is new, and what stood before."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Hub, People
from tests.browser.test_crew import choose, field, shown, two

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def written(page: Page, label: str, text: str) -> None:
    """Write an answer and go on."""
    await field(page, label).fill(text)
    await page.keyboard.press("Enter")


async def test_what_stood_before_is_listed_and_brought_back(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for city in ("Leipzig", "Halle"):
        await written(ana, "City", city)
        await expect(field(ben, "City")).to_have_value(city)
    await choose(ben, "show.city", "What was here before")
    before = ben.get_by_role("dialog").locator("li", has_text="Leipzig")
    await before.get_by_role("button").click()
    await expect(field(ana, "City")).to_have_value("Leipzig")
    await expect(ben.get_by_role("dialog")).to_have_count(0)
    await expect(shown(ben, "show.city").locator(".mark")).to_be_focused()
