"""`reconnect-storm`: everybody is cut off at once, without a word."""

import asyncio
import time

from load.scenarios.promises import BACK, LOG_READS, NOTHING_LOST
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import BACK_S_MAX, JOIN_S_MAX, Venue

SPEAKERS = 8
#: How much of the time is before the cut.
BEFORE = 0.25
STATUS_S = 0.2


async def play(venue: Venue, size: Size) -> None:
    """Every worker dies by SIGKILL while the room talks; new ones are started, and everybody comes back to them."""
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones, comes_back=True) as phones:
        await phones.join(within_s=JOIN_S_MAX)
        venue.happened("everybody is in")
        async with venue.part(), venue.meanwhile(speakers.speak(size.per_s, size.seconds)):
            await asyncio.sleep(BEFORE * size.seconds)
            cut_s = time.monotonic()
            venue.happened("every worker killed")
            await _kill_workers(venue)
            venue.happened("new workers")
            await venue.back(phones, cut_s)
        await venue.settle(phones, speakers)
        await venue.log_reads()


async def _kill_workers(venue: Venue) -> None:
    """All at once; back when there are as many others."""
    before = venue.ground.facts.workers
    for pid in before:
        await venue.ground.order(f"kill {pid}")

    async with asyncio.timeout(BACK_S_MAX):
        while True:
            now = (await venue.ground.order("status")).workers
            if len(now) == len(before) and not set(now) & set(before):
                return
            await asyncio.sleep(STATUS_S)


RECONNECT_STORM = Scenario(
    name="reconnect-storm",
    purpose="Everybody is cut off at once and comes back: how long does it take, and how often is the log asked?",
    bounds=(BACK, LOG_READS, *NOTHING_LOST),
    size=Size(phones=2_000, seconds=20, per_s=20),
    full=Size(phones=10_000, seconds=60, per_s=20, processes=2),
    play=play,
    breaks=True,
)
