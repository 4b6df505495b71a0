"""What happens to the ways into a show when it is put away, or when who made them leaves."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Hub, People
from tests.browser.test_accounts import follow, invite, make_link, make_show, newcomer, sign_in, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def sure(page: Page, name: str) -> None:
    """Press a button that asks once more."""
    await page.get_by_role("button", name=name, exact=True).click()
    await page.get_by_role("button", name="Yes, do it").click()


async def test_who_came_by_a_link_is_out_while_the_show_is_archived(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Dora")
    await make_show(page, hub, "Put Away")
    link = await make_link(page, "Light")
    inside = await people.open(link)
    await expect(inside.get_by_label("Title", exact=True)).to_have_value("Put Away")
    await sure(page, "Archive")
    await expect(inside.get_by_role("heading", name="This page has lost its way in")).to_be_visible()
    late = await people.open(link)
    await expect(late.get_by_role("heading", name="This link did not open")).to_be_visible()
    await page.get_by_role("button", name="Bring back").click()
    await expect(page.get_by_role("button", name="Archive", exact=True)).to_be_visible()
    back = await people.open(link)
    status, try_again = back.locator(".status"), back.get_by_role("button", name="Try again")
    await expect(status.or_(try_again).first).to_be_visible()
    while not await status.count():  # a moment, until every worker knows
        await try_again.click()
        await expect(status.or_(try_again).first).to_be_visible()
    await expect(status).to_have_text("Live")


async def test_links_of_who_left_are_listed_and_end_together(hub: Hub, people: People) -> None:
    ana = await newcomer(hub, people, "Ella")
    await make_show(ana, hub, "Left Behind")
    await invite(ana, hub.mail("fred"))
    fred = await people.open("about:blank")
    await follow(fred, hub, hub.mail("fred"), "invites you")
    await expect(fred.get_by_role("heading", name="You are invited")).to_be_visible()
    await sign_in(fred, hub, await sign_up(fred, hub, "Fred"))
    await expect(fred.locator(".org-name")).to_have_text("Ella Concerts")
    await ana.reload()
    await ana.locator(".members li", has_text=hub.mail("fred")).locator("select").select_option("manager")
    await expect(ana.get_by_role("status").first).to_contain_text("Fred")
    await fred.reload()
    await fred.get_by_role("link", name="Left Behind").first.click()
    link = await make_link(fred, "Caterer")
    await sure(ana, "Remove: Fred")
    await expect(ana.locator(".members")).not_to_contain_text("Fred")
    await ana.reload()
    left = ana.get_by_role("region", name="Fred")
    await expect(left).to_contain_text("Caterer · Left Behind")
    await left.get_by_role("link").click()
    await expect(ana.locator(".links")).to_contain_text("made by Fred, who has left")
    await ana.get_by_role("button", name="Sent out: Desk").click()
    await expect(ana.get_by_role("dialog")).to_contain_text("Nobody is kept out")
    await ana.keyboard.press("Escape")
    await ana.go_back()
    await ana.reload()
    await sure(ana, "Take all back: Fred")
    await expect(left).not_to_be_visible()
    late = await people.open(link)
    await expect(late.get_by_role("alert")).to_contain_text("ask for another one")


async def test_the_address_of_a_calendar_is_taken_away(hub: Hub, people: People) -> None:
    page = await newcomer(hub, people, "Gina")
    await page.get_by_role("tab", name="Calendar").click()
    await page.get_by_role("button", name="Make the address").click()
    await expect(page.get_by_role("textbox", name="In your own calendar")).to_be_visible()
    await sure(page, "Take the address away")
    await expect(page.get_by_role("button", name="Make the address")).to_be_visible()
