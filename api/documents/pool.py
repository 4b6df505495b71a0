"""The presses of a worker: processes that write documents, started when they are needed and ended when they are not.

A document takes tenths of a second of a core: on the loop it would hold up every socket of the worker.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

import api
from api.documents.framing import BROKEN, HEAD, JOB, LAST, OUTDATED, framed
from hub.errors import Rejected

PRESS = "api.documents.press"
#: At once, and that wait: what comes then is refused at once.
PROCESSES, WAITING_MAX = 2, 30
#: Of all jobs that are at work or wait. That of a real show has some 100 KB.
WAITING_BYTES_MAX = 128 * 2**20
#: Of one document. Those of real shows take a tenth of a second.
SECONDS_MAX = 10.0
#: Of one process, its address space. With every answer as long as the standard form lets it be, an advance has 883
#: pages, takes 2.4 s of a core and 750 MB.
MEMORY_BYTES_MAX = 2**30
#: A process that nothing was asked of for so long is ended, and so is one that has written so many.
IDLE_S = 120.0
DOCUMENTS_MAX = 500
#: Of the hub's environment, what a press knows; the last two are for tests that count lines.
KNOWN = (
    *("PATH", "LANG", "LC_ALL", "TZ", "TZDIR", "PYTHONTZPATH", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONHOME"),
    *("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"),
)
#: How long after the pool has given up a process ends by itself.
_GRACE_S = 5
_log = structlog.get_logger()


def _environment() -> dict[str, str]:
    """What a press needs to start; no secret of the hub is where people's texts are."""
    return {name: os.environ[name] for name in KNOWN if name in os.environ}


class Broken(Exception):  # noqa: N818  names what became of it
    """The process ended in the middle of a document."""


class Unwritten(Exception):  # noqa: N818  the same
    """A fault of ours, with its trace."""


class Press:
    """One process. It is of no more use after anything was raised."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.written = 0

    @classmethod
    async def start(cls, seconds: float, memory_bytes: int, fonts_dir: Path | None) -> "Press":
        """Start one; it can be asked at once, and will answer when it is ready."""
        where = str(Path(api.__file__).parents[1])
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", PRESS, str(int(seconds) + _GRACE_S), str(memory_bytes), *map(str, filter(None, [fonts_dir]))),
            stdin=PIPE,
            stdout=PIPE,
            cwd=where,
            # Not with the worker when somebody presses Ctrl-C: its pipe ends, and so does it.
            start_new_session=True,
            # One lane: how much memory and how many cores it takes is for this pool to say.
            env=_environment() | {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1", "PYTHONPATH": where},
        )
        return cls(process)

    @property
    def pid(self) -> int:
        """That of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process has not ended, as when the machine needs its memory for something else."""
        return self._process.returncode is None

    async def write(self, job: bytes) -> tuple[bytes, bytes]:
        """The sign and the body of the answer. Raises `Broken`."""
        jobs, answers = self._process.stdin, self._process.stdout
        assert jobs is not None
        assert answers is not None
        self.written += 1
        try:
            jobs.write(framed(JOB, job))
            await jobs.drain()
            sign, length = HEAD.unpack(await answers.readexactly(HEAD.size))
            return sign, await answers.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Broken from error

    async def end(self) -> None:
        """End it, whatever it is doing."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


@dataclass(slots=True)
class Limits:
    """What a pool keeps to."""

    processes: int = PROCESSES
    waiting_max: int = WAITING_MAX
    waiting_bytes_max: int = WAITING_BYTES_MAX
    seconds_max: float = SECONDS_MAX
    memory_bytes_max: int = MEMORY_BYTES_MAX
    idle_s: float = IDLE_S
    documents_max: int = DOCUMENTS_MAX


class Presses:
    """A pool of them. At most `processes` are at work, and `waiting_max` documents wait.

    `started` are all there are. `fonts_dir` has fonts of the operator's own.
    """

    def __init__(self, limits: Limits | None = None, fonts_dir: Path | None = None) -> None:
        self._limits = limits or Limits()
        self._fonts_dir = fonts_dir.absolute() if fonts_dir is not None else None
        self._turn = asyncio.Semaphore(self._limits.processes)
        self._asked = self._bytes = 0
        self._idle: list[Press] = []
        self.started: set[Press] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._rest: asyncio.TimerHandle | None = None

    async def write(self, job: bytes) -> bytes:
        """The PDF of an encoded `Job`.

        Raises:
            Rejected: `document.busy`, `document.too_large`, or `hub.outdated`.
            Unwritten: something of ours broke.
        """
        limits = self._limits
        too_many = self._asked >= limits.processes + limits.waiting_max
        if too_many or self._bytes + len(job) > limits.waiting_bytes_max:
            raise Rejected("document.busy")
        self._asked += 1
        self._bytes += len(job)
        try:
            async with self._turn:
                sign, answer = await self._write(job)
        finally:
            self._asked -= 1
            self._bytes -= len(job)
        if sign == BROKEN:
            raise Unwritten(answer.decode())
        if sign == OUTDATED:
            _log.warning("document of a later version", reason=answer.decode())
            raise Rejected("hub.outdated")
        return answer

    async def _write(self, job: bytes) -> tuple[bytes, bytes]:
        limits = self._limits
        one = await self._one()
        try:
            async with asyncio.timeout(limits.seconds_max):
                answer = await one.write(job)
        except (TimeoutError, Broken) as error:
            self._end(one)
            _log.warning("document given up", reason=type(error).__name__, job_bytes=len(job))
            raise Rejected("document.too_large") from error
        except BaseException:  # whoever asked is gone, and the answer would be the next one's
            self._end(one)
            raise
        if one.written < limits.documents_max and answer[0] != LAST:
            self._idle.append(one)
            self._wait_idle()
        else:
            self._end(one)
        return answer

    async def close(self) -> None:
        """End every process that does nothing, and wait for those that are ending."""
        self._end_idle()
        if self._ending:
            await asyncio.wait(self._ending)

    async def _one(self) -> Press:
        """A press that waits for a job, or a new one."""
        while self._idle:
            one = self._idle.pop()
            if one.alive:
                return one
            self._end(one)
        one = await Press.start(self._limits.seconds_max, self._limits.memory_bytes_max, self._fonts_dir)
        self.started.add(one)
        return one

    def _wait_idle(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(self._limits.idle_s, self._end_idle)

    def _end_idle(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None
        while self._idle:
            self._end(self._idle.pop())

    def _end(self, one: Press) -> None:
        self.started.discard(one)
        task = asyncio.create_task(one.end())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
