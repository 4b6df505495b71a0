"""The phone page and the desk, each on its own screen."""

import asyncio
import gzip
from typing import Any

import pytest
from playwright.async_api import Page, Response, Route, expect

from hub.kernel import Role
from tests.browser.conftest import PHONE, Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FIRST_LOAD_KIB_MAX = 60


async def phone(hub: Hub, people: People, room: str, **options: Any) -> Page:
    """Somebody in the audience who has just walked in."""
    page = await people.open(hub.url(f"/floor/{room}"), PHONE, has_touch=True, **options)
    await expect(page.locator(".status")).to_have_text("Live")
    return page


async def ask(page: Page, title: str, name: str) -> None:
    """Ask for a song in one's own words."""
    await page.get_by_role("button", name="Request a song").click()
    await page.get_by_role("searchbox").fill(title)
    await page.get_by_role("button", name=f"Ask for “{title}”").click()
    await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="Send the request").click()
    await expect(page.locator(".mine")).to_contain_text(title)


async def test_a_phone_asks_and_the_desk_sees_it_and_plays_it(hub: Hub, people: People) -> None:
    room = hub.room()
    desk = await people.open(hub.link("desk", room, "kim", Role.DJ))
    page = await phone(hub, people, room)
    await ask(page, "Jolene", "Nora")
    await expect(desk.locator(".queue")).to_contain_text("Jolene")
    await expect(desk.locator(".queue")).to_contain_text("Nora")
    await expect(desk.locator(".ticker")).to_contain_text("Nora asks for Jolene")
    await expect(page.locator(".mine")).to_contain_text("nobody ahead of you")
    await desk.keyboard.press("n")
    await expect(page.locator(".now-card")).to_contain_text("Jolene")
    await expect(page.locator(".mine")).to_contain_text("your song is playing")


async def test_the_songbook_is_searched_while_typing(hub: Hub, people: People) -> None:
    page = await people.open(hub.url("/floor/demo"), PHONE, has_touch=True)
    await page.get_by_role("button", name="Request a song").click()
    await page.get_by_role("searchbox").press_sequentially("dancing qu")
    await page.get_by_role("button", name="Dancing Queen ABBA free").click()
    await expect(page.locator(".picked")).to_contain_text("ABBA")
    await page.get_by_role("button", name="Send the request").click()
    await expect(page.get_by_role("alert")).to_contain_text("Say your name.")


async def test_you_are_next_fills_the_screen(hub: Hub, people: People) -> None:
    room = hub.room()
    desk = await people.open(hub.link("desk", room, "kim", Role.DJ))
    page = await phone(hub, people, room, reduced_motion="reduce")
    await ask(page, "Jolene", "Nora")
    await expect(desk.locator(".queue")).to_contain_text("Jolene")
    await desk.keyboard.press("c")
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("You're next")
    box = await alert.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    await page.get_by_role("button", name="I'm on my way").click()
    await expect(alert).to_have_count(0)


async def test_a_request_is_taken_back_and_the_taking_back_is_undone(hub: Hub, people: People) -> None:
    page = await phone(hub, people, hub.room())
    await ask(page, "Jolene", "Nora")
    await page.get_by_role("button", name="Take back Jolene").click()
    await expect(page.locator(".mine")).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".mine")).to_contain_text("Jolene")


async def test_a_request_made_without_a_network_goes_out_when_it_is_back(hub: Hub, people: People) -> None:
    room = hub.room()
    desk = await people.open(hub.link("desk", room, "kim", Role.DJ))
    page = await phone(hub, people, room)
    await ask(page, "Valerie", "Nora")
    await page.context.set_offline(True)
    await expect(page.locator(".status")).to_contain_text("Offline", timeout=15_000)
    await ask(page, "Jolene", "Nora")
    await expect(page.locator(".mine")).to_contain_text("goes out when you are back online")
    await page.context.set_offline(False)
    await expect(desk.locator(".queue")).to_contain_text("Jolene", timeout=20_000)


async def test_a_phone_that_comes_back_is_the_same_person(hub: Hub, people: People) -> None:
    page = await phone(hub, people, hub.room())
    await ask(page, "Jolene", "Nora")
    await page.reload()
    await expect(page.locator(".mine")).to_contain_text("Jolene")


async def test_the_first_load_of_the_phone_page_is_light(hub: Hub, people: People) -> None:
    page = await people.open("about:blank", PHONE)
    answers: list[Response] = []

    def heard(answer: Response) -> None:
        answers.append(answer)

    page.on("response", heard)
    await page.goto(hub.url(f"/floor/{hub.room()}"))
    await expect(page.locator(".status")).to_have_text("Live")
    sizes = {answer.url: len(gzip.compress(await answer.body())) for answer in answers if answer.status == 200}
    assert any(url.endswith(".js") for url in sizes)
    assert sum(sizes.values()) <= FIRST_LOAD_KIB_MAX * 1024, sizes


async def test_the_page_speaks_the_language_of_the_phone(hub: Hub, people: People) -> None:
    page = await people.open(hub.url(f"/floor/{hub.room()}"), PHONE, locale="de-DE")
    await expect(page.get_by_role("button", name="Lied wünschen")).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == "de"


async def test_language_and_colours_are_chosen_and_kept_on_this_device(hub: Hub, people: People) -> None:
    page = await phone(hub, people, hub.room(), color_scheme="dark")
    await page.get_by_role("tab", name="Chat").click()
    await page.get_by_label("Message", exact=True).fill("half a sent")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark = await page.evaluate(ground)
    await page.get_by_role("button", name="Language and colours").click()
    menu = page.get_by_role("dialog")
    await expect(menu.get_by_role("radio", name="English")).to_be_focused()
    await menu.get_by_role("radio", name="Light").check()
    light = await page.evaluate(ground)
    assert dark != light
    await menu.get_by_role("radio", name="Deutsch").check()
    await expect(menu.get_by_role("radio", name="Deutsch")).to_be_focused()
    await expect(page.locator(".status")).to_have_text("Live")
    await menu.get_by_role("button", name="Schließen").click()
    await expect(page.get_by_label("Nachricht", exact=True)).to_have_value("half a sent")
    await page.get_by_role("tab", name="Wünsche").click()
    await expect(page.get_by_role("button", name="Lied wünschen")).to_be_visible()
    assert await page.title() == "Wünsche · Showhub"
    await page.reload()
    await expect(page.get_by_role("button", name="Lied wünschen")).to_be_visible()
    assert await page.evaluate(ground) == light
    await page.get_by_role("button", name="Sprache und Farben").click()
    await menu.get_by_role("radio", name="Wie das Gerät").check()
    await menu.get_by_role("radio", name="English").check()
    assert await page.evaluate(ground) == dark
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("button", name="Request a song")).to_be_visible()


async def test_nothing_jumps_when_the_queue_arrives(hub: Hub, people: People) -> None:
    """The button stands in the bones as it does on the page."""
    page = await people.open("about:blank", PHONE)
    held = asyncio.Event()

    async def wait(route: Route) -> None:
        await held.wait()
        await route.continue_()

    await page.route("**/api/enter", wait)
    await page.goto(hub.url(f"/floor/{hub.room()}"))
    button = page.get_by_role("button", name="Language and colours")
    before = await button.bounding_box()
    assert before is not None
    held.set()
    await expect(page.locator(".status")).to_have_text("Live")
    after = await button.bounding_box()
    assert after == before
    assert before["x"] + before["width"] <= PHONE["width"]
