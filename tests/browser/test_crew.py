"""The crew form in two browsers at once."""

import pytest
from playwright.async_api import Locator, Page, expect

from hub.advancing_sync.messages import Edit
from hub.advancing_sync.rules import HEADS_MAX
from hub.kernel import Role
from tests.browser.asking import ask
from tests.browser.conftest import PHONE, Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def field(page: Page, label: str) -> Locator:
    """The control of a field."""
    return page.get_by_label(label, exact=True)


def shown(page: Page, key: str) -> Locator:
    """Everything around a field: its answer, siblings, who is in it."""
    return page.locator(f"[data-field='{key}']").first


async def choose(page: Page, key: str, what: str) -> None:
    """Open the menu of a question and choose something in it."""
    await shown(page, key).locator(".mark").click()
    await page.get_by_role("menu").locator("button", has_text=what).click()


async def two(hub: Hub, people: People) -> tuple[Page, Page]:
    """Ana of the band and Ben of the venue on one form, both live."""
    room = hub.room()
    ana = await people.open(hub.link("crew", room, "ana", Role.CREW))
    ben = await people.open(hub.link("crew", room, "ben", Role.VENUE))
    for page in (ana, ben):
        await expect(page.locator(".status")).to_have_text("Live")
    await expect(ana.locator(".here-list")).to_contain_text("Ben")
    return ana, ben


