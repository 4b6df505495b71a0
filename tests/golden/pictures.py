"""`python -m tests.golden.pictures`: every page of the demo, on a phone and on a laptop, as pictures in docs/images."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, expect

from embedded.links import links
from embedded.seeds.organisation import MAIL, ORG
from embedded.stack import Stack, Wanted, password, stack
from load.chromium import launched

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
SCREENS = (ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800))
#: Everything that a page fetches and draws at first.
QUIET_MS = 20_000


async def nothing(_page: Page) -> None:
    """It is shown as it comes."""


async def schedule(page: Page) -> None:
    """From the form's first section to the day."""
    sections = page.get_by_role("button", name="Sections", exact=True)
    if await sections.is_visible():
        await sections.click()
    await page.locator(".section-button:visible", has_text="Schedule").click()


async def calendar(page: Page) -> None:
    """From the list of shows to the month."""
    await page.get_by_role("tab", name="Calendar").click()


class Picture(NamedTuple):
    """What it is called, where it is taken (a path, or a link of the demo by its label), and what is done there first.

    Some are of somebody who has signed in.
    """

    name: str
    where: str
    signed_in: bool = False
    first: Callable[[Page], Awaitable[None]] = nothing


BAND = "crew form, the band's side"
#: Every page, in the order of docs/pages.md.
PICTURES = (
    Picture("sign-in", "/sign-in"),
    Picture("shows", "/shows", signed_in=True),
    Picture("calendar", "/shows", signed_in=True, first=calendar),
    Picture("show", f"/shows/{ORG}/demo", signed_in=True),
    Picture("board", "/board", signed_in=True),
    Picture("organisation", f"/organisation/{ORG}", signed_in=True),
    Picture("account", "/account", signed_in=True),
    Picture("open", "/open"),
    Picture("crew", BAND),
    Picture("schedule", BAND, first=schedule),
    Picture("door", "door of the guest list"),
    Picture("floor", "phone page"),
    Picture("desk", "desk"),
    Picture("watch", "watch page"),
)


def file_of(picture: Picture, screen: ViewportSize) -> Path:
    """Where it is kept."""
    return FOLDER / f"{picture.name}-{screen['width']}.png"


async def take(running: Stack) -> None:
    """All of them, on each screen. Raises `TimeoutError` of the browser when a page does not come."""
    async with launched() as chromium:
        for screen in SCREENS:
            for signed_in in (False, True):
                async with somebody(chromium, screen, running, signed_in=signed_in) as person:
                    for picture in PICTURES:
                        if picture.signed_in == signed_in:
                            await _take(person, running, picture, file_of(picture, screen))


@asynccontextmanager
async def somebody(
    chromium: Browser, screen: ViewportSize, running: Stack, *, signed_in: bool
) -> AsyncGenerator[BrowserContext]:
    """A visitor with this screen, or the owner of the demo's organisation."""
    context = await chromium.new_context(
        viewport=screen, locale="en-GB", timezone_id="Europe/Berlin", color_scheme="dark", reduced_motion="reduce"
    )
    if signed_in:
        page = await context.new_page()
        await page.goto(f"{running.hub.url}/sign-in")
        await page.get_by_label("E-mail").fill(MAIL)
        await page.get_by_label("Password").fill(password(running.hub.directory))
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page).to_have_url(f"{running.hub.url}/shows")
        await page.close()
    yield context
    await context.close()


async def _take(person: BrowserContext, running: Stack, picture: Picture, file: Path) -> None:
    page = await person.new_page()
    by_label = {link.label: link.url for link in links(running.settings, running.hub.url)}
    await page.goto(by_label.get(picture.where, f"{running.hub.url}{picture.where}"))
    await page.wait_for_load_state("networkidle", timeout=QUIET_MS)
    await picture.first(page)
    await page.wait_for_load_state("networkidle", timeout=QUIET_MS)
    await page.screenshot(path=file)
    await page.close()


def main() -> int:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="hub-pictures-") as directory,
        stack(Wanted(Path(directory), workers=1, port=0)) as running,
    ):
        asyncio.run(take(running))
    return 0


if __name__ == "__main__":
    sys.exit(main())
