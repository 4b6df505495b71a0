"""`python -m load.bench.cold`: how long a machine that has nothing of ours takes until the first page of `make demo`.

A clone in a folder of its own, with an empty home and so without the caches of installers. What is committed is what
is measured. The network has a part in it: all that the hub needs is fetched.
"""

import argparse
import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from load.bench.targets import COLD_S_MAX
from load.reliability import keep

ROOT = Path(__file__).resolve().parents[2]
COMMAND = "python -m load.bench.cold --record"
#: Nobody waits longer.
WAIT_S_MAX = 600.0
END_S_MAX = 30.0
_LINK = re.compile(rb"http://([\d.]+):(\d+)(/[^\s#]*)")
#: Of our own environment these would bring what was fetched before, or a hub that is there.
_KNOWN = re.compile(r"HUB_|XDG_|VIRTUAL_ENV$|PYTHON|MAKE|\w*CACHE", re.IGNORECASE)


class NotShown(Exception):  # noqa: N818  said to a person, in one line
    """The demo ended, or its page was not one."""


async def cold(source: Path, directory: Path) -> float:
    """Seconds from nothing, in an empty directory, until the first page came.

    Raises:
        NotShown, TimeoutError: it did not.
    """
    home, clone = directory / "home", directory / "clone"
    home.mkdir()
    environ = {name: value for name, value in os.environ.items() if not _KNOWN.match(name)} | {"HOME": str(home)}
    began_s = time.monotonic()
    async with asyncio.timeout(WAIT_S_MAX):
        cloning = await asyncio.create_subprocess_exec("git", "clone", "--quiet", str(source), str(clone))
        if await cloning.wait():
            raise NotShown(f"{source} cannot be cloned")
        demo = await asyncio.create_subprocess_exec(
            *("make", "demo"), cwd=clone, env=environ, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
        try:
            await _page(demo)
            return round(time.monotonic() - began_s, 1)
        finally:
            await _end(demo)


async def _page(demo: Process) -> None:
    """Wait for the first link, and follow it."""
    assert demo.stdout is not None
    last = b""
    async for line in demo.stdout:
        if found := _LINK.search(line):
            host, port, path = found[1].decode(), int(found[2]), found[3].decode()
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            said = await reader.read(-1)
            writer.close()
            if b" 200 " not in said.partition(b"\r\n")[0]:
                raise NotShown(f"the first page is {said[:40]!r}")
            return
        last = line.strip() or last
    raise NotShown(f"the demo ended: {last.decode(errors='replace')}")


async def _end(demo: Process) -> None:
    """As Ctrl-C does: all that it started ends with it."""
    with suppress(ProcessLookupError):
        os.killpg(demo.pid, signal.SIGINT)
    try:
        async with asyncio.timeout(END_S_MAX):
            await demo.communicate()
    except TimeoutError:
        os.killpg(demo.pid, signal.SIGKILL)
        await demo.communicate()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 when there was no page. A missed target is said, and changes nothing."""
    parser = argparse.ArgumentParser(prog="python -m load.bench.cold", description=__doc__)
    parser.add_argument("--source", type=Path, default=ROOT, help="the repository (default: this one)")
    parser.add_argument("--record", action="store_true", help="keep the figure in docs/figures/cold.json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-cold-") as directory:
        try:
            took_s = asyncio.run(cold(options.source, Path(directory)))
        except (NotShown, OSError, TimeoutError) as error:
            print(f"cold: {error or 'no page came'}", file=sys.stderr)
            return 1
    print(f"cold: the first page after {took_s} s{'' if took_s <= COLD_S_MAX else f', {COLD_S_MAX:g} are promised'}")
    if options.record:
        print(f"cold: kept in {keep('cold', COMMAND, {'first_page_s': took_s})}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
