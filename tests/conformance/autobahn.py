"""The Autobahn suite against the hub; `python -m tests.conformance.autobahn` prints the table and keeps it.

Cases that want their message back run against the hub's transport with a room that echoes. What a peer must never do
is then done to a hub with its own rooms too.
"""

import sys
from collections.abc import Sequence

import pytest
import uvloop

from api import transport
from tests.api.serving import ORIGIN, serving
from tests.conformance.echo import echoing
from tests.conformance.kept import Failure, Row, keep, table
from tests.conformance.suite import NotRun, Verdict, fuzz

COMMAND = "python -m tests.conformance.autobahn"
CORE = ("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*")
LARGE = ("9.*",)
COMPRESSION = ("12.*", "13.*")
#: Case -> why it is not ours.
KNOWN = {"7.1.5": "the websockets library documents it"}
NAMES = ("core, echo", "core, rooms", "large messages, echo", "compression, echo")
MIB = 1024 * 1024


async def rows() -> list[Row]:
    """Run everything; where the suite cannot run, each row says why."""
    found: list[Row] = []
    try:
        core = await _echoed(CORE)
        found.append(row(NAMES[0], core))
        found.append(row(NAMES[1], await _at_rooms([each.case for each in core if not each.echoed])))
        with pytest.MonkeyPatch.context() as lifted:
            # The suite's are up to 16 MiB, in up to 65,536 pieces: far beyond what the hub takes.
            lifted.setattr(transport, "READ_BYTES_MAX", 32 * MIB)
            lifted.setattr(transport, "FRAGMENTS_MAX", MIB)
            found.append(row(NAMES[2], await _echoed(LARGE), "with the hub's limit of size lifted"))
        found.append(row(NAMES[3], await _echoed(COMPRESSION)))
    except NotRun as why:
        found.extend(Row(name, 0, 0, 0, f"not run: {why}") for name in NAMES[len(found) :])
    return found


async def _echoed(cases: Sequence[str]) -> list[Verdict]:
    async with echoing() as port:
        return await fuzz(f"ws://127.0.0.1:{port}/ws", cases, origin=ORIGIN)


async def _at_rooms(cases: Sequence[str]) -> list[Verdict]:
    async with serving() as hub:
        return await fuzz(f"ws://127.0.0.1:{hub.port}/ws", cases, origin=ORIGIN, protocols=["hub.v1.json"])


def row(name: str, verdicts: Sequence[Verdict], notes: str = "") -> Row:
    """The verdicts, counted."""
    failures = tuple(
        Failure(each.case, KNOWN.get(each.case, f"{each.behavior}, closing {each.closing}: {each.reason}"))
        for each in verdicts
        if not each.passed
    )
    late = sum(each.passed and "NON-STRICT" in {each.behavior, each.closing} for each in verdicts)
    said = "; ".join(filter(None, [notes, f"{late} noticed later than the suite likes" if late else ""]))
    return Row(name, len(verdicts), len(verdicts) - len(failures), len(failures), said, failures)


def unexplained(found: Sequence[Row]) -> list[Failure]:
    """The failures that are ours."""
    return [each for row in found for each in row.failures if each.case not in KNOWN]


async def main() -> int:
    """Run, keep, print; 1 when something failed that is ours."""
    found = await rows()
    keep(found, COMMAND)
    sys.stdout.write(table(found) + "\n")
    return bool(unexplained(found))


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
