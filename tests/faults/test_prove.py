"""What a run found is told to the person who has to find out why; a twin that looks well is no twin."""

import re

import pytest

from load.check.checker import Kind, Report
from tests.faults.night import Night
from tests.faults.prove import Fault, Outcome, Twin, held, row, seen_through, unprotected


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
