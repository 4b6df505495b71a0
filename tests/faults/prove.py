"""One fault, proved: the run holds what is promised, and the same run without the protection is caught."""

import asyncio
import os
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from load.bots.bot import Address
from load.check.checker import Listing, Report, check
from load.check.latency import to_others
from load.check.truth import listings
from load.quantiles import quantile
from load.reliability import FaultRow, TwinRow
from load.show.cast import Company
from load.show.verdict import EXPECTED, surprises
from load.stage import Stage, stage
from tests.faults.night import BUSY, QUIET, Night

ROOT = Path(__file__).resolve().parents[2]
UNPROTECTED = Path(__file__).parent / "unprotected"
#: Where many facts are to be missed, people talk as quickly as they may (`Night.say`), and are told so.
EXPECTED_OF_FAULTS = (*EXPECTED, "protocol.too_fast")
#: A twin need not be waited for as long as a promise.
TWIN_PATIENCE_S = 6.0
SHOWN = 12

Scenario = Callable[[Night], Awaitable[None]]
Prepare = Callable[[Stage], Awaitable[None]]
#: What has to be there before the hub starts, in a directory of the run; it gives more settings for the hub.
Around = Callable[[Path], AbstractAsyncContextManager[Mapping[str, str]]]
#: How people reach the hub.
Way = Callable[[Stage], AbstractAsyncContextManager[Address]]


@asynccontextmanager
async def bare(_directory: Path) -> AsyncGenerator[Mapping[str, str]]:
    """The hub brings its own stores."""
    yield {}


@asynccontextmanager
async def straight(running: Stage) -> AsyncGenerator[Address]:
    """Nothing is in between."""
    yield running.address


async def nothing(_stage: Stage) -> None:
    """Every protection is a process's own."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The run in which one protection is off: `switch` is its name in `tests.faults.unprotected.switches`.

    `finds`: at least one of these must be found. `prepare` is done to the hub before anybody comes.
    """

    off: str
    switch: str
    finds: frozenset[str]
    scenario: Scenario | None = None
    prepare: Prepare = nothing
    patience_s: float = TWIN_PATIENCE_S


@dataclass(frozen=True, slots=True)
class Fault:
    """What breaks, what is promised then (numbers of the promises), and the bounds that hold meanwhile.

    `silence_s_max`: beyond the longest outage that the scenario makes. `p99_s_max`: from one screen to another, in a
    window that the scenario names. `together`: run at the same time as its twin, because both mostly wait.
    """

    name: str
    promises: tuple[int, ...]
    bound: str
    scenario: Scenario
    twin: Twin
    workers: int = 2
    silence_s_max: float = 10.0
    recovery_s_max: float = 10.0
    patience_s: float = 20.0
    p99_s_max: Mapping[str, float] = field(default_factory=dict[str, float])
    together: bool = False
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    rooms: tuple[str, ...] = ()
    around: Around = bare
    way: Way = straight


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `found`: every broken promise by name, and where."""

    report: Report
    silence_s: float
    recovery_s: float
    found: dict[str, list[str]]
    figures: Mapping[str, float]

    @property
    def counted(self) -> dict[str, int]:
        """How often each promise was broken."""
        return {str(what): len(where) for what, where in self.found.items()}


async def run(fault: Fault, seed: int, directory: Path, twin: Twin | None = None) -> Outcome:
    """One run, with the protection of `twin` off when one is given."""
    scenario = fault.scenario if twin is None else twin.scenario or fault.scenario
    settings = {**fault.settings, **({} if twin is None else unprotected(twin.switch))}
    rooms = (BUSY, *QUIET, *fault.rooms)
    directory.mkdir()
    async with (
        fault.around(directory) as around,
        stage(directory, fault.workers, rooms=rooms, settings={**settings, **around}) as running,
        fault.way(running) as address,
    ):
        if twin is not None:
            await twin.prepare(running)
        company = Company(address, seed)
        rng = random.Random(f"{seed}/{fault.name}")
        night = Night(running, company, rng, fault.patience_s if twin is None else twin.patience_s)
        ticking = asyncio.create_task(company.tick())
        try:
            try:
                await scenario(night)
            except TimeoutError as error:
                night.wrong("did not recover", str(error) or "something never happened")
            await night.settle()
            return await judge(night, fault)
        finally:
            ticking.cancel()
            company_left = asyncio.create_task(company.leave())
            await asyncio.gather(ticking, return_exceptions=True)
            await asyncio.wait([company_left], timeout=TWIN_PATIENCE_S)
            company_left.cancel()


def unprotected(switch: str) -> dict[str, str]:
    """The environment that switches a protection off in every process of a hub (`unprotected/sitecustomize.py`)."""
    return {"PYTHONPATH": os.pathsep.join((str(UNPROTECTED), str(ROOT))), "UNPROTECTED": switch}


async def judge(night: Night, fault: Fault) -> Outcome:
    """What the checker, the bounds and the scenario found."""
    witnesses = [*night.company.witnesses(), *night.others]
    truth: Mapping[str, Listing] = {}
    report = Report()
    try:
        truth = await listings(night.stage.facts.database_url, witnesses)
    except KeyError as error:
        night.wrong("a log that makes no sense", f"a fact is about {error}, which is not there")
    else:
        report = check(truth, witnesses)
    found = {what: list(where) for what, where in night.found.items()}
    for breach in report.breaches:
        found.setdefault(breach.kind.value, []).append(breach.where)
    for surprise in surprises(night.company, EXPECTED_OF_FAULTS):
        found.setdefault("surprises", []).append(surprise.where)
    steady = {player.bot.client.name for player in night.steady}
    heard = to_others(truth, [each for each in witnesses if each.name in steady]) if truth else []
    outcome = Outcome(report, _longest(night, [took_s for _, took_s in heard]), _slowest(night), found, night.figures)
    night.figures.update(p99s(night.windows, heard))
    outage_s = max(night.outages_s, default=0.0)
    if night.outages_s:
        night.figures["outage made (s)"] = round(outage_s, 2)
    hold(fault, outcome, outage_s)
    return outcome


def p99s(windows: Mapping[str, tuple[float, float]], heard: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Of each window, from the seconds at which something was heard and how long that took; none of silent ones."""
    found: dict[str, float] = {}
    for name, (began_s, ended_s) in windows.items():
        if within := [took_s for at_s, took_s in heard if began_s <= at_s < ended_s]:
            found[_p99(name)] = round(quantile(within, 0.99), 3)
    return found


