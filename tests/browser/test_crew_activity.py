"""What was done in a form, seen beside it: who changed what from what to what, what is new, and what stood before."""

import pytest
from playwright.async_api import Locator, Page, expect

from hub.advancing_sync.messages import AddRow, Edit, RemoveRow
from hub.kernel import Role
from tests.browser.asking import ask
from tests.browser.conftest import PHONE, Hub, People
from tests.browser.test_access import grave
from tests.browser.test_crew import choose, field, shown, two

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


NETWORKS = "wifi.networks"


async def written(page: Page, label: str, text: str) -> None:
    """Write an answer and go on."""
    await field(page, label).fill(text)
    await page.keyboard.press("Enter")


def lines(page: Page) -> Locator:
    """The lines beside the form, newest first."""
    return page.locator(".activity .activity-line")


async def test_a_line_says_from_what_to_what_by_which_side_and_leads_there(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await written(ben, "City", "Leipzig")
    await written(ben, "Capacity (people)", "1200")
    await expect(lines(ana).first).to_contain_text("Show · Capacity: 1,200 people")
    await expect(lines(ana).first).to_contain_text("Ben, Venue, just now")
    await written(ana, "City", "Halle")
    await expect(lines(ben).first).to_contain_text("Show · City: Leipzig → Halle")
    await choose(ana, "show.city", "confirmed")
    await expect(lines(ben).first).to_contain_text("Show · City: confirmed")
    await ben.get_by_role("button", name="Wi-Fi").click()
    await lines(ben).first.click()
    await expect(shown(ben, "show.city")).to_be_focused()


async def test_lines_are_chosen_by_person_side_and_section(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await written(ana, "City", "Leipzig")
    await written(ben, "Venue", "Lantern Hall")
    await choose(ana, "show.title", "Lock the answer")
    await expect(lines(ana)).to_have_count(3)
    await ana.get_by_role("button", name="Filter").click()
    await ana.get_by_role("combobox", name="Side").select_option("Venue")
    await expect(lines(ana)).to_have_count(1)
    await expect(lines(ana)).to_contain_text("Lantern Hall")
    # a lock says no side: it is of the side of whoever locked
    await ana.get_by_role("combobox", name="Side").select_option("Band")
    await expect(lines(ana)).to_have_count(2)
    await expect(lines(ana).first).to_contain_text("Show · Title locked")
    await ana.get_by_role("combobox", name="Section").select_option("Wi-Fi")
    await expect(ana.locator(".side")).to_contain_text("Nothing fits.")
    await ana.get_by_role("button", name="Show all").click()
    await expect(lines(ana)).to_have_count(3)
    await ana.get_by_role("combobox", name="Person").select_option("Ben")
    await expect(lines(ana)).to_have_count(1)
    # what happens meanwhile is listed where it fits
    await written(ben, "City", "Halle")
    await expect(lines(ana).first).to_contain_text("Leipzig → Halle")


async def test_what_is_new_since_one_was_here_is_marked_and_counted_on_a_phone(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    room = ana.url.rpartition("/")[2].partition("#")[0]
    async with ana.expect_response(lambda said: said.request.method == "PUT" and said.url.endswith("activity/seen")):
        await written(ben, "City", "Leipzig")
    await ana.context.close()
    await written(ben, "Venue", "Lantern Hall")
    await written(ben, "City", "Halle")
    await expect(lines(ben).first).to_contain_text("Leipzig → Halle")

    link = hub.link("crew", room, "ana", Role.CREW)
    phone = await people.open(link, PHONE, has_touch=True, reduced_motion="reduce")
    await phone.get_by_role("button", name="Activity: 2 new since you were last here").click()
    dialog = phone.get_by_role("dialog", name="Activity")
    await expect(dialog.locator(".fresh")).to_have_count(2)
    heads = await dialog.locator(".activity > .label").all_text_contents()
    assert heads == ["Since you were last here", "Before that"]
    assert await grave(phone) == []
    assert await phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await dialog.get_by_role("button", name="Close").click()
    activity = phone.get_by_role("button", name="Activity", exact=True)
    await expect(activity).to_be_focused()
    await phone.reload()
    await expect(activity).to_be_visible()
    await activity.click()
    await expect(lines(phone).first).to_contain_text("Halle")
    await expect(phone.locator(".fresh")).to_have_count(0)


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


async def test_what_stood_in_rows_is_listed_and_brings_back_one_that_was_removed(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await page.get_by_role("button", name="Wi-Fi").click()
    room = "show/" + ana.url.rpartition("/")[2].partition("#")[0]
    for row in ("backstage", "office"):
        add = AddRow(field=NETWORKS, row=row)
        await ask(hub, room, add, Edit(field=NETWORKS, row=row, column="name", value=row))
    await expect(ben.locator(".row-card")).to_have_count(2)
    await ask(hub, room, RemoveRow(field=NETWORKS, row="backstage", saw="9"))
    await expect(ben.locator(".row-card")).to_have_count(1)
    await choose(ben, "wifi.networks", "What was here before")
    dialog = ben.get_by_role("dialog")
    await expect(dialog.locator("li")).to_have_count(2)
    await dialog.get_by_role("combobox", name="Row").select_option("backstage · removed")
    await expect(dialog.locator("li")).to_have_count(1)
    assert await grave(ben) == []
    await dialog.locator("li").get_by_role("button", name="Restore").click()
    await expect(ana.locator(".row-card")).to_have_count(2)