async def test_what_one_writes_the_other_sees_with_who_is_in_the_field(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "City").focus()
    await expect(shown(ben, "show.city").get_by_text("Ana")).to_be_visible()
    await ana.keyboard.type("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(field(ben, "City")).to_have_value("Leipzig")
    await expect(shown(ana, "show.city").get_by_text("saved")).to_be_visible()
    await expect(ben.locator(".activity")).to_contain_text("City: Leipzig")


async def test_a_field_is_as_wide_with_somebody_in_it_as_without(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    capacity = shown(ana, "show.capacity_total").locator(".input")
    before = await capacity.bounding_box()
    await field(ben, "Capacity (people)").focus()
    await expect(shown(ana, "show.capacity_total").get_by_text("Ben")).to_be_visible()
    after = await capacity.bounding_box()
    assert before is not None
    assert after is not None
    assert (after["x"], after["width"]) == (before["x"], before["width"])


async def test_two_who_write_one_field_at_once_converge_and_both_values_stay(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "Venue").fill("Lantern Hall")
    await field(ben, "Venue").fill("Lantern House")
    await ana.keyboard.press("Enter")
    await ben.keyboard.press("Enter")
    for page in (ana, ben):
        await expect(shown(page, "show.venue").locator(".sibling")).to_have_count(1)
    values = {await field(page, "Venue").input_value() for page in (ana, ben)}
    assert len(values) == 1
    texts = {await shown(page, "show.venue").locator(".sibling").inner_text() for page in (ana, ben)}
    assert all(("Lantern Hall" in text) or ("Lantern House" in text) for text in texts)
    both = values | {"Lantern Hall" if "Lantern House" in values else "Lantern House"}
    assert both == {"Lantern Hall", "Lantern House"}

    other = (both - values).pop()
    await ben.get_by_role("button", name=f"Use that {other}").click()
    for page in (ana, ben):
        await expect(field(page, "Venue")).to_have_value(other)
        await expect(shown(page, "show.venue").locator(".sibling")).to_have_count(0)


async def test_one_after_the_other_leaves_no_sibling(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "City").fill("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(field(ben, "City")).to_have_value("Leipzig")
    for text in ("Halle", "Halle (Saale)"):
        await field(ben, "City").fill(text)
        await ben.keyboard.press("Enter")
    await expect(field(ana, "City")).to_have_value("Halle (Saale)")
    await expect(shown(ana, "show.city").locator(".sibling")).to_have_count(0)


async def test_edits_without_a_network_wait_and_arrive_when_it_is_back(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await ana.context.set_offline(True)
    await expect(ana.locator(".status")).to_contain_text("Offline", timeout=15_000)
    await field(ana, "City").fill("Leipzig")
    await ana.keyboard.press("Enter")
    await field(ana, "Venue").fill("Lantern Hall")
    await ana.keyboard.press("Enter")
    await expect(ana.locator(".status")).to_have_text("Offline: 2 edits waiting")
    await field(ben, "City").fill("Halle")
    await ben.keyboard.press("Enter")
    await expect(field(ana, "City")).to_have_value("Leipzig")

    await ana.context.set_offline(False)
    await expect(ana.locator(".status")).to_have_text("Live", timeout=20_000)
    await expect(field(ben, "Venue")).to_have_value("Lantern Hall")
    for page in (ana, ben):
        await expect(shown(page, "show.city").locator(".sibling")).to_have_count(1)


async def test_a_restart_of_the_hub_needs_no_refresh(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await ana.evaluate("window.stayed = true")
    await hub.order("restart hub")
    await field(ana, "City").fill("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(field(ben, "City")).to_have_value("Leipzig", timeout=30_000)
    for page in (ana, ben):
        await expect(page.locator(".status")).to_have_text("Live", timeout=30_000)
    assert await ana.evaluate("window.stayed")


async def test_a_locked_field_says_who_locked_it_and_takes_nothing(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await choose(ana, "show.title", "Lock the answer")
    await expect(field(ben, "Title")).to_be_disabled()
    await expect(shown(ben, "show.title")).to_contain_text("Locked by Ana")
    await choose(ben, "show.title", "Unlock the answer")
    await expect(field(ana, "Title")).to_be_enabled()


async def test_rows_are_added_filled_moved_and_removed_with_undo(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await page.get_by_role("button", name="Wi-Fi").click()
    for name in ("backstage", "office"):
        await ana.get_by_role("button", name="Add a row").click()
        await ana.keyboard.type(name)
        await ana.keyboard.press("Enter")
    rows = ben.locator(".row-card")
    await expect(rows).to_have_count(2)
    await expect(rows.first.locator("input").first).to_have_value("backstage")
    await ana.get_by_role("button", name="Move row 2 up").click()
    await expect(rows.first.locator("input").first).to_have_value("office")
    await ana.get_by_role("button", name="Remove row 1").click()
    await expect(ana.locator(".row-card")).to_have_count(1)
    await ana.get_by_role("button", name="Undo").click()
    await expect(ana.locator(".row-card")).to_have_count(2)
    await expect(rows).to_have_count(2)


async def test_enter_goes_on_and_ctrl_z_takes_back_what_i_wrote(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    await field(ana, "City").focus()
    await ana.keyboard.type("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(field(ana, "Capacity (people)")).to_be_focused()
    await expect(field(ben, "City")).to_have_value("Leipzig")
    await ana.keyboard.press("Control+z")
    await expect(field(ben, "City")).to_have_value("")


async def test_what_was_refused_is_saved_after_the_choice_that_it_asks_for(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    room = "show/" + ana.url.rpartition("/")[2].partition("#")[0]
    await ana.context.set_offline(True)
    await field(ana, "City").fill("Bergen")
    await ana.keyboard.press("Enter")
    await ask(hub, room, *(Edit(field="show.city", value=f"City {n}") for n in range(HEADS_MAX)))
    await ana.context.set_offline(False)
    await expect(shown(ana, "show.city")).to_contain_text("pick one first")
    await expect(ana.locator(".save-words")).to_have_text("Not all saved")
    await field(ana, "City").focus()
    await shown(ana, "show.city").get_by_role("button", name="Keep this").first.click()
    await expect(ana.locator(".save-words")).to_have_text("All saved")
    await expect(field(ben, "City")).to_have_value("Bergen")


async def test_what_the_form_cannot_take_is_said_beside_the_field_and_kept(hub: Hub, people: People) -> None:
    ana, _ = await two(hub, people)
    await field(ana, "Capacity (people)").fill("a lot")
    await ana.keyboard.press("Enter")
    await expect(shown(ana, "show.capacity_total")).to_contain_text("Type a number.")
    await expect(field(ana, "Capacity (people)")).to_have_value("a lot")


async def test_a_phone_has_the_sections_and_the_people_in_sheets(hub: Hub, people: People) -> None:
    page = await people.open(hub.link("crew", hub.room(), "ana", Role.CREW), PHONE, has_touch=True)
    await page.get_by_role("button", name="Sections").click()
    await page.get_by_role("dialog").get_by_role("button", name="Guest list").click()
    await expect(page.get_by_role("heading", name="Guest list")).to_be_visible()
    await page.get_by_role("button", name="Activity").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Here now")


async def test_without_a_link_the_page_says_what_to_do(hub: Hub, people: People) -> None:
    page = await people.open(hub.url("/crew/demo"))
    await expect(page.get_by_role("heading", name="Open the link you were given")).to_be_visible()


async def test_the_grant_leaves_the_address_bar_and_lasts_through_a_reload(hub: Hub, people: People) -> None:
    page = await people.open(hub.link("crew", hub.room(), "ana", Role.CREW))
    await expect(page.locator(".status")).to_have_text("Live")
    assert "grant" not in page.url
    await page.reload()
    await expect(page.locator(".status")).to_have_text("Live")
