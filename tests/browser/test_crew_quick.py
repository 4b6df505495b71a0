"""A form of 400 questions renders the one that somebody writes in, here or elsewhere, and no other."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from hub.kernel import Role
from tests.browser.conftest import Hub, People
from tests.browser.test_crew import field, shown

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTIONS = 400
#: Counts what the page renders, by field; web/pages/crew/counted.ts calls it.
COUNTER = "window.renders = {}; window.hubRendered = what => { renders[what] = (renders[what] ?? 0) + 1; };"
#: Gives the room another form over a socket of its own; done when the hub says so.
DESIGN = """([token, room, schema]) => new Promise((done, fail) => {
  const socket = new WebSocket(`ws://${location.host}/ws`, "hub.v1.json");
  const send = frame => socket.send(JSON.stringify(frame));
  socket.onopen = () => send({t: "hello", token, rooms: [{room}]});
  socket.onmessage = ({data}) => {
    const frame = JSON.parse(data);
    if (frame.t === "welcome") send({t: "do", id: "d1", room, cmd: {t: "advance.design", schema}});
    if (frame.t === "fail") fail(data);
    if (frame.t === "ack") { socket.close(); done(); }
  };
})"""


def a_form(questions: int) -> dict[str, Any]:
    """A schema of one section with so many lines to write."""
    fields = [{"key": f"q{number}", "label": f"Question {number}"} for number in range(questions)]
    return {"sections": [{"key": "many", "label": "Many", "fields": fields}]}


async def many(hub: Hub, people: People) -> tuple[Page, Page]:
    """Ana, whose renders are counted, and Ben, on a form of 400 questions."""
    room = hub.room()
    ana = await people.open(hub.link("crew", room, "ana", Role.CREW))
    await expect(ana.locator(".status")).to_have_text("Live")
    token = hub.link("crew", room, "olga", Role.OWNER).partition("grant=")[2]
    await ana.evaluate(DESIGN, [token, f"show/{room}", a_form(QUESTIONS)])
    await expect(ana.locator(".field")).to_have_count(QUESTIONS)
    await ana.evaluate(COUNTER)
    ben = await people.open(hub.link("crew", room, "ben", Role.VENUE))
    await expect(ana.locator(".here-list")).to_contain_text("Ben")
    return ana, ben


async def test_a_key_stroke_and_an_edit_of_another_render_one_question(hub: Hub, people: People) -> None:
    ana, ben = await many(hub, people)
    await field(ana, "Question 7").focus()
    await ana.evaluate("window.renders = {}")
    await ana.keyboard.type("Leipzig")
    assert await ana.evaluate("renders") == {}
    await ana.keyboard.press("Enter")
    await expect(field(ben, "Question 7")).to_have_value("Leipzig")
    await expect(shown(ana, "many.q7").get_by_text("saved")).to_be_visible()
    assert set(await ana.evaluate("renders")) <= {"many.q7"}
    await ana.evaluate("window.renders = {}")
    await field(ben, "Question 9").fill("Halle")
    await ben.keyboard.press("Enter")
    await expect(field(ana, "Question 9")).to_have_value("Halle")
    assert set(await ana.evaluate("renders")) <= {"many.q9", "many.q10"}
