"""Ten people and two browsers fill in one advance while workers and Redis die: all end alike, and all of it is told.

`HUB_ADVANCE_S` says for how many seconds (a minute when it is not set).
"""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from msgspec import UNSET
from playwright.async_api import Browser, Locator, Page

from hub.kernel import Role
from hub.wire import Facts, Welcome
from load.bots.waiting import until
from load.chromium import launched
from load.reliability import FaultRow
from tests.faults.night import Night
from tests.faults.prove import Fault, Twin, prove
from tests.faults.test_form import AT_ONCE, CONTENDED, EDITS_PER_S, KNOW_S_MAX, shown, standing, write, writes
from tests.faults.test_slots import facts_of

ROOM = "show/advance"
BOTS = 10
SECONDS = float(os.environ.get("HUB_ADVANCE_S", "60"))
TWIN_S = 6.0
#: In each of these everything that has died is back again.
ROUND_S = 15.0
#: What the browsers write, by the label of its control, and where it is kept; one field both of them.
TYPED: Mapping[str, tuple[str, ...]] = {"ana": ("City", "Venue"), "ben": ("Stage or room", "Venue")}
KEYS: Mapping[str, str] = {"City": "show.city", "Stage or room": "show.stage", "Venue": "show.venue"}
PAGE_MS_MAX = 90_000
SAVED = "() => document.querySelector('.save-words')?.textContent === 'All saved'"
TOLD_S_MAX = 20.0
TOLD = "SELECT seq FROM activity WHERE room = $1 AND what = 'advance.edited'"
EDITS = "SELECT seq FROM room_fact WHERE room = $1 AND fact->>'t' = 'advance.edited'"


@asynccontextmanager
async def two_browsers(night: Night) -> AsyncGenerator[dict[str, Page]]:
    """The form on two screens of their own, both live."""
    async with launched() as chromium:
        yield {name: await _open(chromium, night, name) for name in TYPED}


async def _open(chromium: Browser, night: Night, name: str) -> Page:
    page = await (await chromium.new_context(locale="en-GB")).new_page()
    page.set_default_timeout(PAGE_MS_MAX)
    token = night.grant(name, ROOM, Role.CREW if name == "ana" else Role.VENUE)
    await page.goto(f"{night.company.address.origin}/crew/advance#grant={token}")
    await page.get_by_label("City", exact=True).wait_for()
    return page


async def types(page: Page, name: str, ends_s: float) -> None:
    """Somebody writes one field after the other, whether the hub is there or not."""
    number = 0
    while time.monotonic() < ends_s:
        for label in TYPED[name]:
            number += 1
            await page.get_by_label(label, exact=True).fill(f"{name} {number}")
            await page.keyboard.press("Enter")


async def settle(page: Page, name: str) -> None:
    """Where more stands than may, so that the last value was refused, do as the page says: keep one."""
    for label in TYPED[name]:
        if await page.get_by_label(label, exact=True).get_attribute("aria-invalid") == "true":
            await shown_at(page, label).get_by_role("button", name="Keep this").first.click()
    await page.wait_for_function(SAVED)


async def together(night: Night, seconds: float) -> None:
    """All write; workers die in turn, and Redis with one of them; then everybody and the lists are compared."""
    # Who sees every section: the checker folds the whole form.
    crew = night.people("crew", BOTS, ROOM, {writes: 1}, Role.MANAGER)
    await night.enter(crew)
    await night.spread(crew)
    async with two_browsers(night) as pages:
        ends_s = time.monotonic() + seconds
        typing = [asyncio.create_task(types(page, name, ends_s)) for name, page in pages.items()]
        async with night.busy(crew, EDITS_PER_S):
            while time.monotonic() < ends_s:
                workers = await night.workers(2)
                await night.order("kill redis")
                await night.order(f"kill {night.rng.choice(workers)}")
                await night.back(crew)
                await night.order("start redis")
                await asyncio.sleep(min(ROUND_S, max(0.0, ends_s - time.monotonic())))
        await asyncio.gather(*typing)
        await until(night.company.settled, night.patience_s)
        for player in crew[:AT_ONCE]:
            player.bot.ask(ROOM, write(player.who, CONTENDED[0]))
        await until(night.company.settled, night.patience_s)
        for name, page in pages.items():
            await settle(page, name)
        await compare(night, pages)
    await told_once(night)


