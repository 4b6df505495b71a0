"""Fuzzing guided by coverage: `python -m tests.conformance.fuzz` runs every target under atheris for a while.

Atheris has wheels for some Pythons and Linux only; it is put under `.hub/atheris` the first time. Where there is none,
the rows say so. What breaks a promise is kept under `.hub/atheris-found`.
"""

import asyncio
import importlib
import os
import re
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from pathlib import Path
from typing import Any

from tests.conformance.kept import Failure, Row, keep, table

COMMAND = "python -m tests.conformance.fuzz"
ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".hub" / "atheris"
FOUND = ROOT / ".hub" / "atheris-found"
SECONDS = int(os.environ.get("FUZZ_S", "60"))
#: Nothing that a peer may send in one piece is waited for longer, or takes more memory.
UNIT_S_MAX, RSS_MIB_MAX = 2, 1024
NAMES = ("decoder", "frames", "handshake")
WATCHED = ["hub.wire", "api.transport", "api.handshake", "websockets", "uvicorn.protocols"]


async def installed() -> bool:
    """Whether atheris is there now."""
    if (HOME / "atheris").is_dir():
        return True
    uv = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet", "--python", sys.executable),
        *("--target", str(HOME), "--only-binary", ":all:", "atheris>=3"),
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    return await uv.wait() == 0


async def guided(name: str) -> Row:
    """A target for `SECONDS`; `cases` are the inputs that were tried."""
    if not await installed():
        return Row(row_name(name), 0, 0, 0, "not run: there is no atheris for this Python and machine")
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        seeds = importlib.import_module("tests.conformance.targets").SEEDS[name]
        for number, seed in enumerate(seeds):
            Path(corpus, str(number)).write_bytes(seed)
        limits = (f"-max_total_time={SECONDS}", f"-timeout={UNIT_S_MAX}", f"-rss_limit_mb={RSS_MIB_MAX}")
        fuzzing = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.conformance.fuzz", name, *limits),
            *("-print_final_stats=1", "-max_len=2048", f"-artifact_prefix={FOUND}/{name}-", corpus),
            env={**os.environ, "PYTHONPATH": f"{HOME}:{ROOT}"},
            cwd=ROOT,
            stdout=PIPE,
            stderr=STDOUT,
        )
        said, _ = await fuzzing.communicate()
    return found(name, said.decode(errors="replace"), fuzzing.returncode)


def found(name: str, said: str, returncode: int | None) -> Row:
    """What the fuzzer said, as a row. One that ended before it tried anything has failed in its first case."""
    tried = re.search(r"number_of_executed_units: (\d+)", said)
    cases = int(tried.group(1)) if tried else 0
    failures = (Failure(name, _last(said)),) if returncode or not cases else ()
    cases = max(cases, len(failures))
    return Row(
        row_name(name), cases, cases - len(failures), len(failures), f"{SECONDS} s, guided by coverage", failures
    )


def row_name(name: str) -> str:
    """What the row of a target is called."""
    return f"fuzz, {name}"


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if "Error" in line or "ERROR" in line or "Test unit written" in line]
    return " | ".join(lines[-3:]) or text[-300:]


def fuzz(name: str, arguments: list[str]) -> None:
    """Be the fuzzer; never returns. What is to be watched is imported here and not before."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=WATCHED):
        target = importlib.import_module("tests.conformance.targets").TARGETS[name]
    atheris.Setup([sys.argv[0], *arguments], target)
    atheris.Fuzz()


async def main() -> int:
    """Every target; 1 when something was found."""
    rows = [await guided(name) for name in NAMES]
    keep(rows, COMMAND)
    sys.stdout.write(table(rows) + "\n")
    return any(row.failed for row in rows)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        fuzz(sys.argv[1], sys.argv[2:])
    sys.exit(asyncio.run(main()))
