"""How two sides agree on the crew form: where questions stand, notes, sign-off, deadlines, revisions, papers."""

import pytest
from playwright.async_api import expect

from hub.kernel import Role
from tests.browser.conftest import PHONE, Hub, People
from tests.browser.test_access import grave
from tests.browser.test_crew import choose, field, shown, two

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_where_a_question_stands_is_said_on_both_screens(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "City").fill("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(field(ben, "City")).to_have_value("Leipzig")
    await choose(ben, "show.city", "confirmed")
    for page in (ana, ben):
        await expect(shown(page, "show.city").get_by_role("button", name="City: confirmed.")).to_be_visible()
    await field(ana, "City").fill("Halle")
    await ana.keyboard.press("Enter")
    await expect(shown(ben, "show.city").locator(".field-foot")).to_contain_text("changed since confirmed")
    await choose(ana, "show.city", "Checked today")
    await expect(shown(ben, "show.city")).to_contain_text("verified just now by Ana")


async def test_the_menu_of_a_question_is_worked_by_keys(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "City").focus()
    await ana.keyboard.press("Shift+Tab")
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("menuitemradio", name="to ask")).to_be_focused()
    await ana.keyboard.press("ArrowDown")
    await ana.keyboard.press("Enter")
    await expect(ana.get_by_role("menu")).to_have_count(0)
    await expect(ana.get_by_role("button", name="City: asked.")).to_be_focused()
    await expect(ben.get_by_role("button", name="City: asked.")).to_be_visible()
    await ana.keyboard.press("Enter")
    await ana.keyboard.press("Escape")
    await expect(ana.get_by_role("menu")).to_have_count(0)


