"""What was recorded is told in words, and marked where it was missed."""

import pytest

from load.show.verdict import ActFound, missed
from tests.load.found import a_check, a_row
from tests.load.show.found import a_found
from tests.load.test_promises import stands


def test_the_faults_of_a_promise_are_added_up() -> None:
    two = {"rows": [a_row(), a_row(fault="Redis frozen", runs=2, messages=300, lost=1), a_row(promises=[7])]}
    assert stands(1, faults=two) == "2 faults, 3 runs, 1,500 messages: lost 1, repeated 0"
    assert stands(7, faults=two).startswith("1 fault, 1 run, 1,200 messages: lost 0, repeated 0; up to date again")


def test_a_fault_that_did_not_run_proves_nothing() -> None:
    absent = a_row(runs=0, recovery_s=9.0, promises=[6, 7], figures={"noticed after (s)": 9.0})
    assert stands(7, faults={"rows": [absent]}) == "not measured yet"
    both = {"rows": [absent, a_row(promises=[6, 7])]}
    assert stands(7, faults=both) == (
        "1 fault, 1 run, 1,200 messages: lost 0, repeated 0; up to date again after 0.5 s at most"
    )
    assert stands(6, faults=both).endswith("; noticed after (s) 2.5")


def test_what_the_night_missed_is_told_with_its_promise() -> None:
    late, slow = (
        "ms to other screens at the peak (p99): 197, at most 150",
        "seconds until all had joined: 16, at most 15",
    )
    night = {"phones": 10_000, "lost": 0, "repeated": 0, "missed": [late, slow]}
    assert stands(18, show=night) == f"a night with 10,000 phones: {late} **(missed)**"
    assert stands(19, show=night) == f"a night with 10,000 phones: {slow} **(missed)**"
    assert stands(18, show=night | {"missed": []}) == "not measured yet"


def test_every_sentence_of_a_night_belongs_to_one_of_the_two_promises() -> None:
    act = ActFound("peak", 1, 1, 1, 0, 1, 1, 1, 1, crowd_p99_ms=1e6)
    back = ActFound("hub restarts", 1, 1, 1, 0, 1, 1, 1, 1, back_s=1e6, log_reads=1e6)
    sentences = missed(a_found(phones=10_000, joined_s=1e6, kib_per_socket=1e6, acts=[act, back]))
    night = {"phones": 10_000, "missed": sentences}
    assert len(sentences) == 5
    assert [stands(number, show=night).count("**(missed)**") for number in (18, 19)] == [1, 4]


def test_what_a_fault_noted_is_told_at_its_worst() -> None:
    two = {"rows": [a_row(), a_row(figures={"noticed after (s)": 3.5}), a_row(promises=[8])]}
    assert stands(6, faults=two).endswith("; noticed after (s) 3.5")


def test_what_came_of_trying_to_get_in_is_told_with_its_promise() -> None:
    asked = {"promise": 13, "said": "500 requests: 0 findings", "held": True}
    found = {"promise": 13, "said": "9 keys: 1 of the other", "held": False}
    tried = {"rows": [asked, found, {"promise": 14, "said": "of 50 sockets 1 came in", "held": True}]}
    assert stands(13, access=tried) == "500 requests: 0 findings; 9 keys: 1 of the other **(missed)**"
    assert stands(14, access=tried) == "of 50 sockets 1 came in"


def test_the_scenarios_tell_what_they_measured_for_a_promise() -> None:
    said = stands(19, scenarios={"doors": {"promises": [a_check(), a_check(held=False), a_check(value=None)]}})
    assert said == "doors: everybody is in within 12.5 s; doors: everybody is in within 12.5 s **(missed)**"
    assert stands(20, scenarios={"doors": {"promises": [a_check()]}}) == "not measured yet"


def test_the_night_the_suites_the_attacks_and_the_peers_are_told_of() -> None:
    assert stands(1, show={"phones": 10_000, "lost": 0, "repeated": 0}).startswith("`make show`, 10,000 phones: lost 0")
    assert stands(1, show={}) == "not measured yet"
    suites = {"rows": [{"name": "core", "cases": 247, "passed": 246}, {"name": "deflate", "cases": 0, "passed": 0}]}
    assert stands(16, conformance=suites) == "core: 246 of 247"
    one = {"each_kib": 3, "closed_s": 9.5, "victim_p99_ms": 97.28}
    attacks = {"rows": [one, {"each_kib": 2000, "closed_s": 0.5, "victim_p99_ms": 8.0}]}
    costs = "at most 2,000 KiB extra for one, all closed within 9.5 s"
    assert stands(15, attacks=attacks) == f"2 attacks: {costs}, another's p99 97.28 ms at most"
    assert stands(15, attacks={"rows": []}) == "not measured yet"


@pytest.mark.parametrize(("rounds", "said"), [((9e5, 2e6, 1e6), "1,000,000"), ((9e5, 9e5, 2e6), "900,000 x")])
def test_of_several_rounds_the_median_counts(rounds: tuple[float, ...], said: str) -> None:
    number, _, low = said.partition(" ")
    peers = {"rows": {"hub": {"rounds": [{"joined_deliveries_per_s": each} for each in rounds]}}}
    assert stands(17, peers=peers) == f"{number} joined deliveries/s{' **(missed)**' if low else ''}"


def test_singly_the_hub_is_told_beside_c_in_the_same_rounds() -> None:
    def beside(*ours: float) -> str:
        limit = {"rounds": [{"single_cpu_us": 6.0}, {}, {"single_cpu_us": 6.0}]}
        hub = {"rounds": [{"single_cpu_us": each} for each in ours]}
        return stands(17, peers={"rows": {"limit": limit, "hub-at-once": hub}})

    assert beside(10.0, 1.0, 10.0) == "singly 100,000 in a second of processor time, 0.6 of what C does"
    assert beside(12.0, 1.0, 12.0) == "singly 83,333 in a second of processor time, 0.5 of what C does **(missed)**"
    assert beside() == "not measured yet"


def test_where_c_is_quick_what_is_promised_is_enough() -> None:
    peers = {"limit": {"rounds": [{"single_cpu_us": 4.0}]}, "hub-at-once": {"rounds": [{"single_cpu_us": 8.0}]}}
    assert stands(17, peers={"rows": peers}) == "singly 125,000 in a second of processor time, 0.5 of what C does"


def test_the_bench_tells_what_it_measured() -> None:
    cost = "deliveries_per_worker_cpu_s"
    found = {"edits": {"p50_ms": 2.5, "p99_ms": 12.25}, "joined": {cost: 1_250_000}, "single": {cost: 119_000}}
    assert stands(18, bench=found) == "edits: p50_ms 2.5, p99_ms 12.25"
    assert stands(17, bench=found) == f"joined: {cost} 1,250,000; single: {cost} 119,000 **(missed)**"
    assert stands(21, bench=found) == "first page of a fresh clone: not measured yet"
    assert stands(21, bench={"start": {"first_s": 9.0, "warm_s": 5.5}}).endswith("; start: warm_s 5.5 **(missed)**")


@pytest.mark.parametrize(("took_s", "verdict"), [(120.0, ""), (120.5, " **(missed)**")])
def test_the_start_from_nothing_is_told_as_it_was_measured(took_s: float, verdict: str) -> None:
    said = stands(21, cold={"first_page_s": took_s})
    assert said == f"first page of a fresh clone after {took_s:g} s{verdict}"
