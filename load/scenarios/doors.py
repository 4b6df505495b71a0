"""`doors`: the doors open, and a crowd joins within seconds."""

import asyncio
import time

from load.quantiles import ms, quantile
from load.report.result import Bound
from load.scenarios.probes import welcomes
from load.scenarios.promises import CUT_OFF, NOTHING_LOST
from load.scenarios.sampler import kib_per_socket
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import JOIN_S_MAX, Venue

SPEAKERS = 4
#: Some of the crowd measure how long they stand at the door, evenly over the time that the promise gives.
PROBES = 50
RUSH_S = 15.0
#: Memory is looked at when nothing has happened for so long.
QUIET_S = 2.0


async def play(venue: Venue, size: Size) -> None:
    """Everybody dials at once, a hundred handshakes at a time; then the room talks."""
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones) as phones:
        tokens = await venue.people(PROBES)
        venue.happened("the doors open")
        began_ns = time.monotonic_ns()
        phones.begin_joining()
        # In a crowd that is let in more quickly than this, the last probes meet an empty door.
        every_s = min(RUSH_S, size.phones / 1_000) / PROBES
        probing = asyncio.create_task(welcomes(venue.ground.address, tokens, venue.room, every_s))
        venue.figures["joined_s"] = round(await phones.whole(JOIN_S_MAX, began_ns), 2)
        venue.happened("everybody is in")
        took_s = await probing
        venue.figures |= {
            "joins_per_s": round(size.phones / max(venue.figures["joined_s"], 0.01)),
            "welcome_p50_ms": ms(quantile(took_s, 0.5)),
            "welcome_p99_ms": ms(quantile(took_s, 0.99)),
        }
        await asyncio.sleep(QUIET_S)
        if (kib := kib_per_socket(venue.samples)[-1]) is not None:
            venue.figures["kib_per_socket"] = kib
        async with venue.part():
            await speakers.speak(size.per_s, size.seconds)
        await venue.settle(phones, speakers)


DOORS = Scenario(
    name="doors",
    purpose="The doors open and everybody joins one room within seconds: how long does the last one wait?",
    bounds=(
        Bound("joined_s", "everybody is in within", 15, "s", promise=19),
        Bound("welcome_p99_ms", "99 of 100 are welcome within", 5_000, "ms"),
        Bound("kib_per_socket", "memory of the workers for each socket", 30, "KiB", promise=19),
        *NOTHING_LOST,
        CUT_OFF,
    ),
    size=Size(phones=2_000, seconds=8, per_s=20),
    full=Size(phones=10_000, seconds=10, per_s=20, processes=2),
    play=play,
)
