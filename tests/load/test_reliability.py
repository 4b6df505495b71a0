"""The page about reliability is made from what was recorded, and from nothing else."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from load import reliability
from load.record import Recorded, record, recorded
from load.reliability import FaultRow, Faults, TwinRow, added, keep, keep_faults, merged, render, results, table
from tests.load.found import a_check, a_result, a_row


def a_fault(name: str = "Redis killed", **changes: Any) -> FaultRow:
    return msgspec.convert(a_row(fault=name, **changes), FaultRow)


def page_of(**found: object) -> str:
    everything: dict[str, Recorded | None] = dict.fromkeys(reliability.NAMES)
    return render(everything | {name: a_result(each) for name, each in found.items()})


def kept(folder: Path) -> tuple[FaultRow, ...]:
    found = recorded("faults", folder)
    assert found is not None
    return msgspec.convert(found.found, Faults).rows


def test_a_page_of_nothing_says_what_to_run() -> None:
    page = page_of()
    assert "not measured yet" in page
    assert "Not measured yet: `make faults`." in page
    assert "Not measured yet: `python -m load.show --record`." in page
    assert "## Attacks" not in page


def test_a_fault_is_a_line_with_its_twin() -> None:
    page = page_of(faults={"rows": [a_row(commit="def5678")]})
    counted = "def5678 | 1 | 1,200 | 0 | 0 | 1.25 | 0.50"
    assert f"**Redis killed**: nothing lost; noticed after (s) 2.5 | 1, 6 | {counted} |" in page
    assert "nobody looks: not delivered (3) |" in page


def test_each_fault_says_at_which_commit_it_ran_and_the_head_says_none() -> None:
    page = page_of(faults={"rows": [a_row(), a_row(fault="Disk full", commit="def5678+")]})
    assert "\n2026-01-31, A processor, 2 cores, Linux 6, Python 3.11.7.\n" in page
    assert "| 1, 6 | unknown | 1 |" in page
    assert "| 1, 6 | def5678+ | 1 |" in page


def test_a_fault_that_did_not_run_lost_nothing_and_proves_nothing() -> None:
    row = a_row(
        runs=0, messages=0, silence_s=0.0, recovery_s=0.0, figures={}, twin={"off": "nobody looks", "found": {}}
    )
    page = page_of(faults={"rows": [row]})
    assert "**Redis killed**: nothing lost | 1, 6 |  | 0 |  |  |  |  |  | nobody looks: not run |" in page
    assert "`make faults`, `make show` | not measured yet |" in page


def test_every_other_result_has_its_table() -> None:
    attack = {"name": "a bomb", "connections": 1, "each_kib": 9, "closed_s": 3.5, "twin_held": None}
    attack |= {"victim_before_p99_ms": 1.5, "victim_p99_ms": 2.5}
    suite = {
        "name": "core",
        "cases": 247,
        "passed": 246,
        "failed": 1,
        "notes": "slowly",
        "commit": "def5678",
        "failures": [{"case": "7.1.5", "reason": "the library documents it"}],
    }
    doors = {"options": {"phones": 10_000}, "promises": [a_check(), a_check(held=False), a_check(value=None)]}
    night = {"phones": 500, "lost": 0, "breaches": {"not delivered": 2}, "missed": ["too late"], "kib_per_socket": 12.5}
    page = page_of(attacks={"rows": [attack]}, conformance={"rows": [suite]}, scenarios={"doors": doors}, show=night)
    assert "| a bomb | 1 | 9 | 3.5 | 1.5 | 2.5 |  |" in page
    assert "| core | def5678 | 247 | 246 | 1 | slowly; 7.1.5: the library documents it |" in page
    assert "| doors | 10000 | unknown | 19 | everybody is in within | at most 15 s | 12.5 s | yes |" in page
    assert "| 12.5 s | **no** |" in page
    assert "| not measured | yes |" in page
    assert "| 500 |  |  |  |  |  | 0 |  |  |  | 12.5 | 3 |" in page
    assert "* **missed**: too late\n" in page
    assert page.count("2026-01-31, `make it`, commit abc1234, A processor") == 2
    assert page.count("\n2026-01-31, A processor") == 2


def test_a_cell_cannot_break_a_table() -> None:
    assert table(("a",), [("b|c\nd",)]) == "| a |\n| --- |\n| b\\|c d |\n"


def test_rows_of_one_session_leave_those_of_other_faults(tmp_path: Path) -> None:
    record("faults", "make faults", Faults((a_fault("Disk full"), a_fault())), tmp_path)
    keep_faults([a_fault(lost=1)], tmp_path)
    assert [row.fault for row in kept(tmp_path)] == ["Disk full", "Redis killed"]
    assert "**Disk full**" in (tmp_path / "reliability.md").read_text()


def test_what_is_kept_elsewhere_writes_nothing_here(tmp_path: Path) -> None:
    def written() -> dict[Path, int]:
        return {each: each.stat().st_mtime_ns for each in (reliability.PAGE, *reliability.FIGURES.iterdir())}

    before = written()
    assert keep("bench", "make it", {"idle": {"kib_per_socket": 12.5}}, tmp_path) == tmp_path / "bench.json"
    assert "idle: kib_per_socket 12.5" in (tmp_path / "reliability.md").read_text()
    assert written() == before


def test_runs_at_one_commit_add_up() -> None:
    def at(commit: str, runs: int = 1) -> Recorded:
        return structs.replace(a_result({"rows": [a_row(runs=runs, commit=commit)]}), commit=commit)

    assert [row.runs for row in merged(at("abc", 2), at("abc+"))] == [3]
    assert [row.runs for row in merged(at("abc", 2), at("def"))] == [1]
    assert [row.runs for row in merged(None, at("abc"))] == [1]


@pytest.mark.parametrize(("before", "now", "stands"), [(2, 0, ("abc", 2)), (0, 1, ("def", 1)), (0, 0, ("def", 0))])
def test_what_did_not_run_takes_the_place_of_nothing_that_did(before: int, now: int, stands: tuple[str, int]) -> None:
    one = structs.replace(a_result({"rows": [a_row(runs=before, commit="abc")]}), commit="abc")
    other = structs.replace(a_result({"rows": [a_row(runs=now)]}), commit="def")
    assert [(row.commit, row.runs) for row in merged(one, other)] == [stands]


def test_two_runs_are_told_at_their_worst() -> None:
    one = a_fault(silence_s=9.0, figures={"noticed after (s)": 4.0})
    both = added(one, a_fault(seeds=(8,), lost=2, recovery_s=0.75, twin=TwinRow("nobody looks", {"late": 1})))
    assert (both.seeds, both.runs, both.messages, both.lost) == ((7, 8), 2, 2400, 2)
    assert (both.silence_s, both.recovery_s, both.figures) == (9.0, 0.75, {"noticed after (s)": 4.0})
    assert both.twin.found == {"late": 1}


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    record("faults", "make faults", Faults((a_fault("Disk full"),)), tmp_path)
    page = tmp_path / "page.md"
    command = (sys.executable, "-m", "load.reliability", "--figures", str(tmp_path), "--to", str(page))
    subprocess.run(command, check=True, timeout=30)
    assert "**Disk full**" in page.read_text()
    assert page.read_text() == render(results(tmp_path))
