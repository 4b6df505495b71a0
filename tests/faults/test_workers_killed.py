"""Workers die without a word, one after the other, while people write."""

from dataclasses import replace
from pathlib import Path

import pytest

from load.check.checker import Kind
from load.reliability import FaultRow
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin, prove

ROUNDS = 4


async def kill_workers(night: Night) -> None:
    writers, _ = await gather(night)
    async with night.busy(writers):
        for _ in range(ROUNDS):
            await night.workers(3)
            await night.flowing()
            await night.order(f"kill {night.one_of(writers)}")
            await night.recovered()


KILLED = Fault(
    "workers killed with SIGKILL, one after the other",
    promises=(1, 2, 8),
    bound="nothing lost or repeated; everybody back and up to date in 10 s",
    scenario=kill_workers,
    twin=Twin(
        "a command is answered before it is committed",
        "ack_before_commit",
        frozenset({Kind.LOST_ACK}),
    ),
    workers=3,
)


async def kill_one(night: Night) -> None:
    writers, _ = await gather(night)
    async with night.busy(writers):
        await night.flowing()
        await night.order(f"kill {night.one_of(writers)}")
        await night.recovered()


@pytest.mark.timeout(180)
async def test_the_run_of_a_fault_and_its_twin_are_told_apart(tmp_path: Path) -> None:
    """One that is over in seconds, so that what the others are made of is tried every day."""
    small = replace(KILLED, name="a worker killed", scenario=kill_one, workers=2, together=True)
    row = await prove(small, 7, tmp_path)
    assert (row.runs, row.lost, row.repeated) == (1, 0, 0)
    assert row.messages > 100
    assert 0 < row.recovery_s <= row.silence_s + small.recovery_s_max
    assert row.twin.found[Kind.LOST_ACK] > 0


@pytest.mark.fault
async def test_no_fact_is_lost_and_none_comes_twice_when_workers_are_killed(
    seed: int, tmp_path: Path, rows: list[FaultRow]
) -> None:
    rows.append(await prove(KILLED, seed, tmp_path))
