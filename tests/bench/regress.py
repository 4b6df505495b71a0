"""`python -m tests.bench.regress`: no hot path has become slower than it was. `--write` makes today the measure.

Each path is timed beside a reference loop of fixed work, in turn, by the processor time of this thread; what counts is
the ratio of the best of many rounds. So a busy machine and a slower one say the same. A path that seems slower by more
than `LOSS_MAX` is measured once more, much longer, and that second measure alone decides. On a build of Python that has
no baseline of its own it may be `LOSS_MAX_ELSEWHERE`, beside other builds.
"""

import argparse
import asyncio
import gc
import platform
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct

from tests.bench.paths import PATHS, Call

BASELINE = Path(__file__).with_name("baseline.json")
LOSS_MAX = 0.20
#: Another build of the same Python is compiled otherwise; a path shifts by up to a quarter against the reference.
LOSS_MAX_ELSEWHERE = 0.50
#: So much faster, and the baseline guards nothing any more.
GAIN_MAX = 0.25
#: How often a path and the reference take turns: at first, and when it matters.
ROUNDS, ROUNDS_CAREFUL = 60, 600
COMMAND = "python -m tests.bench.regress --write"

#: How many times the reference's time each path took, by what runs it: figures of another Python are another matter.
Baseline: TypeAlias = dict[str, dict[str, float]]


class Line(Struct, frozen=True):
    """What the reference loop handles."""

    id: int
    name: str
    tags: tuple[str, ...]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Line).decode


def reference() -> None:
    """A millisecond of what the hub is made of: values, dicts, calls, JSON. It never changes."""
    kept: dict[str, Line] = {}
    for number in range(400):
        line = _decode(_encode(Line(number, f"line {number}", ("a", "b", "c"))))
        kept[line.name] = line
        for tag in line.tags:
            kept[tag] = line
    assert sum(each.id for each in kept.values()) > 0


def _spent(call: Callable[[], object]) -> int:
    began = time.thread_time_ns()
    call()
    return time.thread_time_ns() - began


async def _spent_by(call: Call) -> int:
    began = time.thread_time_ns()
    pending = call()
    if pending is not None:
        await pending
    return time.thread_time_ns() - began


async def ratio(call: Call, rounds: int) -> float:
    """How many times as long as the reference the call takes, each at its best."""
    await _spent_by(call)
    gc.collect()
    gc.disable()
    try:
        ours = theirs = sys.maxsize
        for _ in range(rounds):
            theirs = min(theirs, _spent(reference))
            ours = min(ours, await _spent_by(call))
    finally:
        gc.enable()
    return ours / theirs


async def measured(
    paths: Mapping[str, Callable[[], Awaitable[Call]]], rounds: int, loop_turns: int = 3
) -> dict[str, float]:
    """The ratio of each path. They are gone through some times, so that no path has only a bad moment."""
    calls = {name: await ready() for name, ready in paths.items()}
    best: dict[str, float] = {}
    for _ in range(loop_turns):
        for name, call in calls.items():
            found = await ratio(call, rounds // loop_turns)
            best[name] = min(best.get(name, found), found)
    return best


def runtime() -> str:
    """What figures can be compared on: the build of Python and the kind of processor."""
    return f"{_family()} {platform.python_version()} {platform.python_compiler()}"


def _family() -> str:
    major, minor, _ = platform.python_version_tuple()
    return f"{platform.python_implementation()} {major}.{minor} {platform.machine()}"


def baselines(path: Path = BASELINE) -> Baseline:
    """Every baseline there is."""
    return msgspec.json.decode(path.read_bytes(), type=Baseline) if path.exists() else {}


def read(path: Path = BASELINE) -> tuple[Mapping[str, float], float]:
    """The baseline of this runtime, or of other builds of it, or nothing; and how much more a path may take.

    Of other builds the slowest counts, path by path: which of them is most like this one nobody knows.
    """
    kept = baselines(path)
    if runtime() in kept:
        return kept[runtime()], LOSS_MAX
    others = [each for name, each in kept.items() if name.startswith(f"{_family()} ")]
    slowest: dict[str, float] = {}
    for each in others:
        slowest |= {name: max(figure, slowest.get(name, figure)) for name, figure in each.items()}
    return slowest, LOSS_MAX_ELSEWHERE


def write(found: Mapping[str, float], path: Path = BASELINE) -> None:
    """Make these figures the baseline for this runtime."""
    kept = baselines(path) | {runtime(): {name: round(figure, 3) for name, figure in found.items()}}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(kept, order="sorted"), indent=1) + b"\n")


def slower(found: Mapping[str, float], baseline: Mapping[str, float], loss_max: float) -> list[str]:
    """The paths that lost more than may be."""
    return [name for name, figure in found.items() if figure > baseline[name] * (1 + loss_max)]


async def regressions(
    names: Sequence[str], baseline: Mapping[str, float], loss_max: float, say: Callable[[str], None]
) -> list[str]:
    """Measure these paths, tell each figure; one line for each that has become slower."""
    found = await measured({name: PATHS[name] for name in names}, ROUNDS)
    suspects = slower(found, baseline, loss_max)
    careful = await measured({name: PATHS[name] for name in suspects}, ROUNDS_CAREFUL)
    found |= careful
    for name, figure in found.items():
        change = figure / baseline[name] - 1
        gained = f"  faster: keep it with {COMMAND}" if change < -GAIN_MAX else ""
        say(f"{name:20} {figure:7.3f} was {baseline[name]:7.3f} {change:+5.0%}{gained}")
    return [
        f"{name} takes {found[name] / baseline[name] - 1:.0%} longer than it did"
        for name in slower(careful, baseline, loss_max)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when nothing became slower, 1 with a line for each path that did, 2 when there is nothing to compare with."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.regress", description="Has a hot path become slower?")
    parser.add_argument("--write", action="store_true", help="make the figures of today the baseline")
    parser.add_argument("paths", nargs="*", metavar="PATH", help=f"only these: {', '.join(PATHS)}")
    options = parser.parse_args(arguments)
    if options.write:
        write(asyncio.run(measured(PATHS, ROUNDS_CAREFUL)))
        return 0
    baseline, loss_max = read()
    if set(baseline) != set(PATHS):
        print(f"bench: there is no whole baseline for {runtime()}: run {COMMAND}", file=sys.stderr)  # noqa: T201
        return 2
    lost = asyncio.run(regressions(options.paths or list(PATHS), baseline, loss_max, print))
    print(*(f"bench: {line}" for line in lost), sep="\n", end="\n" if lost else "", file=sys.stderr)  # noqa: T201
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
