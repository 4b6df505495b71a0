"""`make show`: a night with two disasters, and a verdict on every fact of it.

Doors, peak, Redis killed for ten seconds, a worker killed with SIGKILL, encore; then every client's history is
compared with the log.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import uvloop

from load.bots.waiting import until
from load.check.checker import Breach, Kind, Report, check
from load.check.latency import to_others
from load.check.truth import listings
from load.figures import ms, quantile
from load.show.acts import SHOW, Act, Playing
from load.show.cast import Company
from load.show.people import CREW, DESK, PHONE
from load.stage import NotStaged, Stage, stage

ROOM_OF_CREW, ROOM_OF_PHONES = "show/tonight", "floor/tonight"
SETTLE_S_MAX = 20.0
ENTER_S_MAX = 20.0
BREACHES_SHOWN = 20
#: Refusals that are part of a night: the rules of the queue, of the form and of the chat, and what passes by itself.
EXPECTED = ("queue.", "advance.", "chat.", "room.unavailable", "room.busy", "hub.draining", "hub.full")


@dataclass(frozen=True, slots=True)
class Options:
    """How large a show."""

    phones: int
    crew: int
    workers: int
    seed: int
    acts: Sequence[Act] = SHOW


@dataclass(frozen=True, slots=True)
class Played:
    """An act that is over, and when it began and ended."""

    act: Act
    began_s: float
    ended_s: float


async def show(options: Options, directory: Path) -> int:
    """Play it, and say how it went: 0 when no promise was broken.

    Raises:
        NotStaged, OSError, asyncpg.PostgresError: the hub did not start, or its log cannot be read.
    """
    print(f"show: {options.crew} crew, {options.phones} phones, {options.workers} workers, seed {options.seed}")
    async with stage(directory, options.workers, rooms=(ROOM_OF_CREW, ROOM_OF_PHONES)) as running:
        company = await _company(running, options)
        ticking = asyncio.create_task(company.tick())
        played = await _play(running, company, options)
        late = await _finale(running, company)
        witnesses = company.witnesses()
        truth = await listings(running.facts.database_url, witnesses)
        report = check(truth, witnesses)
        report.breaches.extend(late)
        report.breaches.extend(surprises(company))
        seen = to_others(truth, witnesses)
        ticking.cancel()
        await company.leave()
    _print_acts(played, seen, company)
    _print_verdict(report, [took_s for _, took_s in seen], company)
    return 1 if report.breaches else 0


async def _company(running: Stage, options: Options) -> Company:
    """Everybody, with grants; the crew and the desk are in already."""
    company = Company(running.address, options.seed)
    crew, desk, phones = await asyncio.gather(
        running.grants([ROOM_OF_CREW], "crew", options.crew, "Crew"),
        running.grants([ROOM_OF_PHONES], "dj", 1, "Desk"),
        running.grants([ROOM_OF_PHONES], "audience", options.phones, "Phone"),
    )
    early = company.cast("crew", crew, ROOM_OF_CREW, CREW) + company.cast("desk", desk, ROOM_OF_PHONES, DESK)
    company.cast("phone", phones, ROOM_OF_PHONES, PHONE)
    for player in early:
        company.enter(player)
    await until(lambda: all(player.bot.client.everywhere for player in early), ENTER_S_MAX)
    return company


async def _play(running: Stage, company: Company, options: Options) -> list[Played]:
    playing = Playing(company, running.order, random.Random(options.seed))
    played: list[Played] = []
    for act in options.acts:
        print(f"  {act.name} ...", flush=True)
        played.append(Played(act, *await playing.play(act)))
    return played


async def _finale(running: Stage, company: Company) -> list[Breach]:
    """Wait until everybody has everything, then let somebody fresh look from every lane; who did not get there."""
    print("  last orders ...", flush=True)
    tokens = [
        (ROOM_OF_CREW, (await running.grants([ROOM_OF_CREW], "manager", 1, "Auditor"))[0]),
        (ROOM_OF_PHONES, (await running.grants([ROOM_OF_PHONES], "moderator", 1, "Auditor"))[0]),
        (ROOM_OF_PHONES, (await running.grants([ROOM_OF_PHONES], "audience", 1, "Auditor"))[0]),
    ]
    try:
        await until(company.settled, SETTLE_S_MAX)
        for room, token in tokens:
            for player in company.cast("auditor", [token], room, {}):
                company.enter(player)
        await until(company.settled, SETTLE_S_MAX)
    except TimeoutError:
        return [Breach(Kind.BEHIND, f"not everybody was back with all answers after {SETTLE_S_MAX:.0f} s")]
    return []


def surprises(company: Company) -> list[Breach]:
    """Refusals that no show should see, and frames that contradict themselves."""
    told: Counter[str] = Counter()
    for player in company.players:
        told.update(player.bot.client.told)
    strange = [f"{code}, {times} times" for code, times in told.items() if not code.startswith(EXPECTED)]
    return [Breach(Kind.DIFFERENT, each) for each in (*strange, *company.faults())]


def _print_acts(played: Sequence[Played], seen: Sequence[tuple[float, float]], company: Company) -> None:
    sent = [each for player in company.players for each in player.bot.client.commands.values()]
    print(f"\n  {'act':<14} {'sent':>6} {'acked':>6} {'refused':>8} {'p50 ms':>8} {'p99 ms':>9} {'max ms':>9}")
    for each in played:
        within = [command for command in sent if each.began_s <= command.at_s < each.ended_s]
        took = [took_s for at_s, took_s in seen if each.began_s <= at_s < each.ended_s]
        outcomes = Counter(command.outcome for command in within)
        figures = f"{ms(quantile(took, 0.5)):>8} {ms(quantile(took, 0.99)):>9} {ms(max(took, default=0)):>9}"
        print(f"  {each.act.name:<14} {len(within):>6} {outcomes['acked']:>6} {outcomes['refused']:>8} {figures}")


def _print_verdict(report: Report, took_s: Sequence[float], company: Company) -> None:
    away = [each for player in company.players for each in player.bot.away_s]
    back = f"back after p50 {quantile(away, 0.5):.1f} s, longest {max(away, default=0):.1f} s"
    print(f"\n  cut off {len(away)} times, {back}, resumed {report.resumed}, snapshots {report.snapshots}")
    print(
        f"  sent {report.sent:,}  acked {report.acked:,}  refused {report.refused:,}  delivered {report.delivered:,}"
        f"  lost {report.lost}  repeated {report.repeated}"
        f"  p50 {ms(quantile(took_s, 0.5))} ms  p99 {ms(quantile(took_s, 0.99))} ms"
    )
    for kind, times in report.kinds.most_common():
        print(f"  BREACH {kind}: {times}")
    for breach in report.breaches[:BREACHES_SHOWN]:
        print(f"    {breach.kind}: {breach.where}")


def _options(arguments: Sequence[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m load.show", description=__doc__)
    parser.add_argument("--phones", type=int, default=500, help="in the audience (default 500)")
    parser.add_argument("--crew", type=int, default=30, help="who fill in the advance (default 30)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the hub (default 2)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000, help="of everything left to chance")
    found = parser.parse_args(arguments)
    return Options(found.phones, found.crew, found.workers, found.seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 when a promise was broken, or the show could not be played."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="hub-show-") as directory:
        try:
            return uvloop.run(show(options, Path(directory)))
        except (NotStaged, OSError, TimeoutError, asyncpg.PostgresError) as error:
            print(f"show: {error or 'not everybody got in'}", file=sys.stderr)
            return 1
