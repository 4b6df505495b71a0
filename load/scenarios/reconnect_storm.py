"""`reconnect-storm`: everybody is cut off at once, without a word."""

import asyncio

from load.scenarios.comeback import comeback
from load.scenarios.promises import BACK, LOG_READS, NOTHING_LOST
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import BACK_S_MAX, Venue

STATUS_S = 0.2


async def play(venue: Venue, size: Size) -> None:
    """Every worker dies by SIGKILL while the room talks; new ones are started, and everybody comes back to them."""
    await comeback(venue, size, _kill_workers)


async def _kill_workers(venue: Venue) -> None:
    """All at once; back when there are as many others."""
    venue.happened("every worker killed")
    before = venue.ground.facts.workers
    for pid in before:
        await venue.ground.order(f"kill {pid}")

    async with asyncio.timeout(BACK_S_MAX):
        while True:
            now = (await venue.ground.order("status")).workers
            if len(now) == len(before) and not set(now) & set(before):
                break
            await asyncio.sleep(STATUS_S)
    venue.happened("new workers")


RECONNECT_STORM = Scenario(
    name="reconnect-storm",
    purpose="Everybody is cut off at once and comes back: how long does it take, and how often is the log asked?",
    bounds=(BACK, LOG_READS, *NOTHING_LOST),
    size=Size(phones=2_000, seconds=20, per_s=20),
    full=Size(phones=10_000, seconds=60, per_s=20, processes=2),
    play=play,
    breaks=True,
)
