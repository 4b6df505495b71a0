"""Postgres is the truth: what it said yes to is there when it comes back, and the hub comes back with it."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from load.check.checker import Kind
from load.reliability import FaultRow
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin, prove

ROUNDS = 3
STATUS_S = 0.02
BACK_S_MAX = 5.0


async def killed(night: Night) -> None:
    """Every process of it, with SIGKILL."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        for _ in range(ROUNDS):
            await night.flowing()
            async with night.outage():
                await night.order("kill postgres")
                await asyncio.sleep(night.rng.uniform(0.2, 1.0))
                await night.order("start postgres")
            await night.recovered()


async def stopped_immediately(night: Night) -> None:
    """As `pg_ctl stop -m immediate` does: no checkpoint, and connections are cut."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        for _ in range(ROUNDS):
            await night.flowing()
            async with night.outage():
                os.kill((await night.order("status")).pids["postgres"], signal.SIGQUIT)
                async with asyncio.timeout(night.patience_s):
                    while (await night.order("status")).pids["postgres"] is not None:
                        await asyncio.sleep(STATUS_S)
                await asyncio.sleep(night.rng.uniform(0.0, 0.5))
                await night.order("start postgres")
            await night.recovered()


#: Whoever had it on the screen before the disk lost it, sees it go, or has it twice.
FORGOTTEN = frozenset({Kind.LOST_ACK, Kind.PHANTOM, Kind.REPEATED})

KILLED = Fault(
    "Postgres killed with SIGKILL and started again, over and over",
    promises=(1, 2),
    bound="nothing lost or repeated; back 5 s after the database",
    scenario=killed,
    twin=Twin("Postgres answers before the disk has it", "commit_later", FORGOTTEN),
    recovery_s_max=BACK_S_MAX,
    silence_s_max=8.0,
)
IMMEDIATE = Fault(
    "Postgres stopped in immediate mode",
    promises=(7,),
    bound="no acknowledged write lost; back 5 s after the database",
    scenario=stopped_immediately,
    twin=Twin("Postgres answers before the disk has it", "commit_later", FORGOTTEN),
    recovery_s_max=BACK_S_MAX,
    silence_s_max=8.0,
)


@pytest.mark.fault
@pytest.mark.parametrize("fault", [KILLED, IMMEDIATE], ids=lambda fault: fault.name)
async def test_no_acknowledged_write_is_lost_when_postgres_goes(
    fault: Fault, seed: int, tmp_path: Path, rows: list[FaultRow]
) -> None:
    rows.append(await prove(fault, seed, tmp_path))
