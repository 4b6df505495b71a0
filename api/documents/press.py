"""Writes documents as a process of its own: `python -m api.documents.press <seconds> <bytes> [<folder of fonts>]`.

It reads jobs from its standard input and answers each with a PDF or with the reason why there is none; both are framed
by a sign and a length. Typst gets what people typed as JSON and shows it as plain text: nothing of it is ever markup.
It reads the templates beside this file and nothing else; it knows no packages, and no fonts but its own and those of
the folder.

A job that takes too long or too much memory ends the process, whatever its parent does.
"""

import os
import resource
import signal
import sys
import traceback
from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec
import typst

from api.documents.framing import BROKEN, HEAD, LAST, OUTDATED, WRITTEN, framed
from hub.advancing_sync.documents.job import Job, written
from hub.advancing_sync.documents.legible import legible

TEMPLATES = Path(__file__).parent / "templates"
#: Behind the sockets of the hub, which wait for nobody.
NICENESS = 10
#: Typst remembers what it has set. A press that a document made larger than this ends, and the next has room again.
KEPT_BYTES_MAX = 300 * 2**20

_job = msgspec.json.Decoder(Job).decode
_sheet = msgspec.json.Encoder().encode


def zone_called(name: str) -> tzinfo | None:
    """The time zone of this name; None when there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # a name of none, of a file that is none, of a folder
        return None


class Press:
    """Typst with our templates. What it learns of a template it keeps for the next document."""

    def __init__(self, fonts_dirs: Sequence[str] = ()) -> None:
        self._typst = typst.Compiler(root=TEMPLATES, font_paths=[*fonts_dirs], ignore_system_fonts=True)

    def print(self, job: Job) -> bytes:
        """The PDF of a job. Raises `msgspec.ValidationError` for a form of a later version of the hub."""
        sheet = legible(_sheet(written(job, zone_called)).decode())
        pdf = self._typst.compile(
            TEMPLATES / f"{job.kind}.typ",
            format="pdf",
            sys_inputs={"sheet": sheet},
            timestamp=job.made_ms // 1000,
        )
        assert isinstance(pdf, bytes)
        return pdf


def limit(memory_bytes: int) -> None:
    """Take no more memory than that, and let an alarm end the process."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.nice(NICENESS)


def most_held(status: Path = Path("/proc/self/status")) -> int:
    """The most memory that this process ever held, in bytes; 0 where no file says so.

    Not `ru_maxrss`: that of a process begins with what the one that started it held (getrusage(2), proc(5)).
    """
    lines = status.read_text().splitlines() if status.exists() else ()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def serve(jobs: BinaryIO, answers: BinaryIO, seconds: int, fonts_dirs: Sequence[str] = ()) -> None:
    """Answer jobs until there are no more, or one has left too little room for the next.

    One that takes longer than `seconds` ends the process.
    """
    press = Press(fonts_dirs)
    while len(head := jobs.read(HEAD.size)) == HEAD.size:
        _, length = HEAD.unpack(head)
        signal.alarm(seconds)
        sign, answer = _answer(press, jobs.read(length))
        signal.alarm(0)
        full = most_held() > KEPT_BYTES_MAX
        answers.write(framed(LAST if full and sign == WRITTEN else sign, answer))
        answers.flush()
        if full and sign == WRITTEN:
            return


def _answer(press: Press, job: bytes) -> tuple[bytes, bytes]:
    """What has become of a job. Raises `MemoryError`: who comes next should not find so little left."""
    try:
        return WRITTEN, press.print(_job(job))
    except msgspec.ValidationError as error:
        return OUTDATED, str(error).encode()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  the worker has to be told of every other fault
        return BROKEN, traceback.format_exc().encode()


def main() -> None:
    """Serve what comes over the standard streams."""
    seconds, memory_bytes, *fonts_dirs = sys.argv[1:]
    limit(int(memory_bytes))
    serve(sys.stdin.buffer, sys.stdout.buffer, int(seconds), fonts_dirs)


if __name__ == "__main__":
    main()
