"""`make bench-peers`: the hub and its peers, in turns, on one machine; writes docs/benchmarks.md."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import uvloop

from load.costs import apart
from load.peers import forms
from load.peers.catalogue import PEERS
from load.peers.forms import FORMS, FormPeer
from load.peers.found import Found, Row
from load.peers.measures import Size, Unfit, away, round_of
from load.peers.page import PAGE, write
from load.peers.peer import NotInstalled, NotServed, Peer, Versions
from load.peers.screens import Plan
from load.record import FIGURES, recorded
from load.reliability import keep

#: Where built and fetched peers live, out of git's sight.
HOME = Path(__file__).resolve().parents[2] / ".hub" / "peers"
ROUNDS = 3
FOLDER = FIGURES
NAME, COMMAND = "peers", "make bench-peers"


def say(text: str) -> None:
    """For the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


async def bench(
    peers: Sequence[Peer], form_peers: Sequence[FormPeer], home: Path, size: Size, *, plan: Plan, rounds: int
) -> Found:
    """Install all, then measure them in turns; a peer that cannot be is in the result with the reason."""
    began_s = time.monotonic()
    found = Found(size, {peer.name: Row() for peer in peers}, {peer.name: Row() for peer in form_peers})
    for peer in peers:
        _install(peer.title, peer.install, home, found.rows[peer.name])
    for form in form_peers:
        _install(form.title, form.install, home, found.forms[form.name])
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for peer in peers:
            found.apart &= await _measure(peer, home, size, found.rows[peer.name])
        for form in form_peers:
            await _edit(form, home, plan, found.forms[form.name])
    for row in (*found.rows.values(), *found.forms.values()):
        if not row.not_run and not any(row.rounds):
            row.not_run = row.faults[0] if row.faults else "it was not measured"
    found.took_s = round(time.monotonic() - began_s)
    return found


def _install(title: str, install: Callable[[Path], Versions], home: Path, row: Row) -> None:
    try:
        row.versions = install(home).parts
    except NotInstalled as error:
        row.not_run = str(error)
        say(f"{title}: not run: {error}")


async def _measure(peer: Peer, home: Path, size: Size, row: Row) -> bool:
    """One round of one peer, on a server that was just started; whether it had a core of its own."""
    if row.not_run:
        return True
    say(f"  {peer.title}")
    alone = True
    with tempfile.TemporaryDirectory(prefix="run-", dir=home) as directory:
        row.rounds.append({})
        try:
            async with peer.serve(Path(directory)) as served:
                with apart(served.pids, served.beside) as alone:
                    row.rounds[-1] = await round_of(served, size)
                    _tell(row.rounds[-1], "joined_deliveries_per_s", "joined_cpu_us", "single_cpu_us", "common_p99_ms")
                    if not row.away:
                        row.away = await away(served, size)
                        _tell(row.away, "back", "back_ms")
        except (NotServed, Unfit) as error:
            row.faults.append(str(error))
            say(f"    worth nothing: {error}")
    return alone


async def _edit(peer: FormPeer, home: Path, plan: Plan, row: Row) -> None:
    """The same with a form."""
    if row.not_run:
        return
    say(f"  {peer.title}")
    with tempfile.TemporaryDirectory(prefix="run-", dir=home) as directory:
        row.rounds.append({})
        try:
            async with peer.serve(Path(directory)) as form:
                row.rounds[-1] = await forms.round_of(form, plan)
                _tell(row.rounds[-1], "p50_ms", "p99_ms", "kept", "idle_kib")
        except (NotServed, Unfit) as error:
            row.faults.append(str(error))
            say(f"    worth nothing: {error}")


def _tell(figures: dict[str, float], *names: str) -> None:
    say(f"    {', '.join(f'{name} {figures[name]:,}' for name in names)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, keep the figures and write the page; 0, or 1 when there is nothing to write."""
    parser = argparse.ArgumentParser(prog="python -m load.peers", description=__doc__)
    parser.add_argument("--only", default="", help="names, with commas between them; then nothing is kept")
    parser.add_argument("--seconds", type=float, default=Size().seconds, help="each load lasts (default 3)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns of every peer (default 3)")
    parser.add_argument("--list", action="store_true", help="the names of all peers")
    parser.add_argument("--page", action="store_true", help="measure nothing: write the page from the last figures")
    options = parser.parse_args(arguments)
    names = {peer.name: peer.title for peer in (*FORMS, *PEERS)}
    only: set[str] = set(filter(None, options.only.split(",")))
    if unknown := only - {*names}:
        say(f"There is no peer {', '.join(sorted(unknown))}: `--list` has the names.")
        return 1
    if options.list:
        print("\n".join(f"{name:16} {title}" for name, title in names.items()))
        return 0
    if not options.page:
        HOME.mkdir(parents=True, exist_ok=True)
        chosen = [peer for peer in PEERS if not only or peer.name in only]
        chosen_forms = [peer for peer in FORMS if not only or peer.name in only]
        size = Size(seconds=options.seconds)
        found = uvloop.run(bench(chosen, chosen_forms, HOME, size, plan=Plan(), rounds=options.rounds))
        if only:
            print(_lines(found))
            return 0
        keep(NAME, COMMAND, found, FOLDER)
    last = recorded(NAME, FOLDER)
    if last is None:
        say(f"There are no figures yet: run `{COMMAND}`.")
        return 1
    say(f"{write(last, PAGE)} is written.")
    return 0


def _lines(found: Found) -> str:
    """All figures of some peers, for a person who tries something."""
    lines: list[str] = []
    for name, row in (*found.rows.items(), *((f"{name} (form)", row) for name, row in found.forms.items())):
        lines.append(f"{name}: {row.not_run or ', '.join(f'{part} {of}' for part, of in row.versions.items())}")
        figures = dict.fromkeys(figure for each in (*row.rounds, row.away) for figure in each)
        lines.extend(f"  {figure:26} {row.of(figure):>14,}" for figure in figures)
    return "\n".join(lines)
