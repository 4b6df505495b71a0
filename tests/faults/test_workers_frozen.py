"""A worker that stops for a while and goes on must not hand out, or write, what is old by then."""

import asyncio
from pathlib import Path

import pytest

from load.bots.waiting import until
from load.check.checker import Kind
from load.reliability import FaultRow
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin, prove

#: Longer than a transaction may stand still, so that a lock it holds is taken from it.
FROZEN_S = 6.0
STALE_S = 2.0


async def frozen(night: Night) -> None:
    """Stopped under load; then once more without Redis, and it wakes up as the other worker dies."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        zombie, _ = night.rng.sample(await night.workers(2), 2)
        async with night.outage():
            await night.order(f"pause {zombie}")
            await asyncio.sleep(FROZEN_S)
            await night.order(f"resume {zombie}")
        await night.recovered()
        await _wakes_up_alone(night)


async def woken(night: Night) -> None:
    writers, _ = await gather(night)
    async with night.busy(writers):
        await _wakes_up_alone(night)


async def _wakes_up_alone(night: Night) -> None:
    """The one that dies is the one on which most of those are whose room is elsewhere too.

    Nobody asks anything of the one that wakes up before they have come to it: an answer would tell it where the log is.
    """
    workers = await night.workers(2)
    places = night.places(night.steady)
    at = [pid for player, pid in places.items() if player.name == "speaker"]
    zombie, other = sorted(workers, key=at.count)
    homeless = {player.bot.client: player.bot.client.welcomed for player, pid in places.items() if pid == other}
    await night.order("kill redis")
    await night.order(f"pause {zombie}")
    await asyncio.sleep(STALE_S)
    await night.order(f"kill {other}")
    await night.order(f"resume {zombie}")
    await until(lambda: all(client.welcomed > before for client, before in homeless.items()), night.patience_s)
    await night.recovered()
    await night.order("start redis")
    await night.recovered()


FROZEN = Fault(
    "a worker frozen with SIGSTOP wakes up again, once as the only one",
    promises=(1, 2),
    bound="nothing lost, repeated or taken back; everybody up to date 10 s after it goes on",
    scenario=frozen,
    twin=Twin(
        "a worker welcomes people where it happens to be",
        "stale_welcome",
        frozenset({Kind.REPEATED, Kind.GAP}),
        scenario=woken,
    ),
    silence_s_max=8.0,
)


@pytest.mark.fault
async def test_a_worker_that_wakes_up_is_up_to_date_before_it_welcomes_anybody(
    seed: int, tmp_path: Path, rows: list[FaultRow]
) -> None:
    rows.append(await prove(FROZEN, seed, tmp_path))
