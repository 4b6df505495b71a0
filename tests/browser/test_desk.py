"""The desk by keys alone, and what can be undone there."""

import pytest
from playwright.async_api import Page, expect

from hub.kernel import Role
from tests.browser.conftest import PHONE, Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def desk_with(hub: Hub, people: People, *titles: str, room: str = "") -> Page:
    """A desk with these requests, added by keys."""
    page = await people.open(hub.link("desk", room or hub.room(), "kim", Role.DJ))
    await expect(page.locator(".status")).to_have_text("Live")
    for title in titles:
        await page.keyboard.press("a")
        await expect(page.get_by_label("Song", exact=True)).to_be_focused()
        await page.keyboard.type(title)
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-waiting]", has_text=title)).to_be_visible()
        await expect(page.locator(".queue")).not_to_contain_text("sending")
    return page


async def expect_order(page: Page, part: str, *expected: str) -> None:
    """The titles of the locked or the waiting part are these."""
    await expect(page.locator(f"{part} .entry strong")).to_have_text(list(expected))


WAITING = ".waiting-head ~ ol"
LOCKED = ".locked"


async def test_a_night_at_the_desk_by_keys_alone(hub: Hub, people: People) -> None:
    page = await desk_with(hub, people, "One", "Two", "Three", "Four")
    await page.keyboard.press("n")
    await expect(page.locator(".now-song")).to_have_text("One")
    await expect_order(page, LOCKED, "Two", "Three")
    await expect_order(page, WAITING, "Four")
    for _ in range(3):
        await page.keyboard.press("ArrowDown")
    await expect(page.locator(".entry.chosen strong")).to_have_text("Four")
    await page.keyboard.press("h")
    await expect(page.locator(".entry.chosen")).to_contain_text("on hold")
    await page.keyboard.press("u")
    await expect(page.locator(".entry.chosen")).not_to_contain_text("on hold")
    await page.keyboard.press("n")
    await expect(page.locator(".now-song")).to_have_text("Two")
    await expect_order(page, LOCKED, "Three", "Four")
    await page.keyboard.press("f")
    await expect(page.locator(".now-song")).to_have_text("Nothing plays")


async def test_requests_are_moved_by_keys_and_moved_back(hub: Hub, people: People) -> None:
    room = hub.room()
    page = await desk_with(hub, people, "One", "Two", "Three", room=room)
    other = await people.open(hub.link("desk", room, "lee", Role.DJ))
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Alt+ArrowUp")
    await page.keyboard.press("Alt+ArrowUp")
    await expect_order(page, WAITING, "Three", "One", "Two")
    await expect_order(other, WAITING, "Three", "One", "Two")
    await page.keyboard.press("u")
    await page.keyboard.press("u")
    await expect_order(other, WAITING, "One", "Two", "Three")


@pytest.mark.parametrize("key", ["x", "d", "Delete"])
async def test_a_destructive_key_can_be_undone_and_nobody_else_ever_saw_it(hub: Hub, people: People, key: str) -> None:
    room = hub.room()
    page = await desk_with(hub, people, "One", "Two", room=room)
    other = await people.open(hub.link("desk", room, "lee", Role.DJ))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press(key)
    await expect_order(page, WAITING, "Two")
    await expect(page.locator(".toast")).to_contain_text("One")
    await page.keyboard.press("u")
    await expect_order(page, WAITING, "One", "Two")
    await expect_order(other, WAITING, "One", "Two")


async def test_what_is_not_undone_counts_even_when_the_desk_is_closed(hub: Hub, people: People) -> None:
    room = hub.room()
    page = await desk_with(hub, people, "One", "Two", room=room)
    other = await people.open(hub.link("desk", room, "lee", Role.DJ))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("x")
    await expect_order(page, WAITING, "Two")
    await page.goto("about:blank")
    await expect_order(other, WAITING, "Two")


async def test_a_request_is_dragged_to_another_place(hub: Hub, people: People) -> None:
    page = await desk_with(hub, people, "One", "Two", "Three")
    handle = await page.locator("[data-waiting] .handle").nth(2).bounding_box()
    target = await page.locator("[data-waiting]").nth(0).bounding_box()
    assert handle is not None
    assert target is not None
    await page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(target["x"] + 10, target["y"] + 20, steps=5)
    await page.mouse.move(target["x"] + 10, target["y"] + 2, steps=5)
    await page.mouse.up()
    await expect_order(page, WAITING, "Three", "One", "Two")


async def test_a_message_is_taken_away_by_key_and_given_back(hub: Hub, people: People) -> None:
    room = hub.room()
    page = await desk_with(hub, people, room=room)
    await page.keyboard.press("m")
    await page.keyboard.type("Good evening")
    await page.keyboard.press("Enter")
    message = page.locator(".message", has_text="Good evening")
    await expect(message).not_to_have_class("message sending")
    await message.focus()
    await page.keyboard.press("d")
    await expect(message).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(message).to_have_count(1)


async def test_keys_rest_while_somebody_types(hub: Hub, people: People) -> None:
    page = await desk_with(hub, people, "One")
    await page.keyboard.press("m")
    await page.keyboard.type("nxd")
    await expect(page.get_by_label("Message", exact=True)).to_have_value("nxd")
    await expect_order(page, WAITING, "One")


async def test_a_phone_has_the_three_columns_in_tabs(hub: Hub, people: People) -> None:
    page = await people.open(hub.link("desk", hub.room(), "kim", Role.DJ), PHONE, has_touch=True)
    for tab, column in (("Now", ".column.now"), ("Room", ".column.room"), ("Queue", ".column.queue")):
        await page.get_by_role("tab", name=tab).click()
        await expect(page.locator(".column:visible")).to_have_count(1)
        await expect(page.locator(column)).to_be_visible()
