"""The network between the workers and Redis: slow, cut, with holes in the stream, and silently dead."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from load.check.checker import Kind
from tests.faults.network import Network, readings
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin
from tests.faults.proxy.toxics import CLEAN, HELD, LOST, Toxics

LATE = Toxics(latency_s=0.08, jitter_s=0.08, slice_bytes=40)
LATE_S, RESETS, BREAK_S = 2.0, 4, 1.0
HOLES, HOLE_S = 5, 0.3
NOTICED_S_MAX, LOOK_S, BACK_S_MAX = 5.0, 0.1, 10.0
SILENT = "while Redis is silent"


async def bad(network: Network, night: Night) -> None:
    """Everything that a network does to a connection, one after the other."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        network.redis.both(LATE)
        await asyncio.sleep(LATE_S)
        network.redis.heal()
        await night.recovered()
        for _ in range(RESETS):
            network.redis.refuse()
            network.redis.cut()
            await asyncio.sleep(night.rng.uniform(0.1, BREAK_S))
            await network.redis.admit()
            await night.recovered()
        # Something is missing in the middle of the stream, for too short a time to be taken for a dead link.
        for _ in range(HOLES):
            network.redis.down.toxics = LOST
            await asyncio.sleep(HOLE_S)
            network.redis.down.toxics = CLEAN
            await night.recovered()
        network.redis.both(HELD)
        await asyncio.sleep(BREAK_S)
        network.redis.heal()
        await night.recovered()


async def dead(network: Network, night: Night) -> None:
    """Every connection to Redis is dead, and nothing says so; new ones would work."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        rebuilt = sum(await readings(night.stage, "hub_bus_rebuilt_total"))
        began_s = time.monotonic()
        async with night.window(SILENT):
            network.redis.strand()
            noticed_s = await _when(night, began_s, _some_down)
            if noticed_s > NOTICED_S_MAX:
                night.wrong("not noticed", f"after {noticed_s:.1f} s")
            back_s = await _when(night, began_s, partial(_rebuilt, rebuilt))
            if back_s > BACK_S_MAX:
                night.wrong("not rebuilt", f"after {back_s:.1f} s")
        night.figures |= {"noticed after (s)": round(noticed_s, 2), "rebuilt after (s)": round(back_s, 2)}
        await night.recovered()


async def _some_down(night: Night) -> bool:
    return 0 in await readings(night.stage, "hub_bus_up")


async def _rebuilt(before: float, night: Night) -> bool:
    there_s = sum(await readings(night.stage, "hub_bus_rebuilt_total"))
    return there_s >= before + len(night.stage.facts.workers) and 0 not in await readings(night.stage, "hub_bus_up")


async def _when(night: Night, began_s: float, true: Callable[[Night], Awaitable[bool]]) -> float:
    """How long after `began_s` it became true; infinity when that is too long."""
    while not await true(night):
        if time.monotonic() - began_s > BACK_S_MAX:
            return float("inf")
        await asyncio.sleep(LOOK_S)
    return time.monotonic() - began_s


def slow_and_cut(network: Network) -> Fault:
    return Fault(
        "a bad network to Redis: late, reset, with holes, held back",
        promises=(1, 2),
        bound="nothing lost or repeated, nobody waits longer than 3 s",
        scenario=partial(bad, network),
        twin=Twin("a gap in what rings is not noticed", "follower_without_gaps", frozenset({Kind.MISSING, Kind.GAP})),
        silence_s_max=3.0,
        around=network.stores,
        way=network.people,
    )


def silently_dead(network: Network) -> Fault:
    return Fault(
        "connections to Redis that are dead without a word",
        promises=(6,),
        bound=f"noticed within {NOTICED_S_MAX:.0f} s and made anew, nothing lost, nobody waits longer than 3 s",
        scenario=partial(dead, network),
        twin=Twin("no worker rings itself through Redis", "no_canary", frozenset({"not noticed"})),
        silence_s_max=3.0,
        p99_s_max={SILENT: 1.5},
        around=network.stores,
        way=network.people,
    )


FAULTS = (slow_and_cut, silently_dead)
