"""`python -m load.bench.pages`: what a form of 400 questions costs the person in front of it, and the hub.

A real Chromium, told to be four times slower than this machine: about what a phone is to a laptop.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
import uvloop
from playwright.async_api import Browser, Page

from hub.advancing_sync.design_messages import Design, wanted
from hub.advancing_sync.messages import Edit
from hub.advancing_sync.schema import Field, Schema, Section
from hub.wire import JSON
from load.bench.measures import Figures, Unfit
from load.bench.run import OPEN_DOOR, misses
from load.bots.bot import Bot
from load.bots.client import Client
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from load.bots.waiting import until
from load.chromium import NotFound, launched
from load.quantiles import ms, quantile
from load.reliability import keep
from load.stage import NotStaged, Stage, stage

COMMAND = "python -m load.bench.pages --record"
ROOM = "show/pages"
SECTIONS, QUESTIONS = 20, 20
#: A processor so many times slower, and the screen of a phone.
SLOWER = 4
PHONE = {"width": 360, "height": 740}
OPENINGS, JOINS, BURSTS, KEYS, KEY_MS = 7, 100, 5, 40, 40
IN_S_MAX, OPEN_S_MAX = 20.0, 30.0
#: A page with nothing on it but a line to write: what a key stroke costs whatever one does.
BARE = "data:text/html,<meta name=viewport content=width=device-width><input>"
#: Notes when the questions of a section are there and the page is live, since one asked for it.
WATCH = f"""
window.opened_ms = new Promise(done => {{
  const look = () => {{
    const live = document.querySelector(".status")?.textContent === "Live";
    if (live && document.querySelectorAll(".field").length >= {QUESTIONS}) done(performance.now());
    else requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
}});
"""


def a_form() -> Schema:
    """400 lines to write, in sections as long as those of the standard form."""
    return Schema(
        tuple(
            Section(
                f"s{at}",
                f"Section {at}",
                tuple(Field(f"q{number}", f"Question {number}") for number in range(QUESTIONS)),
            )
            for at in range(SECTIONS)
        )
    )


async def measured(hub: Stage, browser: Browser) -> Figures:
    """How long it takes to join the form, to open its page, and what a key stroke keeps the page busy.

    Raises:
        Unfit, TimeoutError: it was not filled in, or nobody got in.
    """
    await _fill(hub)
    tokens = await hub.grants([ROOM], "crew", JOINS)
    joined = [await _join(hub, token) for token in tokens]
    link = f"{hub.facts.url}/crew/{ROOM.partition('/')[2]}#grant="
    opened: list[float] = []
    for token in tokens[:OPENINGS]:
        async with _phone(browser, link + token) as page:
            opened.append(await page.evaluate("opened_ms"))
    async with _phone(browser, link + tokens[0]) as page:
        key_ms = await _type(page, ".field input")
    async with _phone(browser, BARE) as page:
        bare_key_ms = await _type(page, "input")
    return {
        "questions": SECTIONS * QUESTIONS,
        "welcome_p99_ms": ms(quantile(joined, 0.99)),
        "opened_ms": round(median(opened)),
        "slowest_ms": round(max(opened)),
        "key_ms": round(key_ms, 2),
        "bare_key_ms": round(bare_key_ms, 2),
    }


async def _fill(hub: Stage) -> None:
    [owner] = await hub.grants([ROOM], "owner", 1)
    client = Client("owner", owner, [ROOM], Reader(JSON))
    bot = Bot(client, hub.address, dial_lean, random.Random(0))
    running = asyncio.create_task(bot.run())
    await until(lambda: client.everywhere, IN_S_MAX)
    form = a_form()
    asked = [bot.ask(ROOM, Design(schema=wanted(form)))]
    await until(lambda: asked[0].outcome != "open", IN_S_MAX)
    keys = [f"{section.key}.{field.key}" for section in form.sections for field in section.fields]
    asked += [bot.ask(ROOM, Edit(field=key, value=f"What {key} says, in some words")) for key in keys]
    await until(lambda: all(each.outcome != "open" for each in asked), IN_S_MAX)
    bot.stop()
    await running
    if refused := [each for each in asked if each.outcome != "acked"]:
        raise Unfit(f"{len(refused)} of {len(asked)} were not written")


async def _join(hub: Stage, token: str) -> float:
    """Seconds from the first packet to the whole form."""
    client = Client("crew", token, [ROOM], Reader(JSON))
    bot = Bot(client, hub.address, dial_lean, random.Random(0))
    began_s = asyncio.get_running_loop().time()
    running = asyncio.create_task(bot.run())
    await until(lambda: client.everywhere, IN_S_MAX)
    took_s = asyncio.get_running_loop().time() - began_s
    bot.stop()
    await running
    return took_s


@asynccontextmanager
async def _phone(browser: Browser, link: str) -> AsyncGenerator[Page]:
    """The page, opened on a slow phone that was never here before."""
    context = await browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # pyright: ignore[reportArgumentType]
    try:
        page = await context.new_page()
        session: Any = await context.new_cdp_session(page)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if link != BARE:
            await page.add_init_script(WATCH)
        await page.goto(link)
        async with asyncio.timeout(OPEN_S_MAX):
            await page.evaluate("window.opened_ms")
        yield page
    finally:
        await context.close()


async def _type(page: Page, control: str) -> float:
    """Milliseconds that one key stroke keeps the page's thread busy, whatever it does then: the median of some bursts.

    Its own time, so that what the machine gives to others meanwhile does not count.
    """
    session: Any = await page.context.new_cdp_session(page)
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.locator(control).first.focus()
    # What opening the page left to do is done.
    await page.keyboard.type("x" * 20, delay=KEY_MS)
    bursts: list[float] = []
    for _ in range(BURSTS):
        before = await _busy_s(session)
        await page.keyboard.type("y" * KEYS, delay=KEY_MS)
        bursts.append((await _busy_s(session) - before) * 1000 / KEYS)
    return median(bursts)


async def _busy_s(session: Any) -> float:
    found: dict[str, Any] = await session.send("Performance.getMetrics")
    return next(each["value"] for each in found["metrics"] if each["name"] == "TaskDuration")


async def pages(directory: Path) -> Figures:
    """All of it, on a hub with one worker.

    Raises:
        NotFound, NotStaged, Unfit, TimeoutError: a run that is worth nothing.
    """
    async with launched() as browser, stage(directory, 1, rooms=[ROOM], settings=OPEN_DOOR) as hub:
        return await measured(hub, browser)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0, or 1 when it was worth nothing. A missed target is said, and changes nothing."""
    parser = argparse.ArgumentParser(prog="python -m load.bench.pages", description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep the figures in docs/figures/pages.json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-pages-") as directory:
        try:
            found = uvloop.run(pages(Path(directory)))
        except (NotFound, NotStaged, Unfit, TimeoutError) as error:
            print(f"pages: {error or 'nobody got in'}", file=sys.stderr)
            return 1
    for miss in misses({"pages": found}):
        print(f"pages: {miss}", file=sys.stderr)
    if options.record:
        print(f"pages: kept in {keep('pages', COMMAND, found)}", file=sys.stderr)
    print(msgspec.json.encode(found).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
