"""Homes of shows, and what people do from there."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Hub

ANSWERED = "Section by section"
#: Pages and forms are opened one after another here, on machines that have other work as well.
PATIENCE_MS, USUAL_MS = 30_000, 5_000


@pytest.fixture
def patient() -> Generator[None]:
    """Every page has longer than usual to show what is waited for."""
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=USUAL_MS)


def noon_zone() -> str:
    """A time zone in which it is noon: people are reminded by day."""
    behind = datetime.now(UTC).hour - 12
    return f"Etc/GMT{behind:+d}" if behind else "Etc/GMT"


async def make_venue(page: Page, hub: Hub, name: str) -> None:
    """A venue in which it is noon."""
    await page.goto(hub.url("/shows"))
    await page.get_by_role("tab", name="Venues").click()
    await page.get_by_role("button", name="New venue").click()
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Timezone").fill(noon_zone())
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()


async def show_at(page: Page, hub: Hub, title: str, venue: str = "", *, days: int) -> None:
    """A show in so many days; the page is its home then, and what it says of the advance is there."""
    await page.goto(hub.url("/shows"))
    await page.get_by_role("tab", name="List").click()
    await page.get_by_role("button", name="New show").click()
    await page.get_by_label("Title", exact=True).fill(title)
    await page.get_by_label("Day").fill((datetime.now(UTC).date() + timedelta(days=days)).isoformat())
    if venue:
        await page.get_by_label("Venue").select_option(venue)
    await page.get_by_role("button", name="Make the show").click()
    await expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    await expect(advance(page)).to_contain_text(ANSWERED)


def advance(page: Page) -> Locator:
    """What the home of a show says of its advance."""
    return page.get_by_role("region", name="Advance", exact=True)


async def open_form(page: Page, section: str) -> str:
    """From the home of a show into a section of its form; the address to come back to."""
    home = page.url
    await advance(page).get_by_role("button", name="Open the form").click()
    await expect(page.locator(".status")).to_have_text("Live")
    await page.locator(".section-button", has_text=section).click()
    return home


async def back(page: Page, home: str) -> None:
    """From the form to the home, when what was written is counted."""
    await expect(page.locator(".status")).to_have_text("Live")
    await page.goto(home)
    await expect(advance(page)).to_contain_text(ANSWERED)
