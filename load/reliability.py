"""`docs/reliability.md`: what is promised, what proves it, and what was found; `python -m load.reliability` writes it.

The page is a pure function of the files in `docs/figures/`. Every command that writes one of them does so with `keep`,
which renders it anew.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, structs

from load.promises import PROMISES
from load.readings import Found, fields, plain, rows
from load.record import FIGURES, Recorded, record, recorded

PAGE = FIGURES.parent / "reliability.md"
COMMAND = "make faults"
UNKNOWN = "unknown"
NAMES = ("faults", "attacks", "conformance", "scenarios", "show", "bench", "cold", "pages", "peers", "access")

INTRODUCTION = """\
# Reliability

Each promise has a command that proves it, and each fault a twin: the same run with one protection switched off, which
has to be caught. A checker compares what every client remembers with the log: numbers without holes, no acknowledged
command lost, no fact that nobody asked for, strictly increasing, no gap that was not told, the same fact at the same
number for everybody, what was asked twice done once.

This page is made from [figures/](figures/) by `python -m load.reliability`. The commands below write those files, and
this page with them; what takes `--record` does so only with it.
"""
HOW_TO_RUN = """\
## How to run it

```sh
make faults                  # everything below, in at most 20 minutes; writes this page
HUB_SEED=7 make faults       # again what the seed 7 left to chance: it is printed at the start
.venv/bin/pytest tests/faults/test_redis.py -m fault     # one of them
make laws                    # the rules and the protocol, with many more examples
python -m load --help        # the scenarios; --record keeps their figures
make show                    # a night with disasters, and a verdict on every fact of it
python -m load.bench.cold    # a fresh clone without any cache, until the first page of the demo
python -m load.bench.pages   # a form of 400 questions in a slow browser
```

A fault is a value (`tests/faults/prove.py`): what breaks, the bounds, and the twin with the protection it does without
(`tests/faults/unprotected/`). The hub under test is real: Postgres, Redis and workers in processes of their own.
*Silence* is the longest that somebody who never left waited, for an answer or for what somebody else had asked for.
*Recovery* is how long it took, from the end of the fault, until everybody was back and had seen something new.
"""
NOT_COVERED = """\
## What is not covered

* One machine, one Postgres: what a failover to a replica loses is the operator's choice of synchronous replicas.
* A disk that lies about what it has written; memory that flips bits.
* Two data centres; clocks are stepped, but not run at another speed.
* Money (11, 12): with its issue.
"""


class TwinRow(Struct, frozen=True):
    """A negative twin: what was switched off, and how often the checker then found what."""

    off: str
    found: dict[str, int]


class FaultRow(Struct, frozen=True):
    """A fault as its runs went. `messages`: facts delivered; `commands`: acked. The longest silence and recovery.

    `commit`: where it ran last.
    """

    fault: str
    promises: tuple[int, ...]
    bound: str
    seeds: tuple[int, ...]
    runs: int
    messages: int
    commands: int
    lost: int
    repeated: int
    silence_s: float
    recovery_s: float
    twin: TwinRow
    figures: dict[str, float] = {}
    commit: str = ""


class Faults(Struct, frozen=True):
    """What `faults.json` has found."""

    rows: tuple[FaultRow, ...] = ()


def keep(name: str, command: str, found: object, folder: Path = FIGURES) -> Path:
    """Record a result, and render the page anew; where the result is. In another folder the page is in it too."""
    path = record(name, command, found, folder)
    write(folder, PAGE if folder == FIGURES else folder / PAGE.name)
    return path


def keep_faults(kept: Sequence[FaultRow], folder: Path = FIGURES) -> None:
    """Keep the rows of a session in place of those of the same faults.

    Runs at the same commit are added up: five sessions in a row are five runs.
    """
    before = recorded("faults", folder)
    now = msgspec.json.decode(record("faults", COMMAND, Faults(tuple(kept)), folder).read_bytes(), type=Recorded)
    keep("faults", COMMAND, Faults(merged(before, now)), folder)


def merged(before: Recorded | None, now: Recorded) -> tuple[FaultRow, ...]:
    """The rows of now, and those of before that now has no run of; of one commit, with or without changes, added."""
    known = {} if before is None else {row.fault: row for row in msgspec.convert(before.found, Faults).rows}
    for row in msgspec.convert(now.found, Faults).rows:
        new = structs.replace(row, commit=now.commit)
        old = known.get(row.fault)
        if old is None or not old.runs:
            known[row.fault] = new
        elif new.runs:
            same = old.commit.rstrip("+") == now.commit.rstrip("+")
            known[row.fault] = added(old, new) if same else new
    return tuple(known[name] for name in sorted(known))


def added(one: FaultRow, other: FaultRow) -> FaultRow:
    """Both runs in one row: counts add up, of durations the longest stands."""
    return structs.replace(
        other,
        seeds=(*one.seeds, *other.seeds),
        runs=one.runs + other.runs,
        messages=one.messages + other.messages,
        commands=one.commands + other.commands,
        lost=one.lost + other.lost,
        repeated=one.repeated + other.repeated,
        silence_s=max(one.silence_s, other.silence_s),
        recovery_s=max(one.recovery_s, other.recovery_s),
        figures={name: max(one.figures.get(name, value), value) for name, value in other.figures.items()},
    )


def results(folder: Path = FIGURES) -> Found:
    """What was recorded."""
    return {name: recorded(name, folder) for name in NAMES}


def write(folder: Path = FIGURES, page: Path = PAGE) -> None:
    """Render the page from what is recorded."""
    page.write_text(render(results(folder)))


def render(found: Found) -> str:
    """The page."""
    sections = (INTRODUCTION, *_promises(found), *_faults(found), *_attacks(found), *_conformance(found))
    return "\n".join((*sections, *_scenarios(found), *_show(found), HOW_TO_RUN, NOT_COVERED))


def table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; numbers stand to the right."""
    body = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    rule = ["---" for _ in head]
    return "".join(f"| {' | '.join(line)} |\n" for line in (list(head), rule, *body))


