"""Lists of the crew form out to a file and back, in two browsers."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import FilePayload, Locator, Page, expect

from hub.kernel import Role
from tests.browser.conftest import PHONE, Hub, People
from tests.browser.test_access import grave
from tests.browser.test_crew import choose, field, shown, two

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LISTS = {
    "Guest list": ("Guests", "Gast,+\r\nMaya Solano,1\r\n", "Maya Solano"),
    "Contacts": ("Contacts", "Name;Role\r\nMaya Solano;Tour manager\r\n", "Maya Solano"),
    "Technical": ("Input list", "Channel\tSource\r\n1\tKick\r\n", "Kick"),
    "Schedule": ("Schedule", "What,Title,Start\r\ndoors,Early doors,7:30 pm\r\n", "Early doors"),
}


def file(name: str, text: str, kind: str = "text/csv") -> FilePayload:
    """A file of somebody's own."""
    return {"name": name, "mimeType": kind, "buffer": text.encode()}


async def go(page: Page, section: str) -> None:
    """Choose a section at the left."""
    await page.locator(".sections").get_by_role("button", name=section).click()


async def open_files(page: Page, label: str) -> Locator:
    """The dialog of a list."""
    await page.get_by_role("button", name=f"Import, export: {label}").click()
    dialog = page.get_by_role("dialog", name=f"{label} as a file")
    await expect(dialog).to_be_visible()
    return dialog


async def bring(dialog: Locator, what: FilePayload) -> None:
    """Choose a file to be read."""
    await dialog.locator("input[type=file]").set_input_files(what)


@pytest.mark.parametrize("section", LISTS)
async def test_a_list_comes_in_by_a_preview_and_goes_out(hub: Hub, people: People, section: str) -> None:
    label, text, name = LISTS[section]
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await go(page, section)
    dialog = await open_files(ana, label)
    await bring(dialog, file("list.csv", text))
    await expect(dialog).to_contain_text("1 to add")
    await expect(ben.locator(".row-card")).to_have_count(0)
    await dialog.get_by_role("button", name="Import 1 row").click()
    await expect(dialog).to_contain_text("1 row is imported.")
    await dialog.get_by_role("button", name="Done").click()
    await expect(ana.get_by_role("button", name=f"Import, export: {label}")).to_be_focused()
    for page in (ana, ben):
        card = page.locator("[data-field] .row-card")
        await expect(card).to_have_count(1)
        if await card.locator(".row-toggle[aria-expanded=false]").count():
            await card.locator(".row-toggle").click()
        values = [await each.input_value() for each in await card.locator("input").all()]
        assert name in values
    dialog = await open_files(ben, label)
    async with ben.expect_download() as loading:
        await dialog.get_by_role("button", name="Export as CSV").click()
    download = await loading.value
    assert name in (await download.path()).read_text("utf-8-sig")
    assert download.suggested_filename.endswith(".csv")


