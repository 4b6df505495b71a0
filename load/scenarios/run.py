"""Plays one scenario, and says what was found."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from msgspec import Struct, structs

from load.crowd.crowd import NotJoined
from load.record import commit, machine
from load.report.result import Result, check
from load.scenarios.ground import Elsewhere, Ground
from load.scenarios.progress import Progress
from load.scenarios.sampler import Sampler
from load.scenarios.scenario import DOOR, Scenario, Size
from load.scenarios.venue import Venue
from load.stage import NotStaged, stage


class Wish(Struct, frozen=True):
    """How a scenario is to be played. `against` a hub that is there, with its `secret`; empty: on one of its own.

    `room` is one of that hub's; `bounds` False only reports them.
    """

    size: Size
    seed: int
    against: str = ""
    secret: str = ""
    room: str = ""
    bounds: bool = True


async def run(scenario: Scenario, wish: Wish, directory: Path, progress: Progress) -> Result:
    """One run, from nothing to the verdict.

    Raises:
        NotStaged: there is no hub to play on, or it is not ours to break.
    """
    if wish.against and scenario.breaks:
        raise NotStaged(f"{scenario.name} breaks the hub that it plays on: run it without --against")
    progress.say(f"{scenario.name}: {scenario.purpose}")
    room = wish.room or f"floor/{scenario.name}"
    async with _ground(scenario, wish, directory, room) as ground:
        venue = Venue(ground, room, wish.seed, wish.size.processes)
        sampler = Sampler(venue, progress.tell)
        venue.began_s, venue.samples = sampler.began_s, sampler.samples
        sampling = asyncio.create_task(sampler.run())
        try:
            await _play(scenario, venue, wish.size)
        finally:
            sampling.cancel()
            with suppress(asyncio.CancelledError):
                await sampling
        result = _result(scenario, wish, venue, sampler)
    for each in verdict(result):
        progress.say(each)
    return result


@asynccontextmanager
async def _ground(scenario: Scenario, wish: Wish, directory: Path, room: str) -> AsyncGenerator[Ground]:
    if wish.against:
        yield Elsewhere(wish.against, wish.secret)
        return
    settings = {**DOOR, **scenario.settings}
    async with stage(directory, wish.size.workers, rooms=[room], settings=settings) as own:
        yield own


async def _play(scenario: Scenario, venue: Venue, size: Size) -> None:
    """What goes wrong is a finding: the figures so far are worth seeing."""
    try:
        await scenario.play(venue, size)
        await venue.compare()
    except (NotJoined, NotStaged, TimeoutError, OSError) as error:
        venue.broken.append(f"{type(error).__name__}: {str(error) or 'it took too long'}")


def _result(scenario: Scenario, wish: Wish, venue: Venue, sampler: Sampler) -> Result:
    promises = check(scenario.bounds, venue.figures)
    kept = not wish.bounds or all(each.held for each in promises)
    options = structs.asdict(wish.size) | ({"against": wish.against} if wish.against else {})
    return Result(
        scenario=scenario.name,
        purpose=scenario.purpose,
        latency=scenario.latency,
        held=kept and not venue.broken,
        on=time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
        commit=commit(),
        machine=machine(),
        options=options,
        seed=wish.seed,
        promises=promises,
        broken=venue.broken,
        figures=venue.figures,
        events=venue.events,
        timeline=sampler.timeline(),
    )


def verdict(result: Result) -> list[str]:
    """The result in a few lines for a terminal."""
    lines = [
        f"  {'held  ' if each.held else 'MISSED'} {each.bound.what}: "
        f"{'not measured' if each.value is None else f'{each.value:,g}{_unit(each.bound.unit)}'}, "
        f"{'at least' if each.bound.least else 'at most'} {each.bound.limit:,g}{_unit(each.bound.unit)}"
        for each in result.promises
    ]
    lines += [f"  BROKEN {each}" for each in result.broken[:5]]
    return [*lines, f"  {result.scenario}: {'held' if result.held else 'NOT held'}, seed {result.seed}"]


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""