def _promises(found: Found) -> Iterable[str]:
    lines = [
        (each.number, each.says, ", ".join(f"`{command}`" for command in each.commands), each.stands(found))
        for each in PROMISES
    ]
    yield "## Promises\n"
    yield table(("", "promise", "proved by", "last found"), lines)
    yield "11 and 12, money, come with their issue.\n"


def _faults(found: Found) -> Iterable[str]:
    yield "## Faults\n"
    if not (ours := rows(found, "faults")):
        yield f"Not measured yet: `{COMMAND}`.\n"
        return
    counted = ("commit", "runs", "messages", "lost", "repeated", "silence s", "recovery s")
    yield _of(found, "faults", together=False)
    yield table(("fault", "promise", *counted, "twin: without it"), (_fault(row) for row in ours))


def _fault(row: dict[str, Any]) -> Sequence[object]:
    counts = ", ".join(f"{what} ({times:,})" for what, times in sorted(row["twin"]["found"].items()))
    noted = "".join(f"; {name} {value:g}" for name, value in sorted(row["figures"].items()))
    return (
        f"**{row['fault']}**: {row['bound']}{noted}",
        ", ".join(str(each) for each in row["promises"]),
        (row.get("commit") or UNKNOWN) if row["runs"] else "",
        row["runs"],
        *((f"{row['messages']:,}", row["lost"], row["repeated"]) if row["runs"] else ("", "", "")),
        f"{row['silence_s']:.2f}" if row["silence_s"] else "",
        f"{row['recovery_s']:.2f}" if row["recovery_s"] else "",
        f"{row['twin']['off']}: {counts or 'not run'}",
    )


def _attacks(found: Found) -> Iterable[str]:
    if not (ours := rows(found, "attacks")):
        return
    head = (
        "attack",
        "connections",
        "extra KiB for one",
        "closed after s",
        "another's p99 ms, before",
        "during",
        "twin still bears",
    )
    keys = ("name", "connections", "each_kib", "closed_s", "victim_before_p99_ms", "victim_p99_ms", "twin_held")
    yield "## Attacks\n"
    yield _of(found, "attacks")
    yield table(head, [["" if row.get(key) is None else row[key] for key in keys] for row in ours])


def _conformance(found: Found) -> Iterable[str]:
    yield "## Conformance\n"
    if not (ours := rows(found, "conformance")):
        yield "Not measured yet: `make laws`.\n"
        return
    lines: list[Sequence[object]] = []
    for row in ours:
        why = [f"{each['case']}: {each['reason']}" for each in row.get("failures", [])]
        notes = "; ".join(each for each in (row.get("notes", ""), *why) if each)
        lines.append((row["name"], row.get("commit") or UNKNOWN, row["cases"], row["passed"], row["failed"], notes))
    yield _of(found, "conformance", together=False)
    yield table(("suite", "commit", "cases", "passed", "failed", "notes"), lines)


def _scenarios(found: Found) -> Iterable[str]:
    yield "## Scenarios\n"
    if not (ours := fields(found, "scenarios")):
        yield "Not measured yet: `python -m load all --full --record`.\n"
        return
    lines: list[Sequence[object]] = []
    for name, result in sorted(ours.items()):
        ran = (result.get("options", {}).get("phones", ""), result.get("commit") or UNKNOWN)
        for checked in result.get("promises", []):
            bound, value = checked["bound"], checked.get("value")
            limit = f"{'at least' if bound.get('least') else 'at most'} {plain(bound['limit'])} {bound.get('unit', '')}"
            measured = "not measured" if value is None else f"{plain(value)} {bound.get('unit', '')}"
            held = "yes" if checked["held"] else "**no**"
            lines.append((name, *ran, bound.get("promise") or "", bound["what"], limit, measured, held))
    yield _of(found, "scenarios", together=False)
    yield table(("scenario", "phones", "commit", "promise", "what", "bound", "found", "held"), lines)


def _show(found: Found) -> Iterable[str]:
    yield "## A night with disasters\n"
    night = fields(found, "show")
    if "phones" not in night:
        yield "Not measured yet: `python -m load.show --record`.\n"
        return
    yield _of(found, "show")
    keys = ("phones", "crew", "workers", "sent", "acked", "delivered", "lost", "repeated", "cut_off", "away_max_s")
    head = (*(key.replace("_", " ") for key in keys), "KiB a socket", "breaches")
    broken = sum(night.get("breaches", {}).values()) + len(night.get("missed", []))
    cells = [f"{night[key]:,}" if key in night else "" for key in keys]
    yield table(head, [(*cells, night.get("kib_per_socket", ""), broken)])
    if night.get("missed"):
        yield "".join(f"* **missed**: {each}\n" for each in night["missed"])


def _of(found: Found, name: str, *, together: bool = True) -> str:
    """When and where it was found; the command and the commit only of what one run found all `together`."""
    kept = found[name]
    assert kept is not None
    machine = kept.machine
    ran = (f"`{kept.command}`", f"commit {kept.commit or UNKNOWN}") if together else ()
    where = (machine.processor, f"{machine.cores} cores", machine.kernel, f"Python {machine.python}")
    return f"{', '.join((kept.on, *ran, *where))}.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m load.reliability", description="Write the page from the figures.")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="the folder of what was recorded")
    parser.add_argument("--to", type=Path, default=PAGE, help="where the page goes")
    options = parser.parse_args(arguments)
    write(options.figures, options.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
