"""Redis is a doorbell: without it everything still arrives, only later."""

import asyncio
import time
from pathlib import Path

import pytest

from load.check.checker import Kind
from load.reliability import FaultRow
from tests.faults.network import readings
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin, prove

ROUNDS = 4
AWAY_S, AWAY_TWIN_S = 60.0, 6.0
NOTICED_S_MAX, FROZEN_S = 5.0, 7.0
LOOK_S = 0.1

KILLED, FROZEN = "while Redis is killed", "while Redis is frozen"


async def comes_and_goes(night: Night) -> None:
    """Killed and started again, so often that what rang meanwhile is missed."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        for _ in range(ROUNDS):
            await night.order("kill redis")
            await asyncio.sleep(night.rng.uniform(0.5, 1.5))
            await night.order("start redis")
            await night.recovered()


async def away(night: Night, seconds: float = AWAY_S) -> None:
    """Killed, and for a long time not started again."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        await night.order("kill redis")
        async with night.window(KILLED):
            await asyncio.sleep(seconds)
        await night.recovered()
        await night.order("start redis")
        await night.recovered()


async def away_shortly(night: Night) -> None:
    await away(night, AWAY_TWIN_S)


async def frozen(night: Night) -> None:
    """Stopped, not ended: connections stay open, and nobody answers."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        await night.order("pause redis")
        began_s = time.monotonic()
        noticed_s = None
        async with night.window(FROZEN):
            while (passed_s := time.monotonic() - began_s) < FROZEN_S:
                up = await readings(night.stage, "hub_bus_up")
                if noticed_s is None and up and not any(up):
                    noticed_s = passed_s
                await asyncio.sleep(LOOK_S)
        if noticed_s is None or noticed_s > NOTICED_S_MAX:
            night.wrong("not noticed", f"after {noticed_s or FROZEN_S:.1f} s")
        else:
            night.figures["noticed after (s)"] = round(noticed_s, 2)
        await night.order("resume redis")
        await night.recovered()


COMES_AND_GOES = Fault(
    "Redis killed with SIGKILL and started again, over and over",
    promises=(1, 2),
    bound="nothing lost or repeated",
    scenario=comes_and_goes,
    twin=Twin("a gap in what rings is not noticed", "follower_without_gaps", frozenset({Kind.MISSING, Kind.BEHIND})),
    silence_s_max=3.0,
)
AWAY = Fault(
    f"Redis killed for {AWAY_S:.0f} s",
    promises=(6,),
    bound="nothing lost, p99 from screen to screen at most 1 s meanwhile",
    scenario=away,
    twin=Twin(
        "nobody compares rooms with the log", "no_heads", frozenset({"too silent", Kind.BEHIND}), scenario=away_shortly
    ),
    silence_s_max=3.0,
    p99_s_max={KILLED: 1.0},
)
STOPPED = Fault(
    "Redis frozen with SIGSTOP",
    promises=(6,),
    bound=f"noticed within {NOTICED_S_MAX:.0f} s, nothing lost",
    scenario=frozen,
    twin=Twin("no worker rings itself through Redis", "no_canary", frozenset({"not noticed"})),
    silence_s_max=3.0,
    p99_s_max={FROZEN: 1.5},
)


@pytest.mark.fault
@pytest.mark.parametrize("fault", [COMES_AND_GOES, AWAY, STOPPED], ids=lambda fault: fault.name)
async def test_nothing_is_lost_when_redis_is(fault: Fault, seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    rows.append(await prove(fault, seed, tmp_path))
