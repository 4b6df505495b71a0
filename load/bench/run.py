"""`make bench`: the hub's figures on this machine, for people on standard error, for tools one JSON line on stdout."""

import argparse
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec
import uvloop
from msgspec import Struct

from load.bench import advances, measures, screens, tenancy
from load.bench.measures import Figures, Measure, Size, Subject, Unfit
from load.bench.targets import TARGETS
from load.costs import apart
from load.reliability import keep
from load.stage import NotStaged, Stage, stage

#: A bench is a flood; the hub is told to let it in.
OPEN_DOOR = {
    "HUB_RATE_CONNECTION": "100000/100000",
    "HUB_RATE_PERSON": "100000/100000",
    "HUB_RATE_ROOM": "100000/100000",
    "HUB_SOCKETS_PER_ADDRESS_MAX": "50000",
}
COMMAND = "python -m load.bench --record"
#: More than enough to find one socket on each of two workers.
SCREENS = 40


class Plan(Struct, frozen=True):
    """A hub, and what is measured on it, each in a room of its own. `kind` and `role` say where people sit."""

    title: str
    workers: int
    settings: dict[str, str]
    kind: str
    role: str
    measures: dict[str, Measure]


PLANS = (
    Plan(
        "one worker",
        1,
        {},
        "floor",
        "audience",
        {
            "idle": measures.idle,
            "commits": measures.commits,
            "chat": measures.chat,
            "joined": measures.joined,
            "tenancy": tenancy.tenancy,
        },
    ),
    Plan(
        "one worker that joins nothing", 1, {"HUB_FLUSH_MS_MAX": "0"}, "floor", "audience", {"single": measures.single}
    ),
    Plan("two workers", 2, {}, "show", "crew", {"edits": screens.edits}),
    Plan(
        "one worker with advances",
        1,
        {},
        "show",
        "owner",
        {"opening": advances.opening, "creating": advances.creating},
    ),
)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def bench(directory: Path, size: Size) -> dict[str, Figures]:
    """All measures by name, on one hub after the other.

    Raises:
        NotStaged, Unfit, TimeoutError: a hub did not start, or a run is worth nothing.
    """
    found: dict[str, Figures] = {}
    starts: list[float] = []
    for plan in PLANS:
        _say(plan.title)
        rooms = {name: f"{plan.kind}/bench-{name}" for name in plan.measures}
        began = time.monotonic()
        async with stage(directory, plan.workers, rooms=[*rooms.values()], settings=OPEN_DOOR | plan.settings) as hub:
            starts.append(time.monotonic() - began)
            tokens = await hub.grants([*rooms.values()], plan.role, SCREENS if plan.workers > 1 else size.people)
            subject = Subject(hub.address, hub.facts.workers, hub.facts.database_url)
            with _pinned(hub) if plan.workers == 1 else nullcontext():
                for name, measure in plan.measures.items():
                    found[name] = await measure(subject, tokens, rooms[name], size)
                    _say(f"  {name}: {', '.join(f'{key} {value:,}' for key, value in found[name].items())}")
    # The first made a database; those after it found one. What has to be installed before is not in it.
    return found | {"start": {"first_s": round(starts[0], 2), "warm_s": round(max(starts[1:]), 2)}} if starts else found


@contextmanager
def _pinned(hub: Stage) -> Generator[None]:
    """The worker has a core of its own."""
    with apart(hub.facts.workers, [hub.facts.pids[name] for name in ("postgres", "redis")]) as alone:
        if not alone:
            _say("  no core for the worker alone: the figures are lower than they could be")
        yield


def misses(found: dict[str, Figures]) -> list[str]:
    """The targets that were not reached, one line each."""
    return [
        f"{of.measure}.{of.figure} is {found[of.measure][of.figure]:,}, "
        f"{'at least' if of.least else 'at most'} {of.bound:,} is promised"
        for of in TARGETS
        if of.missed_by(found.get(of.measure, {}))
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0, or 1 when a run was worth nothing. A missed target is said, and changes nothing."""
    parser = argparse.ArgumentParser(prog="python -m load.bench", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=Size().seconds, help="each measure of a rate lasts (default 4)"
    )
    parser.add_argument("--record", action="store_true", help="keep the figures in docs/figures/bench.json")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
        try:
            found = uvloop.run(bench(Path(directory), Size(seconds=options.seconds)))
        except (NotStaged, Unfit, TimeoutError) as error:
            _say(f"bench: {error or 'the hub was too slow to be measured'}")
            return 1
    for miss in misses(found):
        _say(f"bench: {miss}")
    if options.record:
        _say(f"bench: kept in {keep('bench', COMMAND, found)}")
    print(msgspec.json.encode({**found, "misses": misses(found)}).decode())
    return 0
