"""`flood`: a few send far above their rate."""

import time

from load.bots.waiting import until
from load.report.result import Bound
from load.scenarios.flooders import Flooders
from load.scenarios.promises import CUT_OFF, NOTHING_LOST, UNCHANGED
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import JOIN_S_MAX, SETTLE_S_MAX, Venue

SPEAKERS = 10
FLOODERS = 2
#: Messages a second of a person, and at once, that each worker takes (`hub/rooms/connection.py`).
PERSON_PER_S, PERSON_BURST = 60.0, 120.0
#: Just below what a person may send, so that the flood adds nothing but what is refused; and a flood.
ALLOWED_PER_S, FLOOD_PER_S = 55.0, 4_000.0


async def play(venue: Venue, size: Size) -> None:
    """First they send what they may; then they send far more, and only what they may gets through."""
    tokens = await venue.people(FLOODERS)
    flooding = Flooders(venue.ground.address, tokens, venue.room, venue.seed)
    venue.others.append(flooding)
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones) as phones, flooding:
        await phones.join(within_s=JOIN_S_MAX)
        venue.happened("everybody is in")
        half_s = size.seconds / 2
        async with venue.part("before"), venue.meanwhile(speakers.speak(size.per_s, half_s)):
            await flooding.send(ALLOWED_PER_S, half_s)
        await until(flooding.quiet, SETTLE_S_MAX)
        allowed, told = flooding.sent, flooding.told.copy()
        venue.happened(f"{FLOODERS} of them flood the room")
        began_s = time.monotonic()
        async with venue.part("during"), venue.meanwhile(speakers.speak(size.per_s, half_s)):
            await flooding.send(FLOOD_PER_S, half_s)
        venue.happened("the flood is over")
        await until(flooding.quiet, SETTLE_S_MAX)
        passed_s = time.monotonic() - began_s
        flooding.told.subtract(told)
        # Who is sent away may come back to another worker, which knows nothing of them.
        saved_each = flooding.told["acked"] / FLOODERS / size.workers
        venue.figures |= {
            "flood_sent": flooding.sent - allowed,
            "flood_saved_per_s": round(max(0.0, saved_each - PERSON_BURST) / passed_s, 1),
            "flood_refused": flooding.told["protocol.too_fast"],
            "flooders_closed": flooding.closed,
        }
        await venue.settle(phones, speakers)
    venue.added()


FLOOD = Scenario(
    name="flood",
    purpose="A few send far above their rate: are they refused, and does anybody else notice?",
    bounds=(
        UNCHANGED,
        Bound("flood_saved_per_s", "messages of a flooder that a worker saves a second", PERSON_PER_S, "/s"),
        Bound("flood_refused", "messages of the flood that are refused", 1, least=True),
        *NOTHING_LOST,
        CUT_OFF,
    ),
    size=Size(phones=500, seconds=20, per_s=100),
    full=Size(phones=1_000, seconds=30, per_s=100),
    play=play,
)