async def compare(night: Night, pages: Mapping[str, Page]) -> None:
    """The log by a model of its own, a newcomer, and both screens."""
    welcomes: list[Welcome] = []

    def look(frame: Facts | Welcome, _now_s: float) -> None:
        if isinstance(frame, Welcome) and frame.state is not UNSET:
            welcomes.append(frame)

    await night.somebody("auditor", ROOM, Role.MANAGER, watch=look)
    await until(lambda: bool(welcomes), KNOW_S_MAX)
    facts = await facts_of(night.stage.facts.database_url, ROOM)
    for what, where in differing(standing(facts), shown(welcomes[0])):
        night.wrong(what, where)
    newest = {fact["field"]: fact["value"] for fact in sorted(_edits(facts), key=lambda fact: fact["stamp"])}
    for name, page in pages.items():
        for where in await on_screen(page, newest):
            night.wrong("screens differ", f"{name} sees {where}")
    night.figures["edits by browsers"] = sum(fact["field"] in KEYS.values() for fact in _edits(facts))


def differing(wanted: Mapping[str, set[str]], found: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """What the model has and the form has not, and the other way round."""
    nothing = set[str]()
    keys = sorted(wanted.keys() | found.keys())
    gone = [("typed and gone", key, wanted.get(key, nothing) - found.get(key, nothing)) for key in keys]
    kept = [("should be gone", key, found.get(key, nothing) - wanted.get(key, nothing)) for key in keys]
    return [(what, f"{key}: {value}") for what, key, values in (*gone, *kept) for value in sorted(values)]


def shown_at(page: Page, label: str) -> Locator:
    """Everything around a field."""
    return page.locator(f"[data-field='{KEYS[label]}']").first


async def on_screen(page: Page, newest: Mapping[str, str]) -> list[str]:
    """What a screen shows that is not what was written last, when it is live again."""
    await page.wait_for_function("() => document.querySelector('.status')?.classList.contains('live')")
    seen = {key: await page.get_by_label(label, exact=True).input_value() for label, key in KEYS.items()}
    return [f"{value!r} in {key}, not {newest.get(key)!r}" for key, value in seen.items() if value != newest.get(key)]


def _edits(facts: list[dict[str, str]]) -> list[dict[str, str]]:
    return [fact for fact in facts if fact["t"] == "advance.edited"]


async def told_once(night: Night) -> None:
    """The activity has each accepted edit, and none twice, as soon as it has caught up."""
    connection = await asyncpg.connect(night.stage.facts.database_url)
    try:
        edits = sorted(row["seq"] for row in await connection.fetch(EDITS, ROOM))
        deadline_s = time.monotonic() + TOLD_S_MAX
        while (told := sorted(row["seq"] for row in await connection.fetch(TOLD, ROOM))) != edits:
            if time.monotonic() > deadline_s:
                night.wrong("not told once", f"{len(edits)} edits, {len(told)} lines")
                return
            await asyncio.sleep(0.2)
    finally:
        await connection.close()


ADVANCE = Fault(
    f"{BOTS} people and two browsers write one advance while workers and Redis are killed",
    promises=(5, 9),
    bound="every screen ends the same, nothing typed disappears, and each edit is told once",
    scenario=partial(together, seconds=SECONDS),
    twin=Twin(
        "the last writer of a field wins",
        "forgets_what_was_typed",
        frozenset({"typed and gone"}),
        scenario=partial(together, seconds=TWIN_S),
    ),
    rooms=(ROOM,),
)


@pytest.mark.fault
@pytest.mark.timeout(600)
async def test_one_advance_on_twelve_screens(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    rows.append(await prove(ADVANCE, seed, tmp_path))


def test_what_differs_is_named_on_both_sides() -> None:
    assert differing({"a": {"1", "2"}}, {"a": {"2"}, "b": {"3"}}) == [
        ("typed and gone", "a: 1"),
        ("should be gone", "b: 3"),
    ]
