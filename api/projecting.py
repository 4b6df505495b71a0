"""`python -m api.projecting`: fills the read models, sends reminders. `hub serve` keeps one beside its workers.

Of all that run on one database, one at a time is at work (`persistence.projector`); the others take over when it ends.
It ends by SIGTERM, by Ctrl-C, and with whoever holds the other end of its stdin: so it never outlives `hub serve`. One
that is started by hand, with a terminal, a file or /dev/null there, ends by signals alone.
"""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import structlog
import uvloop

from api import logs
from api.mailer import as_accounts_say, carrier
from api.reminders.reminding import Reminding
from api.settings import Settings, read
from hub.rooms.ports import Unavailable
from persistence.clock import SystemClock
from persistence.database import Database
from persistence.projector import Projector

#: Lists may be a moment late, sockets may not: on a busy machine they go first.
NICENESS = 5
#: Between two tries to connect, and between two starts of one that dies.
RETRY_S = 1.0
END_S_MAX = 10.0
_log = structlog.get_logger()


class Companion:
    """The process, as seen by `hub serve`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def keep(self) -> None:
        """Start it unless it runs, but not again and again at once."""
        if (self._process is None or self._process.poll() is not None) and time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + RETRY_S
            self._close()
            self._process = subprocess.Popen([sys.executable, "-m", "api.projecting"], stdin=subprocess.PIPE)

    def end(self) -> None:
        """Ask it to end, and wait for it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(END_S_MAX)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._close()

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()


async def project(settings: Settings) -> None:
    """Fill the read models and send reminders until cancelled, from whenever Postgres is there."""
    database, clock = Database(settings.database_url, connections_max=2), SystemClock()
    while True:
        try:
            await database.open()
            break
        except Unavailable as error:
            _log.warning("nothing to project from", reason=str(error))
            await asyncio.sleep(RETRY_S)
    try:
        carry, reads = carrier(settings, database, clock), as_accounts_say(database)
        reminding = Reminding(database, carry, reads, clock, settings.public_url)
        async with asyncio.TaskGroup() as together:
            together.create_task(Projector(database).run())
            together.create_task(reminding.run(settings.reminders_s))
    finally:
        await database.close()


def at_end_of(file: int, then: Callable[[], object]) -> None:
    """Call `then` once, when whoever holds the other end of this pipe or socket is gone; nobody holds one of a file."""
    mode = os.fstat(file).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return
    loop = asyncio.get_running_loop()

    def ended() -> None:
        # It stays readable: without this, every turn of the loop would call again.
        loop.remove_reader(file)
        then()

    # Nobody writes there: what comes is its end.
    loop.add_reader(file, ended)


def cancel_once(task: asyncio.Task[None]) -> None:
    """End a task and let it close in peace: Ctrl-C, the SIGTERM of `hub serve` and the end of stdin may all come."""
    if not task.cancelling():
        task.cancel()


async def _until_ended(settings: Settings) -> None:
    loop = asyncio.get_running_loop()
    projecting = asyncio.create_task(project(settings))
    end = partial(cancel_once, projecting)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    at_end_of(0, end)
    os.nice(NICENESS)
    with suppress(asyncio.CancelledError):
        await projecting


def main() -> None:
    """Run with the settings of the environment."""
    settings = read(os.environ)
    logs.configure(settings.log_format, settings.log_level)
    uvloop.run(_until_ended(settings))


if __name__ == "__main__":
    main()
