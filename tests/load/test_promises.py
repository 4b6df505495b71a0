"""Each promise has a command that proves it, and is told as it stood the last time."""

import re
from pathlib import Path
from typing import Any

import pytest

from load.promises import PROMISES, Found
from tests.load.found import a_check, a_result, a_row

ROOT = Path(__file__).resolve().parents[2]
BY_NUMBER = {each.number: each for each in PROMISES}


def stands(number: int, **found: object) -> str:
    return BY_NUMBER[number].stands({name: a_result(each) for name, each in found.items()})


def test_every_promise_of_the_frame_is_there_once() -> None:
    assert [each.number for each in PROMISES] == [*range(1, 11), *range(15, 22)]


def test_every_command_of_a_promise_is_one() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for command in {command for each in PROMISES for command in each.commands}:
        made = re.fullmatch(r"make ([a-z-]+)", command)
        assert command.startswith("python -m load ") if made is None else f"\n{made[1]}: " in makefile, command


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: str(promise.number))
def test_what_was_not_recorded_is_not_measured_yet(promise: Any) -> None:
    nothing: Found = {}
    assert promise.stands(nothing) == "not measured yet"
    assert promise.stands(dict.fromkeys(("faults", "show", "scenarios", "peers"))) == "not measured yet"


def test_the_faults_of_a_promise_are_added_up() -> None:
    two = {"rows": [a_row(), a_row(fault="Redis frozen", runs=2, messages=300, lost=1), a_row(promises=[7])]}
    assert stands(1, faults=two) == "2 faults, 3 runs, 1,500 messages: lost 1, repeated 0"
    assert stands(7, faults=two).startswith("1 fault, 1 run, 1,200 messages: lost 0, repeated 0; up to date again")


def test_what_a_fault_noted_is_told_at_its_worst() -> None:
    two = {"rows": [a_row(), a_row(figures={"noticed after (s)": 3.5}), a_row(promises=[8])]}
    assert stands(6, faults=two).endswith("; noticed after (s) 3.5")


def test_the_scenarios_tell_what_they_measured_for_a_promise() -> None:
    said = stands(19, scenarios={"doors": {"promises": [a_check(), a_check(held=False), a_check(value=None)]}})
    assert said == "doors: everybody is in within 12.5 s; doors: everybody is in within 12.5 s **(missed)**"
    assert stands(20, scenarios={"doors": {"promises": [a_check()]}}) == "not measured yet"


def test_the_night_the_suites_the_attacks_and_the_peers_are_told_of() -> None:
    assert stands(1, show={"phones": 10_000, "lost": 0, "repeated": 0}).startswith("`make show`, 10,000 phones: lost 0")
    assert stands(1, show={}) == "not measured yet"
    suites = {"rows": [{"name": "core", "cases": 247, "passed": 246}, {"name": "deflate", "cases": 0, "passed": 0}]}
    assert stands(16, conformance=suites) == "core: 246 of 247"
    attacks = {"rows": [{"each_kib": 3, "closed_s": 9.5}, {"each_kib": 2000, "closed_s": 0.5}]}
    assert stands(15, attacks=attacks) == "2 attacks: at most 2,000 KiB extra for one, all closed within 9.5 s"
    peers = {"rows": {"hub": {"rounds": [{"joined_deliveries_per_s": 1e6}, {"joined_deliveries_per_s": 9e5}]}}}
    assert stands(17, peers=peers) == "1,000,000 joined deliveries/s"


def test_the_bench_tells_what_it_measured() -> None:
    found = {"edits": {"p50_ms": 2.5, "p99_ms": 12.25}, "joined": {"deliveries_per_worker_cpu_s": 1_250_000}}
    assert stands(18, bench=found) == "edits: p50_ms 2.5, p99_ms 12.25"
    assert stands(17, bench=found) == "joined: deliveries_per_worker_cpu_s 1,250,000"
    assert stands(21, bench=found) == "not measured yet"
