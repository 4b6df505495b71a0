"""A hub that goes away while a room talks, and everybody comes back to it."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from load.scenarios.scenario import Size
from load.scenarios.venue import JOIN_S_MAX, Venue

SPEAKERS = 8
#: How much of the time is before everybody is cut off.
BEFORE = 0.25


async def comeback(venue: Venue, size: Size, cut: Callable[[Venue], Awaitable[None]]) -> None:
    """`cut` takes every connection, and returns when there is a hub again; then all are waited for.

    Raises:
        TimeoutError, NotJoined: somebody was not cut off, is not back, or has not everything.
    """
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones, comes_back=True) as phones:
        await phones.join(within_s=JOIN_S_MAX)
        venue.happened("everybody is in")
        async with venue.part(), venue.meanwhile(speakers.speak(size.per_s, size.seconds)):
            await asyncio.sleep(BEFORE * size.seconds)
            cut_s = time.monotonic()
            await cut(venue)
            await venue.back(phones, cut_s)
        await venue.settle(phones, speakers)
        await venue.log_reads()
