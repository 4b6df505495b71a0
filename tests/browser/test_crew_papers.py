"""The crew form as PDF: any document, language, paper and revision, with changes marked, from the page itself."""

import pytest
from playwright.async_api import Locator, Page, Response, expect

from hub.kernel import Role
from tests.api.documents import pdf
from tests.browser.conftest import PHONE, Hub, People
from tests.browser.test_access import grave
from tests.browser.test_crew import field, two

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def open_print(page: Page) -> Locator:
    """The dialog with all there is to choose."""
    await page.locator(".advance-button").click()
    await page.get_by_role("menuitem", name="Choose revision, language, paper").click()
    dialog = page.get_by_role("dialog", name="Print")
    await expect(dialog).to_be_visible()
    return dialog


async def printed(page: Page, button: Locator, kind: str) -> Response:
    """What the hub answers when a document is asked for."""
    async with page.expect_response(lambda answer: f"/documents/{kind}.pdf" in answer.url) as answered:
        await button.click()
    return await answered.value


async def words(answer: Response) -> str:
    """The text of a PDF, asked for once more: of its bytes the browser tells tests what its viewer made of them."""
    headers = {"Authorization": (await answer.request.all_headers())["authorization"]}
    again = await answer.frame.page.request.get(answer.url, headers=headers)
    return pdf.words(await again.body())


async def publish(page: Page) -> None:
    """Make what stands the next revision."""
    await page.locator(".advance-button").click()
    await page.get_by_role("menuitem", name="Publish").click()


async def test_an_older_revision_is_printed_and_what_changed_since_is_marked(hub: Hub, people: People) -> None:
    ana, ben = await two(hub, people)
    for number, city in enumerate(("Leipzig", "Halle"), start=1):
        await field(ana, "City").fill(city)
        await ana.keyboard.press("Enter")
        await expect(field(ben, "City")).to_have_value(city)
        await publish(ana)
        await expect(ben.locator(".advance-button")).to_contain_text(f"Revision {number}")
    dialog = await open_print(ben)
    advance = dialog.get_by_role("button", name="Advance")
    now = await words(await printed(ben, advance, "advance"))
    assert "Halle" in now
    assert "Leipzig" not in now
    await dialog.get_by_label("State").select_option("Revision 1")
    await expect(advance).to_be_enabled()
    assert "Leipzig" in await words(await printed(ben, advance, "advance"))
    await dialog.get_by_label("State").select_option("now")
    await dialog.get_by_label("Mark changes").select_option("since revision 1")
    await expect(advance).to_be_enabled()
    marked = await words(await printed(ben, advance, "advance"))
    assert "Halle" in marked
    assert "Leipzig" in marked


async def test_papers_are_printed_in_another_language_on_other_paper(hub: Hub, people: People) -> None:
    ana, _ = await two(hub, people)
    dialog = await open_print(ana)
    await dialog.get_by_label("Language").select_option("Deutsch")
    await dialog.get_by_label("Paper").select_option("Letter")
    answer = await printed(ana, dialog.get_by_role("button", name="Day sheet"), "day-sheet")
    assert (answer.status, "lang=de&paper=letter" in answer.url) == (200, True)
    await ana.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await ana.locator(".advance-button").click()
    answer = await printed(ana, ana.get_by_role("menuitem", name="Guest list for the door"), "guest-list")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


async def test_a_link_for_some_sections_prints_these_only(hub: Hub, people: People) -> None:
    room = hub.room()
    ana = await people.open(hub.link("crew", room, "ana", Role.CREW))
    await field(ana, "City").fill("Leipzig")
    await ana.keyboard.press("Enter")
    await expect(ana.locator(".save-words")).to_have_text("All saved")
    kit = await people.open(hub.link("crew", room, "kit", Role.GUEST, sections=("hospitality",)))
    dialog = await open_print(kit)
    await expect(dialog.get_by_role("button", name="Guest list")).to_have_count(0)
    text = await words(await printed(kit, dialog.get_by_role("button", name="Advance"), "advance"))
    assert "Hospitality" in text
    assert "Capacity" not in text


async def test_without_a_network_printing_says_so(hub: Hub, people: People) -> None:
    ana, _ = await two(hub, people)
    dialog = await open_print(ana)
    await ana.context.set_offline(True)
    await dialog.get_by_role("button", name="Advance").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("try again when you are online")
    await ana.keyboard.press("Escape")
    await ana.keyboard.press("Control+p")
    await expect(ana.locator(".toast").last).to_contain_text("try again when you are online")


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_printing_keeps_nobody_out_and_fits_on_a_phone(hub: Hub, people: People, scheme: str) -> None:
    link = hub.link("crew", hub.room(), "ana", Role.CREW)
    page = await people.open(link, PHONE, color_scheme=scheme, reduced_motion="reduce", has_touch=True)
    await open_print(page)
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
