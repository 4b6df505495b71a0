"""What was answered once is not typed again: templates, and the last show at the same venue."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PHONE, Hub, People
from tests.browser.homes import advance, back, make_venue, open_form, patient, show_at
from tests.browser.test_access import grave
from tests.browser.test_accounts import newcomer
from tests.browser.test_crew import choose, field, shown

__all__ = ["patient"]
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("patient")]

ANSWERS = {"Production office": "Room 4", "Laundry": "Two machines"}


async def answered(page: Page, answers: dict[str, str]) -> None:
    """Hospitality of the show whose home the page is, answered."""
    home = await open_form(page, "Hospitality")
    for label, text in answers.items():
        await field(page, label).fill(text)
        await page.keyboard.press("Enter")
    await expect(page.locator(".activity")).to_contain_text("Laundry: Two machines")
    await back(page, home)


async def keep(page: Page, name: str) -> None:
    await advance(page).get_by_role("button", name="Keep as a template").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Hospitality")).to_be_checked()
    for label in ("Money", "Guest list"):
        await expect(dialog.get_by_label(label)).not_to_be_checked()
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Keep it").click()
    await expect(page.get_by_role("status").first).to_contain_text("is kept")


async def test_an_advance_is_kept_filled_in_again_and_copied_at_the_same_venue(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Tess")
    await make_venue(page, hub, "Lantern Hall")
    await show_at(page, hub, "First Night", "Lantern Hall", days=5)
    await answered(page, ANSWERS)
    await keep(page, "Club night")

    await show_at(page, hub, "Elsewhere", days=7)
    await expect(advance(page).get_by_role("button", name="Copy from the last show here")).to_have_count(0)
    await advance(page).get_by_role("button", name="Fill in a template").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Template")).to_contain_text("Club night, kept by Tess")
    await dialog.get_by_role("button", name="Fill it in").click()
    await expect(dialog.get_by_role("status")).to_contain_text("2 answers were written.")
    await dialog.get_by_role("button", name="Open the form").click()
    await page.locator(".section-button", has_text="Hospitality").click()
    await expect(field(page, "Laundry")).to_have_value("Two machines")

    await show_at(page, hub, "Second Night", "Lantern Hall", days=9)
    offer = page.get_by_role("region", name="You have been at Lantern Hall before")
    await expect(offer).to_contain_text("First Night")
    home = await open_form(page, "Hospitality")
    await choose(page, "hospitality.laundry", "Lock the answer")
    await expect(shown(page, "hospitality.laundry")).to_contain_text("Locked by you")
    await back(page, home)
    await offer.get_by_role("button", name="See what to copy").click()
    await expect(dialog).to_contain_text("The last show at Lantern Hall")
    await expect(dialog.get_by_role("link")).to_contain_text("First Night")
    assert await grave(page) == []
    await dialog.get_by_role("button", name="Copy", exact=True).click()
    await expect(dialog.get_by_role("status")).to_contain_text("1 answer was written.")
    await expect(dialog.locator(".refused li")).to_have_count(1)
    await expect(dialog.locator(".refused")).to_contain_text("Laundry")
    await expect(dialog.locator(".refused")).to_contain_text("locked")
    await page.keyboard.press("Escape")
    await expect(offer).to_have_count(0)
    await page.reload()
    await expect(offer).to_have_count(0)
    await expect(advance(page).get_by_role("button", name="Copy from the last show here")).to_be_visible()


async def test_nothing_is_copied_when_no_section_is_chosen(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Uma")
    await make_venue(page, hub, "Tidal Room")
    await show_at(page, hub, "One", "Tidal Room", days=5)
    await show_at(page, hub, "Two", "Tidal Room", days=6)
    await page.get_by_role("button", name="Not now").click()
    await advance(page).get_by_role("button", name="Copy from the last show here").click()
    dialog = page.get_by_role("dialog")
    for box in await dialog.get_by_role("checkbox").all():
        await box.uncheck()
    await dialog.get_by_role("button", name="Copy", exact=True).click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Choose at least one section.")


async def test_templates_are_renamed_put_away_and_brought_back(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Vera", viewport=PHONE)
    await page.goto(hub.url("/shows#templates"))
    await expect(page.get_by_text("No template yet")).to_be_visible()
    await show_at(page, hub, "Kept", days=5)
    await keep(page, "Old name")
    await page.goto(hub.url("/shows#templates"))
    await page.get_by_role("button", name="Rename Old name").click()
    await page.get_by_role("textbox", name="Name").fill("Festival")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Archive Festival").click()
    await expect(page.get_by_text("No template yet")).to_be_visible()
    await page.get_by_label("Show archived ones too").check()
    await page.get_by_role("button", name="Bring back Festival").click()
    await expect(page.get_by_role("button", name="Archive Festival")).to_be_visible()
    assert await grave(page) == []
