import io
from dataclasses import replace
from pathlib import Path

import pytest

from load.report.result import Bound, check
from load.scenarios.peak import PEAK
from load.scenarios.progress import Progress
from load.scenarios.reconnect_storm import RECONNECT_STORM
from load.scenarios.run import Wish, run, verdict
from load.scenarios.scenario import Size
from load.scenarios.venue import Venue
from load.stage import NotStaged
from tests.load.report.results import a_result
from tests.load.scenarios.conftest import Playground

pytestmark = pytest.mark.timeout(120)
SIZE = Size(phones=2, seconds=0.1)


async def nothing(venue: Venue, _size: Size) -> None:
    venue.figures["p99_ms"] = 20.0


async def test_a_missed_bound_is_not_held_unless_bounds_are_only_reported(
    playground: Playground, tmp_path: Path
) -> None:
    strict = replace(PEAK, play=nothing, bounds=(Bound("p99_ms", "there within", 10, "ms"),))
    wish = Wish(SIZE, 7, playground.url, playground.secret)
    found = await run(strict, wish, tmp_path, out := Progress(io.StringIO()))
    assert [each.held for each in found.promises] == [False]
    assert not found.held
    lenient = Wish(SIZE, 7, playground.url, playground.secret, bounds=False)
    assert (await run(strict, lenient, tmp_path, out)).held


async def test_what_breaks_off_is_a_finding_with_the_figures_so_far(playground: Playground, tmp_path: Path) -> None:
    async def broken(venue: Venue, size: Size) -> None:
        await nothing(venue, size)
        raise TimeoutError

    out = io.StringIO()
    wish = Wish(SIZE, 7, playground.url, playground.secret, bounds=False)
    found = await run(replace(PEAK, play=broken), wish, tmp_path, Progress(out))
    assert found.broken == ["TimeoutError: it took too long"]
    assert found.figures == {"p99_ms": 20.0}
    assert not found.held
    assert out.getvalue().endswith("  BROKEN TimeoutError: it took too long\n  peak: NOT held, seed 7\n")


async def test_somebody_elses_hub_is_not_broken(playground: Playground, tmp_path: Path) -> None:
    wish = Wish(SIZE, 7, playground.url, playground.secret)
    with pytest.raises(NotStaged, match="run it without --against"):
        await run(RECONNECT_STORM, wish, tmp_path, Progress(io.StringIO()))


def test_the_verdict_has_a_line_for_each_promise() -> None:
    assert verdict(a_result()) == [
        "  held   99 of 100 messages are there within: 30.5 ms, at most 150 ms",
        "  held   commands answered: 6,000 /s, at least 5,000 /s",
        "  peak: held, seed 7",
    ]


def test_what_was_not_measured_has_no_unit() -> None:
    bound = Bound("kib_per_socket", "memory for each socket", 30, "KiB")
    line = "  MISSED memory for each socket: not measured, at most 30 KiB"
    assert verdict(a_result(promises=check([bound], {})))[0] == line
