import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from load.scenarios import processes
from load.scenarios.processes import Ledger, Slots

BUSY = """
import sys
print("on", flush=True)
sys.stdin.readline()
for _ in range(3 * 10**6): pass
print("off", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def worker() -> Iterator["subprocess.Popen[str]"]:
    """A process that works when it is told to, and waits before and after."""
    started = subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdin is not None
    assert started.stdout is not None
    with started.stdin, started.stdout:
        assert started.stdout.readline() == "on\n"
        yield started
    started.wait()


def work(worker: "subprocess.Popen[str]") -> None:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write("go\n")
    worker.stdin.flush()
    assert worker.stdout.readline() == "off\n"


def test_a_group_costs_what_it_used_since_the_last_look(worker: "subprocess.Popen[str]") -> None:
    now_s = iter([0.0, 1.0, 2.0])
    ledger = Ledger(lambda: next(now_s))
    first = ledger.look({"worker 1": [worker.pid]})["worker 1"]
    assert first.cores == 0
    work(worker)
    second = ledger.look({"worker 1": [worker.pid]})["worker 1"]
    assert 0.01 < second.cores < 5
    assert second.memory_mib > 1
    assert ledger.look({"worker 1": [worker.pid]})["worker 1"].cores == 0


def test_a_process_that_joins_a_group_is_new(worker: "subprocess.Popen[str]") -> None:
    """The successor of a killed worker: all that it used, it used since then."""
    now_s = iter([0.0, 1_000.0])
    ledger = Ledger(lambda: next(now_s))
    ledger.look({"worker 1": [2**22 + 1]})
    work(worker)
    assert ledger.look({"worker 1": [worker.pid]})["worker 1"].cores * 1_000 > 0.01


def test_a_process_that_is_noticed_late_does_not_cost_all_its_past_at_once(worker: "subprocess.Popen[str]") -> None:
    now_s = iter([0.0, 0.001])
    ledger = Ledger(lambda: next(now_s))
    ledger.look({"worker 1": [2**22 + 1]})
    work(worker)
    assert ledger.look({"worker 1": [worker.pid]})["worker 1"].cores == 0


def test_a_family_is_counted_with_its_children(
    worker: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = Ledger().look({"us": [os.getpid()]})["us"]
    monkeypatch.setattr(processes, "FAMILIES", {"us"})
    ledger = Ledger()
    together = ledger.look({"us": [os.getpid()]})["us"]
    assert together.memory_mib > alone.memory_mib
    assert worker.pid in ledger._trees[os.getpid()]  # pyright: ignore[reportPrivateUsage]


def test_who_is_gone_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "FAMILIES", {"family"})
    found = Ledger().look({"gone": [2**22 + 1], "family": [2**22 + 1]})
    assert found["gone"].cores == found["gone"].memory_mib == 0
    assert found["family"].memory_mib == 0


def test_a_successor_has_the_slot_of_who_is_gone() -> None:
    slots = Slots()
    assert slots.named([10, 11]) == {"worker 1": [10], "worker 2": [11]}
    assert slots.named([11]) == {"worker 1": [10], "worker 2": [11]}
    assert slots.named([11, 12]) == {"worker 1": [12], "worker 2": [11]}
    assert slots.named([11, 12, 13]) == {"worker 1": [12], "worker 2": [11], "worker 3": [13]}