async def test_who_answers_is_told_to_both(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await shown(ana, "show.city").locator(".mark").click()
    await ana.get_by_role("group", name="Who answers").get_by_role("menuitemradio", name="Venue").click()
    await expect(shown(ben, "show.city").locator(".side-chip")).to_have_text("Venue")


async def test_notes_on_a_question_come_and_go_live(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await choose(ana, "show.city", "Notes on City")
    dialog = ana.get_by_role("dialog", name="Notes on City")
    await ana.get_by_label("Write a note").fill("Which Leipzig?")
    await ana.keyboard.press("Enter")
    await expect(dialog).to_contain_text("Which Leipzig?")
    await ben.get_by_role("button", name="1 note on City").click()
    await ben.get_by_label("Write a note").fill("The big one")
    await ben.keyboard.press("Enter")
    await expect(dialog).to_contain_text("The big one")
    await expect(dialog.get_by_role("button", name="Remove the note by Ben")).to_have_count(0)
    await ana.get_by_role("button", name="Remove the note by Ana").click()
    await expect(ben.get_by_role("dialog")).not_to_contain_text("Which Leipzig?")
    await ana.keyboard.press("Escape")
    await expect(ana.get_by_role("button", name="1 note on City")).to_be_visible()


async def test_a_signed_off_section_takes_nothing_until_somebody_opens_it_again(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await ana.get_by_role("button", name="Submit", exact=True).click()
    await expect(ben.locator(".sides")).to_contain_text("Band: submitted by Ana, just now")
    await expect(field(ben, "City")).to_be_enabled()
    await ben.get_by_role("button", name="Sign off", exact=True).click()
    for page in (ana, ben):
        await expect(field(page, "City")).to_be_disabled()
        await expect(page.locator(".sides")).to_contain_text("Venue: signed off by Ben, just now")
        await expect(page.get_by_role("button", name="Sign off", exact=True)).to_have_count(0)
    assert await grave(ana) == []
    await ana.get_by_role("button", name="Open again").click()
    for page in (ana, ben):
        await expect(field(page, "City")).to_be_enabled()


async def test_a_deadline_says_how_many_days_are_left(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await ana.get_by_role("button", name="Set a deadline").click()
    await ana.get_by_label("Days before the show").fill("2")
    await ana.keyboard.press("Enter")
    await expect(ben.locator(".due")).to_have_text("due 2 days before the show")
    day = await ana.evaluate("new Date(Date.now() + 5 * 86400000).toLocaleDateString('sv')")
    await field(ana, "Date").fill(day)
    await ana.keyboard.press("Enter")
    await expect(ben.locator(".due")).to_have_text("due in 3 days")
    past = await ana.evaluate("new Date(Date.now() - 86400000).toLocaleDateString('sv')")
    await field(ana, "Date").fill(past)
    await ana.keyboard.press("Enter")
    await expect(ben.locator(".due")).to_have_text("3 days late")
    await ben.locator(".due").click()
    await ben.get_by_role("button", name="No deadline", exact=True).click()
    await expect(ana.get_by_role("button", name="Set a deadline")).to_be_visible()


async def test_an_advance_is_sent_published_and_printed(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await ana.locator(".advance-button").click()
    await ana.get_by_role("menuitem", name="Publish").click()
    await expect(ben.locator(".advance-button")).to_contain_text("Revision 1")
    await ana.locator(".advance-button").click()
    await ana.get_by_role("menuitem", name="Mark as sent").click()
    await expect(ben.locator(".advance-button")).not_to_contain_text("not sent")
    async with ana.expect_response(lambda answer: "/documents/advance.pdf" in answer.url) as answered:
        await ana.keyboard.press("Control+p")
    answer = await answered.value
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"


async def test_redo_brings_back_what_undo_took_and_leaves_what_others_wrote(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "City").fill("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(field(ben, "City")).to_have_value("Leipzig")
    await ana.keyboard.press("Control+z")
    await expect(field(ben, "City")).to_have_value("")
    await ana.keyboard.press("Control+Shift+z")
    await expect(field(ben, "City")).to_have_value("Leipzig")
    await ana.keyboard.press("Control+z")
    await expect(field(ben, "City")).to_have_value("")
    await field(ben, "City").fill("Halle")
    await ben.keyboard.press("Enter")
    await expect(field(ana, "City")).to_have_value("Halle")
    await ana.keyboard.press("Control+y")
    await expect(ana.locator(".toast").last).to_contain_text("Ben has written here since")
    await expect(field(ana, "City")).to_have_value("Halle")


async def test_a_row_is_dragged_and_moved_by_keys_and_back(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await page.get_by_role("button", name="Wi-Fi").click()
    for name in ("backstage", "office", "stage"):
        await ana.get_by_role("button", name="Add a row").click()
        await ana.keyboard.type(name)
        await ana.keyboard.press("Enter")
    await expect(ben.locator(".row-card")).to_have_count(3)
    first = ben.locator(".row-card").first.locator("input").first
    source = await ana.get_by_role("button", name="Move row 3: drag").bounding_box()
    target = await ana.get_by_role("button", name="Move row 1: drag").bounding_box()
    assert source is not None
    assert target is not None
    await ana.mouse.move(source["x"] + 20, source["y"] + 20)
    await ana.mouse.down()
    await ana.mouse.move(target["x"] + 20, target["y"] - 10, steps=6)
    await ana.mouse.up()
    await expect(first).to_have_value("stage")
    await ana.locator(".row-card input").first.focus()
    await ana.keyboard.press("Alt+ArrowDown")
    await expect(first).to_have_value("backstage")
    await expect(ana.locator(".row-card").nth(1).locator("input").first).to_be_focused()
    await ana.keyboard.press("Control+z")
    await expect(first).to_have_value("stage")


async def test_a_long_text_merges_what_two_type_at_once(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await page.get_by_role("button", name="Hospitality").click()
    box = ana.locator("textarea[data-control]").first
    other = ben.locator("textarea[data-control]").first
    await box.fill("Water")
    await expect(other).to_have_value("Water")
    await other.press("End")
    await other.type(" and tea")
    await box.press("Home")
    await box.type("Still ")
    for text in (box, other):
        await expect(text).to_have_value("Still Water and tea")


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_menu_and_notes_keep_nobody_out(hub: Hub, people: People, scheme: str) -> None:
    link = hub.link("crew", hub.room(), "ana", Role.CREW)
    page = await people.open(link, PHONE, color_scheme=scheme, reduced_motion="reduce", has_touch=True)
    await shown(page, "show.city").locator(".mark").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    assert await grave(page) == []
    await page.get_by_role("menuitem", name="Notes on City").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
