"""The watch page: a good chat page, whether or not there is a stage."""

import pytest
from playwright.async_api import Page, expect

from hub.kernel import Role
from tests.browser.conftest import Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def say(page: Page, text: str) -> None:
    """Say something in the chat."""
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def test_viewers_talk_and_see_how_many_watch(hub: Hub, people: People) -> None:
    room = hub.room()
    one = await people.open(hub.url(f"/watch/{room}"))
    other = await people.open(hub.url(f"/watch/{room}"))
    await expect(one.locator(".side-head")).to_contain_text("2 watching")
    await say(one, "Hello from Porto")
    await expect(other.locator(".message")).to_contain_text("Hello from Porto")
    await expect(one.get_by_label("Message", exact=True)).to_have_value("")


async def test_a_viewer_chooses_a_name_and_stays_the_same_person(hub: Hub, people: People) -> None:
    room = hub.room()
    page = await people.open(hub.url(f"/watch/{room}"))
    await say(page, "before")
    await page.get_by_role("button", name="Change your name").click()
    await page.get_by_role("textbox", name="Your name").fill("Ida")
    await page.get_by_role("button", name="Use this name").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await say(page, "after")
    await expect(page.locator(".message", has_text="after")).to_contain_text("Ida")
    await expect(page.get_by_role("button", name="Remove the message by")).to_have_count(2)


async def test_reactions_float_by_on_every_screen(hub: Hub, people: People) -> None:
    room = hub.room()
    one = await people.open(hub.url(f"/watch/{room}"))
    other = await people.open(hub.url(f"/watch/{room}"))
    await expect(other.locator(".status")).to_have_text("Live")
    await one.get_by_role("button", name="React with 🔥").click()
    await expect(other.locator(".floats span")).to_have_text("🔥")
    await expect(other.locator(".floats span")).to_have_count(0)


async def test_the_moderator_removes_what_a_viewer_cannot(hub: Hub, people: People) -> None:
    room = hub.room()
    viewer = await people.open(hub.url(f"/watch/{room}"))
    reader = await people.open(hub.url(f"/watch/{room}"))
    moderator = await people.open(hub.link("watch", room, "sam", Role.STREAMER))
    await say(viewer, "buy my tape")
    await expect(reader.locator(".message")).to_have_count(1)
    await expect(reader.get_by_role("button", name="Remove the message by")).to_have_count(0)
    await moderator.locator(".message").hover()
    await moderator.get_by_role("button", name="Remove the message by").click()
    await expect(moderator.locator(".message")).to_have_count(0)
    await expect(reader.locator(".message")).to_have_count(0, timeout=15_000)


async def test_the_demo_stage_is_up_with_its_title(hub: Hub, people: People) -> None:
    page = await people.open(hub.url("/watch/demo"))
    await expect(page.locator(".stage")).to_contain_text("Live")
    dark = await people.open(hub.url(f"/watch/{hub.room()}"))
    await expect(dark.get_by_role("heading", name="The stage is dark")).to_be_visible()