def _p99(window: str) -> str:
    return f"p99 {window} (s)"


def _longest(night: Night, heard_s: Sequence[float]) -> float:
    """The longest that somebody steady waited, for an answer or for what somebody else had asked for."""
    answers = (sent for player in night.steady for sent in player.bot.client.commands.values())
    answered_s = (sent.answered_s - sent.at_s for sent in answers if sent.outcome != "open")
    return max(max(heard_s, default=0.0), max(answered_s, default=0.0))


def _slowest(night: Night) -> float:
    return max(night.recoveries_s, default=0.0)


def hold(fault: Fault, outcome: Outcome, outage_s: float) -> None:
    """Compare with the bounds; a p99 that there is none of has not held either."""
    bounds = {
        "too silent": (outcome.silence_s, fault.silence_s_max + outage_s),
        "too slow to recover": (outcome.recovery_s, fault.recovery_s_max),
    }
    for name, most_s in fault.p99_s_max.items():
        took_s = outcome.figures.get(_p99(name))
        if took_s is None:
            outcome.found.setdefault("not measured", []).append(f"nothing was heard {name}")
        else:
            bounds[f"too slow {name}"] = (took_s, most_s)
    for name, (took_s, most_s) in bounds.items():
        if took_s > most_s:
            outcome.found.setdefault(name, []).append(f"{took_s:.2f} s, at most {most_s:.2f} s are promised")


async def prove(fault: Fault, seed: int, directory: Path) -> FaultRow:
    """Run it, then its twin; what goes into the table.

    Raises:
        AssertionError: a promise was broken, or the twin was not caught.
    """
    protected = run(fault, seed, directory / "protected")
    if fault.together:
        unprotected_run = run(fault, seed, directory / "unprotected", fault.twin)
        outcome, caught = await asyncio.gather(protected, unprotected_run)
        held(fault, seed, outcome)
    else:
        outcome = await protected
        held(fault, seed, outcome)
        caught = await run(fault, seed, directory / "unprotected", fault.twin)
    seen_through(fault, seed, caught)
    return row(fault, seed, outcome, caught)


def row(fault: Fault, seed: int, outcome: Outcome, caught: Outcome) -> FaultRow:
    """The line of the table."""
    return FaultRow(
        fault=fault.name,
        promises=fault.promises,
        bound=fault.bound,
        seeds=(seed,),
        runs=1,
        messages=outcome.report.delivered,
        commands=outcome.report.acked,
        lost=outcome.report.lost,
        repeated=outcome.report.repeated,
        silence_s=round(outcome.silence_s, 3),
        recovery_s=round(outcome.recovery_s, 3),
        figures=dict(outcome.figures),
        twin=TwinRow(fault.twin.off, caught.counted),
    )


def held(fault: Fault, seed: int, outcome: Outcome) -> None:
    """Raises `AssertionError` with what was broken."""
    assert not outcome.found, told(fault, seed, outcome)
    assert outcome.report.delivered, "nothing happened"


def seen_through(fault: Fault, seed: int, caught: Outcome) -> None:
    """Raises `AssertionError` when a run without protection looks well."""
    assert fault.twin.finds & caught.counted.keys(), (
        f"{fault.name}, HUB_SEED={seed}: without protection ({fault.twin.off}) nothing of {sorted(fault.twin.finds)} "
        f"was found, but {caught.counted}"
    )


def told(fault: Fault, seed: int, outcome: Outcome) -> str:
    """What was broken, for the person who has to find out why."""
    lines = [f"{fault.name}, HUB_SEED={seed}: {outcome.counted}"]
    lines += [f"  {what}: {where}" for what, places in outcome.found.items() for where in places[:SHOWN]]
    return "\n".join(lines)
