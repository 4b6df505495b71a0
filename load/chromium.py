"""A Chromium for the browser tests and figures: the machine's own, else Playwright's, else Debian's.

One without a window is preferred: it draws the same with fewer processes.
`python -m load.chromium` makes sure that there is one; `find` says where it is, `launched` starts it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL_S = 300
#: It runs as whoever runs us, draws without a graphics card, and asks nobody outside for anything.
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class NotFound(Exception):  # noqa: N818  one line for the person at the terminal
    """There is no Chromium."""

    def __str__(self) -> str:
        return "no Chromium for the pages: install chromium, or name one in HUB_CHROMIUM"


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("HUB_CHROMIUM"):
        yield Path(named)
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    caches = (os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), Path.home() / ".cache/ms-playwright")
    for cache in filter(None, caches):
        yield from sorted(Path(cache).glob("chromium*/chrome-*/*headless*shell"), reverse=True)
        yield from sorted(Path(cache).glob("chromium*/chrome-*/*chrome*"), reverse=True)


def _runs(program: Path) -> bool:
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, check=False, timeout=30)  # noqa: S603  the machine's own
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def find() -> Path | None:
    """The first Chromium that starts; None when there is none."""
    return next((program for program in _candidates() if program.is_file() and _runs(program)), None)


@asynccontextmanager
async def launched() -> AsyncGenerator[Browser]:
    """A browser, until the block ends.

    Raises:
        NotFound: there is none.
    """
    program = find()
    if program is None:
        raise NotFound
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=OPTIONS)
        try:
            yield browser
        finally:
            await browser.close()


def _try(*command: str) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=INSTALL_S)  # noqa: S603  written here
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install() -> Path | None:
    """Fetch one: Playwright's, or Debian's where we may."""
    if _try(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium") and (found := find()):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        # Fresh images have no package lists, or old ones.
        _try("apt-get", "update", "-q")
        for package in ("chromium-headless-shell", "chromium"):
            if _try("apt-get", "install", "-yq", "--no-install-recommends", package, "fonts-noto-color-emoji"):
                break
    return find()


def main() -> int:
    """Find or fetch one; one line and 1 when there is none."""
    if find() or install():
        return 0
    sys.stderr.write(f"{NotFound()}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
