"""What a run found is told to the person who has to find out why; a twin that looks well is no twin."""

import re
from dataclasses import replace

import pytest

from load.check.checker import Kind, Report
from tests.faults.night import Night
from tests.faults.prove import Fault, Outcome, Twin, held, hold, p99s, row, seen_through, unprotected


async def nothing_happens(_night: Night) -> None:
    """Nobody comes."""


A_FAULT = Fault(
    "nothing breaks", (1,), "nothing", nothing_happens, Twin("nobody looks", "no_heads", frozenset({Kind.MISSING}))
)


def an_outcome(**found: list[str]) -> Outcome:
    return Outcome(Report(delivered=7, lost=2, acked=3), 1.2345, 0.5, found, {"noticed after (s)": 2.0})


def test_a_run_in_which_nothing_was_found_has_held() -> None:
    held(A_FAULT, 7, an_outcome())


def test_a_run_in_which_something_was_found_says_what_and_where() -> None:
    with pytest.raises(AssertionError, match=r"nothing breaks, HUB_SEED=7: \{'late': 1\}\n  late: in floor/busy"):
        held(A_FAULT, 7, an_outcome(late=["in floor/busy"]))


def test_a_run_in_which_nobody_heard_anything_proves_nothing() -> None:
    with pytest.raises(AssertionError, match="nothing happened"):
        held(A_FAULT, 7, Outcome(Report(), 0.0, 0.0, {}, {}))


def test_a_twin_has_to_be_found_out_in_the_way_that_is_expected() -> None:
    seen_through(A_FAULT, 7, an_outcome(**{Kind.MISSING: ["floor/busy: 3"]}))
    with pytest.raises(AssertionError, match=re.escape("HUB_SEED=7: without protection (nobody looks) nothing of")):
        seen_through(A_FAULT, 7, an_outcome(late=["in floor/busy"]))


def test_the_row_of_a_fault_has_both_runs() -> None:
    made = row(A_FAULT, 7, an_outcome(), an_outcome(**{Kind.MISSING: ["a", "b"]}))
    assert (made.fault, made.seeds, made.runs, made.messages, made.lost) == ("nothing breaks", (7,), 1, 7, 2)
    assert (made.silence_s, made.recovery_s, made.figures) == (1.234, 0.5, {"noticed after (s)": 2.0})
    assert (made.twin.off, made.twin.found) == ("nobody looks", {"not delivered": 2})


def test_a_twin_runs_where_python_finds_the_switches() -> None:
    environ = unprotected("no_heads")
    assert environ["UNPROTECTED"] == "no_heads"
    assert environ["PYTHONPATH"].split(":")[0].endswith("tests/faults/unprotected")


RAINS = "while it rains"
IT_RAINS = replace(A_FAULT, silence_s_max=1.0, p99_s_max={RAINS: 0.5})


def in_the_rain(*took_s: float) -> dict[str, float]:
    return p99s({RAINS: (10.0, 20.0)}, [(9.9, 7.0), *((10.0, each) for each in took_s), (20.0, 7.0)])


def test_a_window_has_a_p99_of_what_was_heard_in_it_and_none_of_nothing() -> None:
    assert in_the_rain(0.1, 0.2) == {"p99 while it rains (s)": 0.2}
    assert in_the_rain() == {}
    assert p99s({}, [(10.0, 0.1)]) == {}


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (in_the_rain(0.5), {}),
        (in_the_rain(0.6), {"too slow while it rains": ["0.60 s, at most 0.50 s are promised"]}),
        (in_the_rain(), {"not measured": ["nothing was heard while it rains"]}),
    ],
)
def test_what_is_promised_of_a_window_is_held_or_not_and_a_window_that_never_opened_has_not_held(
    figures: dict[str, float], found: dict[str, list[str]]
) -> None:
    outcome = Outcome(Report(delivered=7), 1.0, 0.5, {}, figures)
    hold(IT_RAINS, outcome, 0.0)
    assert outcome.found == found


def test_an_outage_that_the_scenario_makes_is_no_silence_of_the_hub() -> None:
    outcome = Outcome(Report(delivered=7), 3.0, 0.5, {}, in_the_rain(0.1))
    hold(IT_RAINS, outcome, 2.0)
    assert outcome.found == {}
    hold(IT_RAINS, outcome, 1.9)
    assert outcome.found == {"too silent": ["3.00 s, at most 2.90 s are promised"]}


def test_what_broke_is_told_beside_what_could_not_be_measured_then() -> None:
    outcome = Outcome(Report(delivered=7), 1.0, 0.5, {"did not recover": ["something never happened"]}, {})
    hold(IT_RAINS, outcome, 0.0)
    with pytest.raises(AssertionError, match="did not recover: something never happened"):
        held(IT_RAINS, 7, outcome)
