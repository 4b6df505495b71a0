"""`make bench-peers`: the hub and its peers, in turns, on one machine; writes docs/benchmarks.md."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import uvloop
from msgspec import Struct, field

from load.costs import apart
from load.peers.catalogue import PEERS
from load.peers.measures import Figures, Size, Unfit, away, round_of
from load.peers.peer import NotInstalled, NotServed, Peer

#: Where built and fetched peers live, out of git's sight.
HOME = Path(__file__).resolve().parents[2] / ".hub" / "peers"
ROUNDS = 3


class Row(Struct):
    """What was found of one peer: what runs, or why not; the figures of each round; who came back. `faults` are rounds
    that were worth nothing."""

    versions: dict[str, str] = field(default_factory=dict[str, str])
    not_run: str = ""
    rounds: list[Figures] = field(default_factory=list[Figures])
    away: Figures = field(default_factory=dict[str, float])
    faults: list[str] = field(default_factory=list[str])


class Found(Struct):
    """All of it. `apart`: the server had a core of its own."""

    size: Size
    rows: dict[str, Row]
    apart: bool = True
    took_s: float = 0.0


def say(text: str) -> None:
    """For the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


async def bench(peers: Sequence[Peer], home: Path, size: Size, rounds: int) -> Found:
    """Install all, then measure them in turns; a peer that cannot be is in the result with the reason."""
    began_s = time.monotonic()
    found = Found(size, {peer.name: Row() for peer in peers})
    for peer in peers:
        _install(peer, home, found.rows[peer.name])
    for number in range(rounds):
        for peer in peers:
            row = found.rows[peer.name]
            if not row.not_run:
                say(f"round {number + 1} of {rounds}: {peer.title}")
                found.apart &= await _measure(peer, home, size, row, number)
    for row in found.rows.values():
        if not (row.rounds or row.not_run):
            row.not_run = row.faults[0] if row.faults else "it was not measured"
    found.took_s = round(time.monotonic() - began_s)
    return found


def _install(peer: Peer, home: Path, row: Row) -> None:
    home.mkdir(parents=True, exist_ok=True)
    try:
        row.versions = peer.install(home).parts
    except NotInstalled as error:
        row.not_run = str(error)
        say(f"{peer.title}: not run: {error}")


async def _measure(peer: Peer, home: Path, size: Size, row: Row, number: int) -> bool:
    """One round of one peer, on a server that was just started; whether it had a core of its own."""
    alone = True
    with tempfile.TemporaryDirectory(prefix="run-", dir=home) as directory:
        try:
            async with peer.serve(Path(directory)) as served:
                with apart(served.pids, served.beside) as alone:
                    row.rounds.append(await round_of(served, size))
                    say(f"  {_short(row.rounds[-1])}")
                    if number == 0:
                        row.away = await away(served, size)
                        say(f"  {row.away['back']:,.0f} of {size.away:,} messages came back")
        except (NotServed, Unfit) as error:
            row.faults.append(str(error))
            say(f"  worth nothing: {error}")
    return alone


def _short(figures: Figures) -> str:
    shown = ("joined_deliveries_per_s", "single_deliveries_per_s", "joined_cpu_us", "common_p99_ms", "idle_kib")
    return ", ".join(f"{name} {figures[name]:,}" for name in shown)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, keep the figures, write the page; 0, or 1 when nothing could be measured."""


    parser = argparse.ArgumentParser(prog="python -m load.peers", description=__doc__)
    parser.add_argument("--only", default="", help="names, with commas between them (default: all)")
    parser.add_argument("--seconds", type=float, default=Size().seconds, help="each load lasts (default 3)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns of every peer (default 3)")
    options = parser.parse_args(arguments)

    peers = [peer for peer in PEERS if not options.only or peer.name in options.only.split(",")]
    found = uvloop.run(bench(peers, HOME, Size(seconds=options.seconds), options.rounds))
    import msgspec

    print(msgspec.json.encode(found).decode())
    return 0
