"""axe finds nothing serious on any page, in the dark and in the light, on a phone and on a laptop."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Page, expect

from hub.kernel import Role
from tests.browser.conftest import LAPTOP, PHONE, ROOT, Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
GRAVE = {"serious", "critical"}
SCREENS = {"phone": PHONE, "laptop": LAPTOP}
TOUCH_PX = 44
COLOURS: tuple[Literal["dark", "light"], ...] = ("dark", "light")


#: Whether what has the focus shows it; the page itself has nothing to show.
RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement === document.body || style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


def links(hub: Hub) -> dict[str, str]:
    """The pages of the demo's night, which has something of everything."""
    return {
        "crew": hub.link("crew", "demo", "ana", Role.CREW),
        "door": hub.link("door", "demo", "ana", Role.CREW),
        "floor": hub.url("/floor/demo"),
        "desk": hub.link("desk", "demo", "kim", Role.DJ),
        "watch": hub.link("watch", "demo", "sam", Role.STREAMER),
    }


async def grave(page: Page) -> list[str]:
    """What axe finds that keeps somebody out: the rule and where."""
    await page.evaluate(Path(AXE).read_text())
    found: dict[str, Any] = await page.evaluate("axe.run()")
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


async def grave_in_both(page: Page) -> list[str]:
    """What it finds in the dark, and in the light."""
    found: list[str] = []
    for scheme in COLOURS:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await page.evaluate("scheme => matchMedia(`(prefers-color-scheme: ${scheme})`).matches", scheme)
        found += [f"{scheme}: {each}" for each in await grave(page)]
    return found


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["crew", "door", "floor", "desk", "watch"])
async def test_axe_finds_nothing_grave(hub: Hub, people: People, name: str, screen: str) -> None:
    page = await people.open(links(hub)[name], SCREENS[screen], reduced_motion="reduce", has_touch=screen == "phone")
    await expect(page.locator(".status")).to_have_text("Live")
    assert await grave_in_both(page) == []


async def open_request(page: Page) -> None:
    """The sheet in which a song is asked for, with songs."""
    await page.get_by_role("button", name="Request a song").click()
    await page.get_by_role("searchbox").fill("queen")
    await expect(page.locator(".result").first).to_be_visible()


async def open_hospitality(page: Page) -> None:
    """A section with two answers to one question, and a row."""
    await page.locator(".sections").get_by_role("button", name="Hospitality").click()
    await expect(page.locator(".sibling").first).to_be_visible()


async def open_actions(page: Page) -> None:
    """A request chosen, so that its actions show."""
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".entry-actions")).to_be_visible()


DEEPER = {"floor": open_request, "crew": open_hospitality, "desk": open_actions}


@pytest.mark.parametrize("name", DEEPER)
async def test_axe_finds_nothing_grave_deeper_in(hub: Hub, people: People, name: str) -> None:
    page = await people.open(links(hub)[name], reduced_motion="reduce")
    await expect(page.locator(".status")).to_have_text("Live")
    await DEEPER[name](page)
    assert await grave_in_both(page) == []


@pytest.mark.parametrize("name", ["crew", "floor", "desk", "watch"])
async def test_a_phone_scrolls_in_one_direction_only(hub: Hub, people: People, name: str) -> None:
    page = await people.open(links(hub)[name], PHONE, has_touch=True)
    await expect(page.locator(".status")).to_have_text("Live")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("name", ["crew", "floor", "desk", "watch"])
async def test_a_thumb_hits_every_button(hub: Hub, people: People, name: str) -> None:
    page = await people.open(links(hub)[name], PHONE, has_touch=True, is_mobile=True)
    await expect(page.locator(".status")).to_have_text("Live")
    small = await page.evaluate(
        """least => [...document.querySelectorAll("button, input, select, textarea")]
             .filter(each => each.offsetParent !== null)
             .map(each => [each.getAttribute("aria-label") ?? each.textContent, each.getBoundingClientRect()])
             .filter(([, box]) => box.height < least || box.width < least)
             .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""",
        TOUCH_PX,
    )
    assert small == []


@pytest.mark.parametrize("name", ["crew", "floor", "desk", "watch"])
async def test_what_has_the_focus_is_seen(hub: Hub, people: People, name: str) -> None:
    page = await people.open(links(hub)[name])
    await expect(page.locator(".status")).to_have_text("Live")
    for _ in range(8):
        await page.keyboard.press("Tab")
        ring = await page.evaluate(RING)
        assert ring, await page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@pytest.mark.parametrize("name", ["floor", "watch"])
@pytest.mark.parametrize(("scheme", "chosen"), [("dark", "Light"), ("light", "Dark")])
async def test_axe_finds_nothing_grave_in_the_colours_one_has_chosen(
    hub: Hub, people: People, name: str, scheme: str, chosen: str
) -> None:
    page = await people.open(hub.url(f"/{name}/demo"), PHONE, color_scheme=scheme, reduced_motion="reduce")
    await expect(page.locator(".status")).to_have_text("Live")
    await page.get_by_role("button", name="Language and colours").click()
    await page.get_by_role("radio", name=chosen).check()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await grave(page) == []
