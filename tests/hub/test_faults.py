"""Entries of the catalogue that stand apart; what holds of all of them: `test_errors`."""

from hub.errors import CATALOGUE
from hub.faults import PAPERS, Fault


def test_those_that_stand_apart_are_in_the_catalogue() -> None:
    assert all(CATALOGUE[fault.code] is fault for fault in PAPERS)


def test_what_passes_by_itself_may_be_tried_again() -> None:
    assert {fault.code for fault in PAPERS if fault.retry and fault.code.startswith("file.")} == {
        *("file.busy", "file.finishing", "file.full", "file.slow", "file.unscanned"),
    }


def test_an_entry_closes_nothing_and_is_final_unless_it_says_so() -> None:
    fault = Fault("a.b", "Do this.")
    assert (fault.status, fault.close, fault.retry) == (400, 0, False)
