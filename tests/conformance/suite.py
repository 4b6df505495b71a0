"""The Autobahn fuzzing client: installed once under a CPython 2.7, run against a server, its verdicts read."""

import asyncio
import json
import os
import shutil
import tempfile
from asyncio.subprocess import DEVNULL, STDOUT
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".hub" / "autobahn"
PINS = HERE / "autobahn.txt"
#: The last that runs on CPython 2.7.
VIRTUALENV = "virtualenv==20.15.1"
#: As many as HTTP says: what each verdict of the suite counts as.
PASSED = frozenset({"OK", "NON-STRICT", "INFORMATIONAL"})


class NotRun(Exception):  # noqa: N818  it is reported, not raised to a person
    """The suite cannot be run here; the line says why."""


@dataclass(frozen=True)
class Verdict:
    """What the suite said of one case. `echoed`: the case could only be passed by sending a message back."""

    case: str
    behavior: str
    closing: str
    echoed: bool
    reason: str

    @property
    def passed(self) -> bool:
        """Both what was answered and how it was closed."""
        return self.behavior in PASSED and self.closing in PASSED

    @property
    def group(self) -> int:
        """The first number of the case."""
        return int(self.case.partition(".")[0])


async def installed() -> Path:
    """The suite's `wstest`, put under `.hub/autobahn` the first time.

    Raises:
        NotRun: there is no CPython 2.7, or it could not be installed.
    """
    wstest = HOME / "bin" / "wstest"
    ready = HOME / "ready"
    if ready.exists() and ready.read_text() == PINS.read_text():
        return wstest
    python = await _python27()
    if python is None:
        raise NotRun("no CPython 2.7 here: put python2.7 on PATH, or install one with pyenv")
    shutil.rmtree(HOME, ignore_errors=True)
    with tempfile.TemporaryDirectory() as tools:
        await _pip(python, "install", "--target", tools, VIRTUALENV)
        await _run(python, "-m", "virtualenv", "--quiet", str(HOME), PYTHONPATH=tools)
    await _pip(str(HOME / "bin" / "python"), "install", "--requirement", str(PINS))
    ready.write_text(PINS.read_text())
    return wstest


async def _python27() -> str | None:
    """One that runs: what pyenv leaves on PATH may only say where it is."""
    pyenv = Path.home() / ".pyenv" / "versions"
    for python in ("python2.7", *map(str, sorted(pyenv.glob("2.7*/bin/python2.7")))):
        try:
            trying = await asyncio.create_subprocess_exec(python, "-c", "", stdout=DEVNULL, stderr=DEVNULL)
        except FileNotFoundError:
            continue
        if await trying.wait() == 0:
            return python
    return None


async def _pip(python: str, *arguments: str) -> None:
    await _run(python, "-W", "ignore", "-m", "pip", "--quiet", *arguments)


async def _run(*command: str, **environ: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **environ}, stdout=asyncio.subprocess.PIPE, stderr=STDOUT
    )
    said, _ = await process.communicate()
    if process.returncode:
        last = said.decode(errors="replace").strip().splitlines()[-1:]
        raise NotRun(f"the suite could not be installed: {' '.join(last)}")


async def fuzz(
    url: str, cases: Sequence[str], *, protocols: Sequence[str] = (), origin: str, seconds: float = 2400
) -> list[Verdict]:
    """Run the cases against the server at `url`, one after the other.

    Raises:
        NotRun: the suite could not be installed, or its run was not whole.
    """
    wstest = await installed()
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder, "spec.json")
        server = {"agent": "hub", "url": url, "origin": origin, "protocols": list(protocols)}
        spec.write_text(json.dumps({"servers": [server], "cases": list(cases), "outdir": f"{folder}/found"}))
        fuzzing = await asyncio.create_subprocess_exec(
            *(str(wstest), "--mode", "fuzzingclient", "--spec", str(spec)),
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
            stdout=DEVNULL,
            stderr=DEVNULL,
            cwd=folder,
        )
        try:
            await asyncio.wait_for(fuzzing.wait(), seconds)
        except TimeoutError:
            raise NotRun(f"the suite did not end within {seconds:.0f} s") from None
        finally:
            if fuzzing.returncode is None:
                fuzzing.kill()
                await fuzzing.wait()
        return sorted(_verdicts(Path(folder, "found")), key=lambda each: [int(part) for part in each.case.split(".")])


def _verdicts(found: Path) -> Iterator[Verdict]:
    index = found / "index.json"
    if not index.exists():
        raise NotRun("the suite left no report")
    for case, said in json.loads(index.read_text())["hub"].items():
        report: dict[str, Any] = json.loads((found / said["reportfile"]).read_text(errors="replace"))
        wanted = report["expected"].get("OK", [])
        yield Verdict(
            case,
            said["behavior"],
            said["behaviorClose"],
            any(event[0] == "message" for event in wanted),
            f"{report['result']} {report['resultClose']}",
        )
