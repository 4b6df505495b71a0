import re

import pytest

from load.report.page import BROKEN_SHOWN, page, plots
from load.report.result import Event, Result, Timeline, check
from tests.load.report.results import BOUNDS, a_result, a_timeline


def words(result: Result) -> str:
    """What a person reads."""
    body = page(result).partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))


def test_every_column_is_drawn() -> None:
    drawn = [line for plot in plots(a_result()) for line in plot.lines.values()]
    assert sorted(map(str, drawn)) == sorted(map(str, a_timeline().columns.values()))
    assert page(a_result()).count("<svg") == len(plots(a_result()))


def test_the_verdict_stands_at_the_top() -> None:
    said = words(a_result())
    assert said.index("Held Nothing was lost or repeated, and every bound was kept.") < said.index("Promises")


def test_a_promise_has_its_figure_its_bound_and_whether_it_held() -> None:
    said = words(a_result())
    assert "99 of 100 messages are there within promise 18 30.5 ms at most 150 ms held" in said
    assert "commands answered 6,000 /s at least 5,000 /s held" in said


def test_what_did_not_hold_is_said_and_counted() -> None:
    promises = check(BOUNDS, {"p99_ms": 151.0})
    said = words(a_result(held=False, promises=promises, broken=["a gap", "a repeat"]))
    assert "Not held 2 things broken, 2 bounds missed." in said
    assert "151 ms at most 150 ms missed" in said
    assert "not measured /s at least 5,000 /s missed" in said
    assert "Broken a gap a repeat" in said


def test_only_what_went_wrong_is_counted() -> None:
    assert "Not held 1 thing broken. " in words(a_result(held=False, broken=["a gap"]))
    assert "Not held 2 bounds missed. " in words(a_result(held=False, promises=check(BOUNDS, {})))


def test_of_many_things_that_broke_some_are_shown() -> None:
    said = words(a_result(held=False, broken=[f"gap number {number}" for number in range(BROKEN_SHOWN + 3)]))
    assert f"gap number {BROKEN_SHOWN - 1}" in said
    assert f"gap number {BROKEN_SHOWN} " not in said
    assert "and 3 more, in the JSON result" in said


def test_it_says_how_it_was_run() -> None:
    said = words(a_result())
    for part in ("Some processor, 2 cores", "abc1234", "2026-11-21 10:11 UTC", "seed 7", "phones 100", "Python 3.11.7"):
        assert part in said
    assert "no checkout" in words(a_result(commit=""))


def test_events_are_listed_with_their_time() -> None:
    assert "What happened 1 everybody is in 1.0 s" in words(a_result())
    assert "What happened" not in words(a_result(events=[]))


def test_nothing_is_fetched_and_nothing_runs() -> None:
    whole = page(a_result())
    assert not re.search(r"<script|<link|<img|url\(|@import|https?:", whole)


def test_what_others_wrote_is_only_text() -> None:
    evil = "<script>alert(1)</script>"
    whole = page(
        a_result(
            scenario=evil, purpose=evil, latency=evil, commit=evil, options={evil: evil}, broken=[evil], held=False,
            figures={evil: 1.0}, events=[Event(0.1, evil)],
        )
    )  # fmt: skip
    assert "<script" not in whole


@pytest.mark.parametrize("timeline", [Timeline(), Timeline([0.5], {"p50_ms": [None], "p99_ms": [None]})])
def test_a_run_that_broke_at_once_still_has_its_page(timeline: Timeline) -> None:
    said = words(a_result(held=False, timeline=timeline, promises=[], figures={}, events=[], broken=["it broke"]))
    assert said.count("nothing was measured") == len(plots(a_result()))
    assert "it broke" in said
