"""`make show`: a night with its disasters, and a verdict on every fact of it.

Doors, peak, Redis killed for ten seconds, a worker killed with SIGKILL, encore; then every client's history is
compared with the log. A large house is filled first, and has a third disaster: the hub restarts.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import msgspec
import uvloop

from load.check.checker import Breach, check
from load.check.latency import to_others
from load.check.truth import listings
from load.crowd.crowd import NotJoined
from load.metrics import FRESH_S, log_reads_per_room, scrape
from load.quantiles import quantile
from load.reliability import keep
from load.show.acts import LARGE_SHOW, SHOW, Act, Played, Playing
from load.show.house import FULL_MAX, ROOM_OF_CREW, ROOM_OF_PHONES, Filled, House, house
from load.show.text import lines
from load.show.verdict import BREACHES_SHOWN, Found, act_found, missed, of_crowd, surprises
from load.stage import NotStaged, stage

#: All of a large house may come to one worker, and from few addresses.
DOOR = {"HUB_SOCKETS_MAX": "19000", "HUB_SOCKETS_PER_ADDRESS_MAX": "5000"}


@dataclass(frozen=True, slots=True)
class Options:
    """How large a show. `acts` empty: those that fit the size."""

    phones: int
    crew: int
    workers: int
    seed: int
    acts: Sequence[Act] = ()

    @property
    def night(self) -> Sequence[Act]:
        """The acts that are played."""
        return self.acts or (SHOW if self.phones <= FULL_MAX else LARGE_SHOW)


@dataclass(slots=True)
class Night:
    """What happened; `reads` has, by act, the queries for each room of a worker since the hub was restarted."""

    filled: Filled
    played: list[Played] = field(default_factory=list[Played])
    reads: dict[str, float] = field(default_factory=dict[str, float])
    late: Sequence[Breach] = ()


async def show(options: Options, directory: Path) -> Found:
    """Play it, and say how it went.

    Raises:
        NotStaged, NotJoined, OSError, asyncpg.PostgresError: it could not be played, or the log cannot be read.
    """
    print(f"show: {options.crew} crew, {options.phones} phones, {options.workers} workers, seed {options.seed}")
    async with (
        stage(directory, options.workers, rooms=(ROOM_OF_CREW, ROOM_OF_PHONES), settings=DOOR) as running,
        house(running, phones=options.phones, crew=options.crew, seed=options.seed) as everybody,
    ):
        night = Night(await _fill(everybody))
        await _play(everybody, options, night)
        print("  last orders ...", flush=True)
        night.late = await everybody.finale()
        return await _found(options, everybody, night)


async def _fill(everybody: House) -> Filled:
    if everybody.sockets is None:
        return Filled()
    print(f"  {everybody.sockets.size:,} sockets ...", flush=True)
    filled = await everybody.fill(everybody.sockets)
    print(f"    all in after {filled.seconds} s, {filled.kib_per_socket} KiB of worker memory each", flush=True)
    return filled


async def _play(everybody: House, options: Options, night: Night) -> None:
    rng = random.Random(options.seed)
    playing = Playing(everybody.company, everybody.running.order, rng, everybody.missing)
    for act in options.night:
        print(f"  {act.name} ...", flush=True)
        night.played.append(await playing.play(act))
        if act.cuts:
            print(f"    everybody was back {night.played[-1].back_s:.1f} s after its beginning", flush=True)
        if act.name == "hub restarts":
            await asyncio.sleep(FRESH_S)
            night.reads[act.name] = round(log_reads_per_room(await scrape(everybody.running.address)), 2)


async def _found(options: Options, everybody: House, night: Night) -> Found:
    company = everybody.company
    tally = await everybody.tally()
    witnesses = company.witnesses()
    truth = await listings(everybody.running.facts.database_url, witnesses)
    report = check(truth, witnesses)
    report.breaches.extend([*night.late, *surprises(company), *of_crowd(tally)])
    seen = to_others(truth, witnesses)
    away_s = [each for player in company.players for each in player.bot.away_s]
    found = Found(
        phones=options.phones,
        full_clients=options.phones - night.filled.sockets,
        crew=options.crew,
        workers=options.workers,
        seed=options.seed,
        joined_s=night.filled.seconds,
        kib_per_socket=night.filled.kib_per_socket,
        acts=[act_found(act, company, seen, tally, night.reads.get(act.act.name, 0.0)) for act in night.played],
        sent=report.sent,
        acked=report.acked,
        refused=report.refused,
        delivered=report.delivered + tally.deliveries,
        lost=report.lost + tally.missed,
        repeated=report.repeated + tally.repeated,
        cut_off=len(away_s) + tally.lost,
        resumed=report.resumed + tally.back,
        snapshots=report.snapshots + tally.snapshots,
        away_p50_s=round(tally.away.quantile_ms(0.5) / 1000 if tally.back else quantile(away_s, 0.5), 2),
        away_max_s=round(max([tally.away.max_ms / 1000, *away_s]), 2),
        receivers_cpu_s=round(tally.cpu_s, 1),
        breaches={str(kind): times for kind, times in report.kinds.most_common()},
        examples=[f"{each.kind}: {each.where}" for each in report.breaches[:BREACHES_SHOWN]],
    )
    return msgspec.structs.replace(found, missed=missed(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m load.show", description=__doc__)
    parser.add_argument("--phones", type=int, default=500, help="in the audience (default 500)")
    parser.add_argument("--crew", type=int, default=30, help="who fill in the advance (default 30)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the hub (default 2)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000, help="of everything left to chance")
    parser.add_argument("--json", type=Path, help="write the result there")
    parser.add_argument("--record", action="store_true", help="keep the result for the documents")
    return parser


def command(options: Options) -> str:
    """What plays it again."""
    asked = f"--phones {options.phones} --crew {options.crew} --workers {options.workers} --seed {options.seed}"
    return f"python -m load.show {asked} --record"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 when something was broken or a promise not kept, or the show could not be played."""
    given = _parser().parse_args(arguments)
    options = Options(given.phones, given.crew, given.workers, given.seed)
    with tempfile.TemporaryDirectory(prefix="hub-show-") as directory:
        try:
            found = uvloop.run(show(options, Path(directory)))
        except (NotStaged, NotJoined, OSError, TimeoutError, asyncpg.PostgresError) as error:
            print(f"show: {error or 'not everybody got in'}", file=sys.stderr)
            return 1
    print("\n".join(lines(found)))
    if given.json is not None:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    if given.record:
        keep("show", command(options), found)
    return 0 if found.held else 1
