"""`docs/reliability.md`: what is promised, what proves it, and what was found; `python -m load.reliability` writes it.

The page is a pure function of the files in `docs/figures/`. Every command that writes one of them renders it anew.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from load.record import FIGURES, Recorded, record, recorded

PAGE = FIGURES.parent / "reliability.md"
COMMAND = "make faults"


class TwinRow(Struct, frozen=True):
    """A negative twin: what was switched off, and how often the checker then found what."""

    off: str
    found: dict[str, int]


class FaultRow(Struct, frozen=True):
    """A fault as its runs went. `messages`: facts delivered; `commands`: acked. The longest silence and recovery."""

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


class Faults(Struct, frozen=True):
    """What `faults.json` has found."""

    rows: tuple[FaultRow, ...] = ()


def keep_faults(rows: Sequence[FaultRow], folder: Path = FIGURES, page: Path = PAGE) -> None:
    """Keep the rows of a session in place of those of the same faults, and write the page.

    Runs at the same commit are added up: five sessions in a row are five runs.
    """
    before = recorded("faults", folder)
    path = record("faults", COMMAND, Faults(tuple(rows)), folder)
    now = msgspec.json.decode(path.read_bytes(), type=Recorded)
    known = {row.fault: row for row in _faults(before).rows} if before else {}
    same = before is not None and before.commit.rstrip("+") == now.commit.rstrip("+")
    for row in rows:
        known[row.fault] = added(known[row.fault], row) if same and row.fault in known else row
    record("faults", COMMAND, Faults(tuple(known[name] for name in sorted(known))), folder)
    write(folder, page)


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
        figures={name: max(one.figures.get(name, 0.0), value) for name, value in other.figures.items()},
    )


def _faults(kept: Recorded) -> Faults:
    return msgspec.convert(kept.found, Faults)


def write(folder: Path = FIGURES, page: Path = PAGE) -> None:
    """Render the page from what is recorded."""
    page.write_text(render({name: recorded(name, folder) for name in NAMES}))


NAMES = ("faults", "conformance", "scenarios", "show", "bench", "peers", "laws")


def render(found: dict[str, Recorded | None]) -> str:
    """The page."""
    kept = found["faults"]
    lines = ["# Reliability", ""]
    if kept is not None:
        lines += [f"| {row.fault} | {row.runs} | {row.lost} |" for row in _faults(kept).rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(write())
