"""Real pages in a real Chromium on a real hub: two workers, Postgres and Redis, started once a session.

Every test takes rooms of its own, so that none sees what another did.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from api import grants
from hub.kernel import Actor, Role
from hub.rooms.grant import Grant
from load.chromium import launched
from load.stage import NOT_OURS, begin

ROOT = Path(__file__).resolve().parents[2]
START_S = 50
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
#: How many rooms of each kind the tests may take together.
ROOMS = 200


@dataclass
class Hub:
    """The running hub, as `python -m embedded up` tells of it. It is of no event loop, so that it outlives each."""

    process: subprocess.Popen[bytes]
    facts: dict[str, Any]
    rooms: Iterator[int] = field(default_factory=lambda: iter(range(ROOMS)))
    tests: int = 0

    def mail(self, name: str) -> str:
        """An address that nobody of another test has, whoever else is called so."""
        return f"{name.lower()}.{self.tests}@example.org"

    def room(self) -> str:
        """A name that no other test has; there is a room of every kind with it."""
        return f"b{next(self.rooms)}"

    def url(self, path: str) -> str:
        """An address of a page."""
        return f"{self.facts['url']}{path}"

    def link(
        self, page: str, room: str, person: str, role: Role, name: str = "", *, sections: tuple[str, ...] = ()
    ) -> str:
        """A page with the grant that opens it, or that opens these sections of it."""
        kind = {"crew": "show", "door": "show", "desk": "floor", "floor": "floor", "watch": "stream"}[page]
        actor = Actor(person, role, name or person.capitalize())
        expires_ms = int((time.time() + 3600) * 1000)
        grant = Grant(actor, (f"{kind}/{room}",), expires_ms, sections=sections)
        token = grants.write(self.facts["grant_secret"], grant)
        return self.url(f"/{page}/{room}#grant={token}")

    async def order(self, order: str) -> None:
        """Break or mend something: `kill worker`, `restart hub` ..."""
        async with asyncio.timeout(START_S):
            answer = await asyncio.to_thread(self._ask, order)
        assert "error" not in answer, answer
        self.facts = answer

    def _ask(self, order: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n".encode())
        self.process.stdin.flush()
        return _line(self.process)


def _line(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hub]:
    """A hub of the browser tests' own."""
    assert (ROOT / "web/dist/floor.html").exists(), "the pages are not built: run `npm --prefix web run build`"
    rooms = [f"--room={kind}/b{number}" for number in range(ROOMS) for kind in ("show", "floor", "stream")]
    directory = tmp_path_factory.mktemp("browser-hub")
    command = [sys.executable, "-m", "embedded", "up", "--json", f"--dir={directory}", "--port=0", *rooms]
    begin(directory)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    environ = ours | {"HUB_REMINDERS_S": "2"}
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Hub(process, _line(process))
        assert process.stdin is not None
        process.stdin.close()
        process.wait(START_S)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """One browser; every person gets a context of their own."""
    async with launched() as browser:
        yield browser


@dataclass
class People:
    """Opens pages, each as somebody with a browser of their own, and listens for what goes wrong in them."""

    chromium: Browser
    contexts: list[BrowserContext] = field(default_factory=list[BrowserContext])
    faults: list[str] = field(default_factory=list[str])

    async def open(self, url: str, viewport: dict[str, int] = LAPTOP, **options: Any) -> Page:
        """A page, loaded."""
        settings: dict[str, Any] = {"viewport": viewport, "locale": "en-GB"} | options
        context = await self.chromium.new_context(**settings)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)
        await page.goto(url)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        """A blocked script or style is a fault; a lost network is not, nor that the hub says no."""
        harmless = ("net::ERR", "WebSocket", "the server responded with a status of 4")
        if message.type == "error" and not any(each in message.text for each in harmless):
            self.faults.append(message.text)


@pytest_asyncio.fixture(loop_scope="session")
async def people(chromium: Browser, hub: Hub) -> AsyncGenerator[People]:
    """Nobody yet; at the end no page may have had an error."""
    hub.tests += 1
    opened = People(chromium)
    yield opened
    for context in opened.contexts:
        await context.close()
    assert opened.faults == []
