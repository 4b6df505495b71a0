"""The door of a show in two browsers at once."""

import pytest
from playwright.async_api import Locator, Page, expect

from hub.advancing_sync.guests_messages import GUESTS
from hub.advancing_sync.messages import AddRow, Edit, Value
from hub.kernel import Role
from tests.browser.asking import ask
from tests.browser.conftest import PHONE, Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def guest(page: Page, name: str) -> Locator:
    """The line of a guest."""
    return page.locator(".door-line").filter(has_text=name)


async def expecting(hub: Hub, room: str) -> None:
    """A guest list with two rows: Ida who brings two, and Zoë who comes alone."""
    guests: dict[str, dict[str, Value]] = {"ida": {"name": "Ida Lund", "plus": 2}, "zoe": {"name": "Zoë Wolf"}}
    for row, cells in guests.items():
        edits = [Edit(field=GUESTS, value=value, row=row, column=column) for column, value in cells.items()]
        await ask(hub, room, AddRow(field=GUESTS, row=row), *edits)


async def two(hub: Hub, people: People) -> tuple[Page, Page]:
    """Two doors of a show: one of the band's side that came from the form, one of the venue's side on a phone."""
    room = hub.room()
    await expecting(hub, f"show/{room}")
    left = await people.open(hub.link("crew", room, "ana", Role.CREW))
    await expect(left.locator(".status")).to_have_text("Live")
    # who has the form open has the door open too
    await left.goto(hub.url(f"/door/{room}"))
    right = await people.open(hub.link("door", room, "ben", Role.VENUE), PHONE, has_touch=True)
    for page in (left, right):
        await expect(page.locator(".status")).to_have_text("Live")
        await expect(page.locator(".door-line")).to_have_count(2)
    return left, right


async def test_two_doors_count_one_row_and_lose_nobody(hub: Hub, people: People) -> None:
    left, right = await two(hub, people)
    await guest(left, "Ida").get_by_role("button", name="Check in Ida Lund").click()
    await guest(right, "Ida").get_by_role("button", name="Check in Ida Lund").click()
    for page in (left, right):
        await expect(guest(page, "Ida")).to_contain_text("2 of 3 in")
        await expect(page.locator(".door-numbers")).to_contain_text("2 of 4 in")
    await guest(right, "Ida").get_by_role("button", name="Take back one of Ida Lund").click()
    await expect(guest(left, "Ida")).to_contain_text("1 of 3 in")
    await guest(left, "Ida").get_by_role("button", name="Check in all 2 of Ida Lund").click()
    await expect(guest(right, "Ida")).to_contain_text("3 of 3 in")
    await expect(guest(right, "Ida").get_by_role("button", name="Check in")).to_have_count(0)


async def test_a_door_without_a_network_goes_on_and_says_so(hub: Hub, people: People) -> None:
    left, right = await two(hub, people)
    await right.context.set_offline(True)
    await right.evaluate("dispatchEvent(new Event('offline'))")
    await expect(right.locator(".door-away")).to_contain_text("Offline")
    await guest(right, "Ida").get_by_role("button", name="Check in Ida Lund").click()
    await expect(guest(right, "Ida")).to_contain_text("kept on this device")
    await expect(right.locator(".door-away")).to_contain_text("1 check-in stays on this device")
    await guest(left, "Ida").get_by_role("button", name="Check in Ida Lund").click()
    await right.context.set_offline(False)
    await right.evaluate("dispatchEvent(new Event('online'))")
    for page in (left, right):
        await expect(guest(page, "Ida")).to_contain_text("2 of 3 in")
    await expect(guest(right, "Ida")).not_to_contain_text("kept on this device")


async def test_a_name_is_found_as_it_is_typed(hub: Hub, people: People) -> None:
    _, right = await two(hub, people)
    await right.get_by_label("Find a name").fill("zoe")
    await expect(right.locator(".door-line")).to_have_count(1)
    await right.keyboard.press("Enter")
    await right.keyboard.press("Enter")
    await expect(guest(right, "Zoë")).to_contain_text("1 of 1 in")
    await right.get_by_label("Find a name").fill("nobody")
    await expect(right.get_by_text("Nobody on the list is called “nobody”.")).to_be_visible()
