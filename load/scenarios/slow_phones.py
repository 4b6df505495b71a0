"""`slow-phones`: a part of the crowd reads slowly, or not at all."""

import asyncio
import time

from hub.errors import CATALOGUE
from load.bots.backoff import STAY_AWAY_FROM
from load.bots.waiting import until
from load.metrics import scrape
from load.report.result import Bound
from load.scenarios.laggards import Laggards
from load.scenarios.promises import CUT_OFF, NOTHING_LOST, UNCHANGED
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import JOIN_S_MAX, SETTLE_S_MAX, Venue

SPEAKERS = 10
#: One of so many phones lags, but no more than a process of ours can check every fact of.
ONE_OF, LAGGARDS_MAX = 20, 100
#: Long messages: it is bytes that fill a buffer.
TEXT = "At {} " + "play that one again! " * 20
#: The hub waits 10 s for who is behind (`hub/rooms/block.py`); before that, its buffers and the kernel's fill up.
PATIENCE_S = 60.0
LOOK_S = 0.25
SLOW = CATALOGUE["hub.slow"].close


async def play(venue: Venue, size: Size) -> None:
    """First everybody reads, then some do not until the hub has sent them away; then they read and come back."""
    count = min(LAGGARDS_MAX, max(1, size.phones // ONE_OF))
    tokens = await venue.people(count)
    lagging = Laggards(venue.ground.address, tokens, venue.room, venue.seed)
    venue.others.append(lagging)
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones) as phones, lagging:
        await phones.join(within_s=JOIN_S_MAX)
        venue.happened("everybody is in")
        half_s = size.seconds / 2
        async with venue.part("before"):
            await speakers.speak(size.per_s, half_s, text=TEXT)
        venue.happened(f"{len(tokens)} phones stop reading")
        standing = await _connections(venue)
        lagging.lag()
        async with venue.part("during"), venue.meanwhile(speakers.speak(size.per_s, PATIENCE_S, text=TEXT)):
            began_s = time.monotonic()
            await asyncio.sleep(half_s)
            venue.figures["let_go"] = await _let_go(venue, lagging, standing, began_s + PATIENCE_S)
            venue.figures["let_go_after_s"] = round(time.monotonic() - began_s, 1)
            speakers.hush()
        venue.happened("they were sent away, and read again")
        lagging.go_on()
        await until(speakers.quiet, SETTLE_S_MAX)
        await until(lambda: lagging.there(speakers.said()), SETTLE_S_MAX)
        venue.happened("they are back")
        await venue.settle(phones, speakers)
    venue.added()
    venue.figures |= {
        "laggards": len(tokens),
        "not_let_go": max(0.0, len(tokens) - venue.figures["let_go"]),
        "told_to_come_back": lagging.codes[SLOW],
        "told_to_stay_away": sum(times for code, times in lagging.codes.items() if code >= STAY_AWAY_FROM),
        "laggards_resumed": lagging.resumed,
        "laggards_snapshots": lagging.snapshots,
    }


async def _let_go(venue: Venue, lagging: Laggards, standing: float, until_s: float) -> float:
    """How many the hub has let go, as slow or because they answer no ping; waits until it is all of them.

    Who does not read does not notice, and stays away; who has a sip now and then notices, and is back.
    """
    while True:
        gone = standing - await _connections(venue) + lagging.back
        if gone >= len(lagging.bots) or time.monotonic() >= until_s:
            return gone
        await asyncio.sleep(LOOK_S)


async def _connections(venue: Venue) -> float:
    workers = await scrape(venue.ground.address)
    return sum(each.get("hub_connections", 0.0) for each in workers.values())


SLOW_PHONES = Scenario(
    name="slow-phones",
    purpose="Some phones do not read what they are sent: are they sent away and come back whole, and do others notice?",
    bounds=(
        UNCHANGED,
        Bound("not_let_go", "phones that do not read and are kept all the same", 0, promise=15),
        Bound("told_to_stay_away", "of them told not to come back", 0),
        *NOTHING_LOST,
        CUT_OFF,
    ),
    size=Size(phones=1_000, seconds=20, per_s=200),
    full=Size(phones=10_000, seconds=30, per_s=50, processes=2),
    play=play,
)