async def test_a_line_that_is_wrong_says_where_and_the_others_go_on(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await go(page, "Guest list")
    dialog = await open_files(ana, "Guests")
    await bring(dialog, file("guests.csv", "Guest,Plus\r\nMaya,1\r\nNoah,2\r\n"))
    await dialog.get_by_role("button", name="Import 2 rows").click()
    await dialog.get_by_role("button", name="Done").click()
    await expect(ben.locator(".row-card")).to_have_count(2)
    dialog = await open_files(ben, "Guests")
    await bring(dialog, file("guests.csv", "Guest,Plus,Shoe size\r\nMaya,3\r\nNoah,2\r\nOlga,many\r\nPia,\r\n"))
    for words in ("1 to add", "1 to change", "1 as it is", "1 problem", "Columns left out: Shoe size"):
        await expect(dialog).to_contain_text(words)
    await expect(dialog.locator(".fault")).to_contain_text("Line 4, Plus")
    await expect(dialog.locator("li", has_text="Maya").locator("del")).to_have_text("1")
    await expect(dialog.locator("li", has_text="Maya").locator("ins")).to_have_text("3")
    await dialog.get_by_role("button", name="Import 2 rows").click()
    await expect(dialog).to_contain_text("1 line was left out")
    await expect(ana.locator(".row-card")).to_have_count(3)


async def test_what_somebody_changed_meanwhile_is_shown_before_it_is_done(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await go(page, "Contacts")
    dialog = await open_files(ana, "Contacts")
    await bring(dialog, file("people.csv", "Name,Role\r\nMaya,Driver\r\n"))
    await dialog.get_by_role("button", name="Import 1 row").click()
    await dialog.get_by_role("button", name="Done").click()
    dialog = await open_files(ana, "Contacts")
    await bring(dialog, file("people.csv", "Name,Role\r\nMaya,Tour manager\r\n"))
    await expect(dialog.locator("del")).to_have_text("Driver")
    await ben.locator(".row-toggle").click()
    await field(ben, "Contacts, row 1: Role").fill("Runner")
    await ben.keyboard.press("Enter")
    await expect(ana.locator(".row-card .summary")).to_contain_text("Runner")
    await dialog.get_by_role("button", name="Import 1 row").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Somebody changed these rows meanwhile")
    await expect(dialog.locator("del")).to_have_text("Runner")
    await dialog.get_by_role("button", name="Import 1 row").click()
    await expect(dialog).to_contain_text("1 row is imported.")
    await expect(field(ben, "Contacts, row 1: Role")).to_have_value("Tour manager")


async def test_the_schedule_goes_to_a_calendar_and_comes_back(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    today = datetime.now(tz=UTC).date().isoformat()
    await field(ana, "Date").fill(today)
    await ana.keyboard.press("Enter")
    await expect(field(ben, "Date")).to_have_value(today)
    for page in (ana, ben):
        await go(page, "Schedule")
    dialog = await open_files(ana, "Schedule")
    await bring(dialog, file("day.csv", "What,Title,Start\r\ndoors,Early doors,19:30\r\n"))
    await dialog.get_by_role("button", name="Import 1 row").click()
    await dialog.get_by_role("button", name="Done").click()
    dialog = await open_files(ben, "Schedule")
    async with ben.expect_download() as loading:
        await dialog.get_by_role("button", name="Export to a calendar").click()
    calendar = (await (await loading.value).path()).read_text()
    assert "Early doors" in calendar
    await bring(dialog, file("day.ics", re.sub(r"T193000", "T200000", calendar), "text/calendar"))
    await expect(dialog.locator("ins").first).to_have_text("20:00")
    await dialog.get_by_role("button", name="Import 1 row").click()
    await expect(ana.locator(".row-card .summary")).to_contain_text("20:00")


async def test_a_file_that_is_no_list_is_refused_with_a_sentence(hub: Hub, people: People) -> None:
    ana, _ = await two(hub, people)
    await go(ana, "Guest list")
    dialog = await open_files(ana, "Guests")
    await bring(dialog, {"name": "plot.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\0\1\2" * 9})
    await expect(dialog.get_by_role("alert")).to_contain_text("This is not a text file: save it as CSV")
    await bring(dialog, file("long.csv", "Name\r\n" + "Ana\r\n" * 900_000))
    await expect(dialog.get_by_role("alert")).to_contain_text("The file is too big: it may have 4 MB.")
    await bring(dialog, file("day.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"))
    await expect(dialog.get_by_role("alert")).to_contain_text("schedule")
    await ana.context.set_offline(True)
    await bring(dialog, file("guests.csv", "Guest\r\nMaya\r\n"))
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await ana.context.set_offline(False)
    await bring(dialog, file("guests.csv", "Guest\r\nMaya\r\n"))
    await expect(dialog).to_contain_text("1 to add")


async def test_a_list_that_is_closed_only_goes_out(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for page in (ana, ben):
        await go(page, "Guest list")
    await choose(ana, "guest_list.guests", "Lock the answer")
    await expect(shown(ben, "guest_list.guests")).to_contain_text("Locked by Ana")
    dialog = await open_files(ben, "Guests")
    await expect(dialog.get_by_role("button", name="Export as CSV")).to_be_visible()
    await expect(dialog.locator("input[type=file]")).to_have_count(0)


async def test_a_link_for_some_sections_takes_their_lists_only(hub: Hub, people: People) -> None:
    room = hub.room()
    ana = await people.open(hub.link("crew", room, "ana", Role.CREW))
    kit = await people.open(hub.link("crew", room, "kit", Role.GUEST, sections=("guest_list",)))
    await go(ana, "Guest list")
    dialog = await open_files(kit, "Guests")
    await bring(dialog, file("guests.csv", "Guest\r\nMaya\r\n"))
    await dialog.get_by_role("button", name="Import 1 row").click()
    await expect(dialog).to_contain_text("1 row is imported.")
    await expect(ana.locator(".row-card .summary")).to_contain_text("Maya")
    refused = await kit.evaluate(
        """async room => (await fetch(`/api/rooms/show/${room}/sheets/contacts.people.csv`, {
             headers: { Authorization: `Bearer ${sessionStorage.getItem(`hub.grant crew show/${room}`)}` },
           })).status""",
        room,
    )
    assert refused == 403


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_a_preview_keeps_nobody_out_and_fits_on_a_phone(hub: Hub, people: People, scheme: str) -> None:
    link = hub.link("crew", hub.room(), "ana", Role.CREW)
    page = await people.open(link, PHONE, color_scheme=scheme, reduced_motion="reduce", has_touch=True)
    await page.get_by_role("button", name="Sections").click()
    await page.get_by_role("dialog").get_by_role("button", name="Guest list").click()
    dialog = await open_files(page, "Guests")
    assert await grave(page) == []
    await bring(dialog, file("guests.csv", "Guest,Plus\r\nMaya,1\r\nNoah,many\r\n"))
    await expect(dialog.locator(".fault")).to_be_visible()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
