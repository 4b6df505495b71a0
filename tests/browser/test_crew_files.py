"""Files of the crew form: sent and gone on with, seen at the questions they answer, refused with a sentence."""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from hub.kernel import Role
from tests.api.files.sending import a_pdf
from tests.browser.conftest import LAPTOP, PHONE, Hub, People
from tests.browser.test_access import grave
from tests.browser.test_accounts import make_show, newcomer
from tests.browser.test_crew import choose

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PLOT = "files.stage_plot_link"
MIB = 1024 * 1024
SHOWN = "each => each.complete && each.naturalWidth > 0"
DROP = """([place, name]) => {
  const files = new DataTransfer();
  files.items.add(new File(["Ch 1: kick"], name, { type: "text/plain" }));
  const target = document.querySelector(place);
  for (const type of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
  }
}"""
NewShow: TypeAlias = Callable[[], Awaitable[str]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def new_show(hub: Hub, chromium: Browser) -> AsyncGenerator[NewShow]:
    """Puts on a show of an organisation, whose files have a place; gives its id."""
    owners = People(chromium)
    page = await newcomer(hub, owners, "Filippa")

    async def make() -> str:
        await make_show(page, hub, "Night of Papers")
        return page.url.partition("#")[0].rpartition("/")[2]

    yield make
    for context in owners.contexts:
        await context.close()
    assert owners.faults == []


async def enter(hub: Hub, people: People, show: str, person: str, role: Role = Role.CREW) -> Page:
    """Somebody at the questions for files."""
    page = await people.open(hub.link("crew", show, person, role), LAPTOP)
    await expect(page.locator(".status")).to_have_text("Live")
    await page.locator(".sections").get_by_role("button", name="Files").click()
    return page


async def two(hub: Hub, people: People, show: str) -> tuple[Page, Page]:
    """Ana of the band and Ben of the venue at the files of one form."""
    return await enter(hub, people, show, "ana"), await enter(hub, people, show, "ben", Role.VENUE)


def at(page: Page, label: str = "Stage plot") -> Locator:
    """The files of a question."""
    return page.get_by_role("group", name=f"Files for {label}")


async def send(place: Locator, *files: Path) -> None:
    """Choose files by the button."""
    await place.locator("input[type=file]").set_input_files(files)


async def seen(picture: Locator) -> None:
    """Wait until a preview is there."""
    await expect(picture).to_be_visible()
    while not await picture.evaluate(SHOWN):
        pass


def kept(folder: Path, name: str, content: bytes) -> Path:
    """A file of somebody's own."""
    file = folder / name
    file.write_bytes(content)
    return file


async def test_a_pdf_is_seen_on_both_screens_and_taken_away(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    ana, ben = await two(hub, people, await new_show())
    await send(at(ana), kept(tmp_path, "plot.pdf", a_pdf(pages=2)))
    for page in (ana, ben):
        # Sent, looked at in a process of its own, and put on the form.
        await expect(at(page).locator(".file-name")).to_have_text("plot.pdf", timeout=20_000)
        await seen(at(page).get_by_role("img", name="Preview of plot.pdf"))
    await at(ben).get_by_role("button", name="Next page").click()
    await expect(at(ben)).to_contain_text("Page 2")
    await seen(at(ben).get_by_role("img"))
    async with ben.expect_download() as loading:
        await at(ben).get_by_role("button", name="Download plot.pdf").click()
    assert (await (await loading.value).path()).read_bytes() == a_pdf(pages=2)
    await at(ben).get_by_role("button", name="Remove plot.pdf").click()
    await at(ben).get_by_role("button", name="Remove for good").click()
    await expect(at(ana).locator(".file-card")).to_have_count(0)


async def test_files_beside_the_form_lead_to_their_questions(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    ana, ben = await two(hub, people, await new_show())
    for page in (ana, ben):
        await page.locator(".sections").get_by_role("button", name="Technical").click()
        await page.get_by_role("tab", name="Files").click()
    panel = ana.get_by_role("region", name="Files").locator("[data-files='technical.inputs']")
    picture = kept(tmp_path, "inputs.png", await ana.screenshot())
    await send(panel, picture)
    await expect(panel.locator(".file-name")).to_have_text("inputs.png")
    await seen(at(ben, "Input list").get_by_role("img"))
    large = at(ben, "Input list").get_by_role("link", name="inputs.png, large")
    assert (await ben.request.get(hub.url(await large.get_attribute("href") or ""))).ok
    await ben.locator(".sections").get_by_role("button", name="Show", exact=False).first.click()
    await ben.get_by_role("region", name="Files").get_by_role("button", name="Input list Technical").click()
    await expect(at(ben, "Input list")).to_be_in_viewport()


async def test_what_is_dropped_on_a_question_answers_it(hub: Hub, people: People, new_show: NewShow) -> None:
    ana, ben = await two(hub, people, await new_show())
    await ana.evaluate(DROP, [f"[data-field='{PLOT}'] label", "plot.txt"])
    await expect(at(ben).locator(".file-name")).to_have_text("plot.txt")
    await ana.evaluate(DROP, [".sections", "lost.txt"])
    await expect(ana.locator(".toast").last).to_contain_text("Drop the files on the question")
    await choose(ben, PLOT, "Lock the answer")
    await expect(at(ana).locator("input[type=file]")).to_have_count(0)
    await ana.evaluate(DROP, [f"[data-field='{PLOT}']", "late.txt"])
    await expect(ana.locator(".toast").last).to_contain_text("Nobody adds files to this question now")
    await expect(at(ana).locator(".file-card")).to_have_count(1)


async def test_any_question_takes_files_by_its_menu(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    ana, ben = await two(hub, people, await new_show())
    for page in (ana, ben):
        await page.locator(".sections").get_by_role("button", name="Show").first.click()
    async with ana.expect_file_chooser() as choosing:
        await choose(ana, "show.city", "Add files here")
    await (await choosing.value).set_files(kept(tmp_path, "map.txt", b"left at the harbour\n"))
    await expect(at(ben, "City").locator(".file-name")).to_have_text("map.txt")


async def test_an_upload_goes_on_when_the_network_is_back(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    ana, ben = await two(hub, people, await new_show())
    offsets: list[int] = []

    async def tunnel(route: Route) -> None:
        """The first piece arrives; at the second there is no network."""
        if len(offsets) == 1:
            await ana.context.set_offline(True)
        offsets.append(int(route.request.url.rpartition("=")[2]))
        await route.continue_()

    await ana.route("**/uploads/*?offset=*", tunnel)
    await send(at(ana), kept(tmp_path, "plot.pdf", a_pdf(pages=1) + os.urandom(3 * MIB)))
    await expect(at(ana).locator(".sending")).to_contain_text("Waiting for the network", timeout=15_000)
    await expect(at(ben).locator(".file-card")).to_have_count(0)
    await ana.context.set_offline(False)
    await expect(at(ben).locator(".file-name")).to_have_text("plot.pdf", timeout=30_000)
    await expect(at(ana).locator(".sending")).to_have_count(0)
    assert offsets.count(0) == 1


async def test_after_a_reload_the_same_file_goes_on_where_it_was(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    ana, ben = await two(hub, people, await new_show())
    offsets: list[int] = []
    again = asyncio.Event()

    async def crash(route: Route) -> None:
        """Nothing after the first piece gets through until the page was loaded again."""
        offsets.append(int(route.request.url.rpartition("=")[2]))
        if offsets[-1] == 0 or again.is_set():
            await route.continue_()

    await ana.route("**/uploads/*?offset=*", crash)
    plot = kept(tmp_path, "plot.pdf", a_pdf(pages=1) + os.urandom(2 * MIB))
    async with ana.expect_request(lambda request: "offset=5" in request.url):
        await send(at(ana), plot)
    await ana.reload()
    again.set()
    await send(at(ana), plot)
    await expect(at(ben).locator(".file-name")).to_have_text("plot.pdf", timeout=30_000)
    assert offsets.count(0) == 1


async def test_a_file_that_is_not_taken_says_why_and_nobody_else_sees_it(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    ana, ben = await two(hub, people, await new_show())
    huge = tmp_path / "film.pdf"
    with huge.open("wb") as film:
        film.truncate(101 * MIB)
    await send(at(ana), kept(tmp_path, "plot.html", b"<!doctype html><script>alert(1)</script>"), huge)
    refused = at(ana).get_by_role("alert")
    await expect(refused.filter(has_text="kept are PDF, PNG, JPEG")).to_be_visible()
    await expect(refused.filter(has_text="100 MiB")).to_be_visible()
    await expect(at(ana).get_by_role("button", name="Try again")).to_have_count(0)
    assert await grave(ana) == []
    for name in ("plot.html", "film.pdf"):
        await at(ana).get_by_role("button", name=f"Dismiss {name}").click()
    for page in (ana, ben):
        await expect(at(page).locator(".file-card")).to_have_count(0)


async def test_a_link_for_some_sections_shows_and_takes_their_files_only(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path
) -> None:
    show = await new_show()
    ana = await enter(hub, people, show, "ana")
    await send(at(ana), kept(tmp_path, "plot.txt", b"drums up stage\n"))
    await expect(at(ana).locator(".file-card")).to_have_count(1)
    link = hub.link("crew", show, "kit", Role.GUEST, sections=("technical",))
    kit = await people.open(link, PHONE, has_touch=True)
    await expect(kit.get_by_role("heading", name="Technical")).to_be_visible()
    await send(at(kit, "Input list"), kept(tmp_path, "inputs.txt", b"Ch 1: kick\n"))
    await expect(at(kit, "Input list").get_by_role("button", name="Remove inputs.txt")).to_be_visible()
    await kit.get_by_role("button", name="Activity").click()
    await kit.get_by_role("tab", name="Files").click()
    await expect(kit.locator(".files-panel .file-name")).to_have_text("inputs.txt")
    await ana.get_by_role("tab", name="Files").click()
    await expect(ana.locator(".files-panel .file-name")).to_have_text(["inputs.txt", "plot.txt"])


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_files_keep_nobody_out_and_fit_on_a_phone(
    hub: Hub, people: People, new_show: NewShow, tmp_path: Path, scheme: str
) -> None:
    link = hub.link("crew", await new_show(), "ana", Role.CREW)
    page = await people.open(link, PHONE, color_scheme=scheme, reduced_motion="reduce", has_touch=True)
    await page.get_by_role("button", name="Sections").click()
    await page.get_by_role("dialog").get_by_role("button", name="Files").click()
    name = "a stage plot with the longest_name_that_anybody_ever_gave_to_one_v7_final_FINAL.pdf"
    await send(at(page), kept(tmp_path, name, a_pdf(pages=2)))
    await seen(at(page).get_by_role("img"))
    assert await grave(page) == []
    await page.get_by_role("button", name="Activity").click()
    await page.get_by_role("tab", name="Files").click()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
