"""What conformance runs found, in `docs/figures/conformance.json`.

`found` is `{"rows": [Row ...]}`: one row a part of a suite, in the order in which they were first run. `failures` names
each case that failed, with the reason. A part that could not run has no cases, and its `notes` say why.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from load import reliability
from load.record import FIGURES, commit, recorded

NAME = "conformance"


class Failure(Struct, frozen=True):
    """One case."""

    case: str
    reason: str


class Row(Struct, frozen=True):
    """One part of a suite: `cases` = `passed` + `failed`. `notes`: what else there is to say of it, for the page.

    `commit`: where it was kept, for parts are run one by one.
    """

    name: str
    cases: int
    passed: int
    failed: int
    notes: str = ""
    failures: tuple[Failure, ...] = ()
    commit: str = ""


class Found(Struct, frozen=True):
    """All of it."""

    rows: tuple[Row, ...] = ()


def keep(rows: Iterable[Row], command: str, folder: Path = FIGURES) -> None:
    """Put these rows in the place of those of the same name."""
    before = recorded(NAME, folder)
    kept = {} if before is None else {row.name: row for row in msgspec.convert(before.found, Found).rows}
    kept |= {row.name: structs.replace(row, commit=commit()) for row in rows}
    reliability.keep(NAME, command, Found(tuple(kept.values())), folder)


def table(rows: Iterable[Row]) -> str:
    """For the person at the terminal."""
    lines = [f"{'':34}{'cases':>7}{'passed':>8}{'failed':>8}"]
    for row in rows:
        lines.append(f"{row.name:34}{row.cases:7}{row.passed:8}{row.failed:8}  {row.notes}".rstrip())
        lines.extend(f"    {each.case}: {each.reason}" for each in row.failures)
    return "\n".join(lines)
