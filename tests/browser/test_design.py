"""Design mode: a form that is changed while others fill it in."""

import pytest
from playwright.async_api import Page, expect

from hub.kernel import Role
from tests.browser.conftest import PHONE, Hub, People

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def two(hub: Hub, people: People, room: str) -> tuple[Page, Page]:
    """Mia who manages, on a phone, and Ben of the venue on one form."""
    mia = await people.open(hub.link("crew", room, "mia", Role.MANAGER), PHONE)
    ben = await people.open(hub.link("crew", room, "ben", Role.VENUE))
    for page in (mia, ben):
        await expect(page.locator(".status")).to_have_text("Live")
    return mia, ben


async def test_a_question_that_is_added_is_there_at_once_and_is_filled_in(hub: Hub, people: People) -> None:
    mia, ben = await two(hub, people, hub.room())
    await expect(ben.get_by_role("button", name="Change the form")).to_have_count(0)
    await mia.get_by_role("button", name="Change the form").click()
    mode = mia.get_by_role("dialog")
    await mode.get_by_role("button", name="Add a question").click()
    await mode.get_by_label("Kind of answer").select_option("choice")
    await mode.get_by_label("Choices, one a line").fill("None\nTwo\nA pack")
    await mode.locator(".design-field").get_by_label("Name").fill("Dogs")
    await mode.get_by_role("button", name="Move Dogs up").click()
    await mode.get_by_role("button", name="Save the form").click()
    await expect(mode).to_have_count(0)
    await ben.get_by_label("Dogs", exact=True).select_option("A pack")
    await expect(mia.get_by_label("Dogs", exact=True)).to_have_value("A pack")


async def test_what_is_left_out_keeps_its_answer_and_who_was_quicker_is_told_of(hub: Hub, people: People) -> None:
    room = hub.room()
    mia, ben = await two(hub, people, room)
    zoe = await people.open(hub.link("crew", room, "zoe", Role.OWNER))
    await ben.get_by_label("City", exact=True).fill("Leipzig")
    await ben.keyboard.press("Enter")
    await expect(mia.get_by_label("City", exact=True)).to_have_value("Leipzig")
    await mia.get_by_role("button", name="Change the form").click()
    mode = mia.get_by_role("dialog")
    await mode.get_by_role("button", name="Leave out City").click()
    await expect(mode).to_contain_text("1 left out with answers")
    await zoe.get_by_role("button", name="Change the form").click()
    other = zoe.get_by_role("dialog")
    await other.get_by_role("button", name="Leave out Capacity standing").click()
    await mode.get_by_role("button", name="Save the form").click()
    await expect(ben.get_by_label("City", exact=True)).to_have_count(0)
    await expect(other.get_by_role("alert")).to_contain_text("Somebody has changed the form meanwhile")
    await other.get_by_role("button", name="Save mine over theirs").click()
    await expect(ben.get_by_label("City", exact=True)).to_have_value("Leipzig")
    await expect(ben.get_by_label("Capacity standing (people)", exact=True)).to_have_count(0)
