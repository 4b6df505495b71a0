"""Who is reminded of what, said before and then done."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Hub, People
from tests.browser.homes import back, make_venue, open_form, patient, show_at
from tests.browser.test_access import grave
from tests.browser.test_accounts import newcomer

__all__ = ["patient"]
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("patient")]


def reminders(page: Page) -> Locator:
    """What the home of a show says of them."""
    return page.get_by_role("region", name="Reminders", exact=True)


async def set_deadline(page: Page, section: str) -> None:
    """On the day of the show whose home the page is."""
    home = await open_form(page, section)
    await page.get_by_role("button", name="Set a deadline").click()
    await page.get_by_label("Days before the show").fill("0")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Deadline: ")).to_be_visible()
    await back(page, home)
    while not await reminders(page).get_by_text("Next: ").count():  # the lists are a moment late
        await page.reload()
        await expect(reminders(page)).to_contain_text("Who has to answer")


@pytest.mark.timeout(240)
async def test_a_plan_is_changed_and_the_mail_goes_out(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Nora")
    await make_venue(page, hub, "Harbour Hall")
    await show_at(page, hub, "Far Ahead", "Harbour Hall", days=20)
    await expect(reminders(page)).to_contain_text("7, 3 and 1 days before a deadline, and on the day itself")
    await expect(reminders(page)).to_contain_text("No section has a deadline")
    await set_deadline(page, "Technical")
    await expect(reminders(page).locator(".next-mails")).to_contain_text("Nora")
    await expect(reminders(page).locator(".next-mails")).to_contain_text("Technical: the band brings (due")
    home = page.url
    await reminders(page).get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("7 days").uncheck()
    await dialog.get_by_label("Another day").fill("99")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_label("Another day")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Another day").fill("20")
    assert await grave(page) == []
    await dialog.get_by_role("button", name="Save").click()
    await expect(reminders(page)).to_contain_text("20, 3 and 1 days before a deadline")
    letter = page.locator("article", has_text=f"To {hub.mail('nora')}").filter(has_text="Answers are due")
    await page.goto(hub.url("/dev/mail"))
    while not await letter.count():  # within a minute
        await page.reload()
    await expect(letter).to_contain_text("Technical: the band brings")
    await page.goto(home)
    await expect(reminders(page)).to_contain_text("3 and 1 days")


async def test_a_show_may_remind_nobody(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Olga", viewport=PHONE)
    await show_at(page, hub, "Quiet", days=20)
    await reminders(page).get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog")
    for box in await dialog.get_by_role("checkbox").all():
        await box.uncheck()
    await dialog.get_by_role("button", name="Save").click()
    await expect(reminders(page)).to_contain_text("Nobody is reminded of this show.")
    assert await grave(page) == []
