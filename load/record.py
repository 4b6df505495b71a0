"""The figures that the documents quote: each command that measures keeps its last result in `docs/figures/`.

A result says what was run, when, at which commit and on what machine; the pages under `docs/` are made from them.
"""

import os
import platform
import subprocess
import time
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures"


class Machine(Struct, frozen=True):
    """Where it ran: the processor as the kernel names it, cores that may be used, kernel and Python."""

    processor: str
    cores: int
    kernel: str
    python: str


class Recorded(Struct, frozen=True):
    """What a command measured. `on` is the day as YYYY-MM-DD; `commit` is short, with `+` for a changed tree."""

    command: str
    on: str
    commit: str
    machine: Machine
    found: Any


def record(name: str, command: str, found: object, folder: Path = FIGURES) -> Path:
    """Keep a result as `<name>.json`, in place of the one before; where it is."""
    kept = Recorded(command, time.strftime("%Y-%m-%d", time.gmtime()), commit(), machine(), msgspec.to_builtins(found))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
    return path


def recorded(name: str, folder: Path = FIGURES) -> Recorded | None:
    """The last result of that name; None before the first.

    Raises:
        msgspec.MsgspecError: the file is not one of ours.
    """
    path = folder / f"{name}.json"
    return msgspec.json.decode(path.read_bytes(), type=Recorded) if path.exists() else None


def machine() -> Machine:
    """The machine that we run on; of the kernel its version, without what a distribution or a host adds to it."""
    kernel = platform.release().partition("-")[0]
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Machine(_processor(), usable, f"{platform.system()} {kernel}", platform.python_version())


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def commit() -> str:
    """Empty outside a checkout."""
    return _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain", "-uno") else "")


def _git(*arguments: str) -> str:
    try:
        said = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False, cwd=FIGURES.parents[1])  # noqa: S603, S607
    except OSError:
        return ""
    return said.stdout.strip()
