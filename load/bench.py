"""`make bench`: the hub's figures on this machine, for people on standard error, for tools one JSON line on stdout."""

import argparse
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import uvloop

from load import measures, screens
from load.costs import cores, pin
from load.measures import Figures, Unfit
from load.stage import NotStaged, Stage, stage

#: What the issue asks for: the figure, the bound, and whether it is the least or the most.
TARGETS: tuple[tuple[str, str, float, bool], ...] = (
    ("joined", "deliveries_per_worker_cpu_s", 500_000, True),
    ("single", "deliveries_per_worker_cpu_s", 100_000, True),
    ("idle", "kib_per_socket", 30, False),
    ("edits", "p99_ms", 25, False),
)
#: A bench is a flood; the hub is told to let it in.
OPEN_DOOR = {
    "HUB_RATE_CONNECTION": "100000/100000",
    "HUB_RATE_PERSON": "100000/100000",
    "HUB_RATE_ROOM": "100000/100000",
    "HUB_SOCKETS_PER_ADDRESS_MAX": "50000",
}
PEOPLE = measures.WARM_SOCKETS + measures.IDLE_SOCKETS

Measure: TypeAlias = Callable[[Stage, Sequence[str], str], Awaitable[Figures]]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def _run(
    directory: Path, workers: int, settings: dict[str, str], role: str, planned: dict[str, tuple[str, Measure]]
) -> dict[str, Figures]:
    """Start a hub, measure, and stop it; `planned` has a room and a measure by name."""
    rooms = [room for room, _ in planned.values()]
    found: dict[str, Figures] = {}
    async with stage(directory, workers, rooms=rooms, settings=OPEN_DOOR | settings) as running:
        if workers == 1:
            _pin(running)
        for name, (room, measure) in planned.items():
            tokens = await running.grants([room], role, PEOPLE if role == "audience" else 40)
            found[name] = await measure(running, tokens, room)
            _say(f"  {name}: {', '.join(f'{key} {value:,}' for key, value in found[name].items())}")
    return found


def _pin(running: Stage) -> None:
    """The worker has a core of its own; everything else shares the other."""
    mine, *others = cores()
    if not others:
        _say("  one core only: the worker shares it with everything else, and the figures are too low")
        return
    pin([running.facts.pids[name] for name in ("postgres", "redis")], others[0])
    pin(running.facts.workers, mine)
    os.sched_setaffinity(0, {others[0]})


async def bench(directory: Path, seconds: float) -> dict[str, Figures]:
    """All measures, on three hubs one after the other.

    Raises:
        NotStaged, Unfit: a hub did not start, or a run is worth nothing.
    """
    everywhere = os.sched_getaffinity(0)
    _say("one worker")
    found = await _run(
        directory,
        1,
        {},
        "audience",
        {
            "idle": ("floor/bench-idle", measures.idle),
            "commits": ("floor/bench-commits", lambda s, t, r: measures.commits(s, t, r, seconds)),
            "joined": ("floor/bench-joined", lambda s, t, r: measures.joined(s, t, r, seconds)),
        },
    )
    _say("one worker that joins nothing")
    found |= await _run(
        directory,
        1,
        {"HUB_FLUSH_MS_MAX": "0"},
        "audience",
        {"single": ("floor/bench-single", lambda s, t, r: measures.single(s, t, r, seconds))},
    )
    os.sched_setaffinity(0, everywhere)
    _say("two workers")
    return found | await _run(directory, 2, {}, "crew", {"edits": ("show/bench-edits", screens.edits)})


def misses(found: dict[str, Figures]) -> list[str]:
    """The targets that were not reached, one line each."""
    return [
        f"{name}.{figure} is {found[name][figure]:,}, {'at least' if least else 'at most'} {bound:,} is wanted"
        for name, figure, bound, least in TARGETS
        if (found[name][figure] < bound if least else found[name][figure] > bound)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0, or 1 when a run was worth nothing. A missed target is said, and changes nothing."""
    parser = argparse.ArgumentParser(prog="python -m load.bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="each measure of a rate lasts (default 4)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as directory:
        try:
            found = uvloop.run(bench(Path(directory), options.seconds))
        except (NotStaged, Unfit, TimeoutError) as error:
            _say(f"bench: {error or 'the hub was too slow to be measured'}")
            return 1
    for miss in misses(found):
        _say(f"bench: {miss}")
    print(msgspec.json.encode({**found, "misses": misses(found)}).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
