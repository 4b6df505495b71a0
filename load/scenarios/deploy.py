"""`deploy`: the hub is restarted under load, as for a new version."""

import time

from load.scenarios.comeback import comeback
from load.scenarios.promises import BACK, LOG_READS, NOTHING_LOST
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import Venue

#: As `hub serve` has it when nothing else is set; the hub of a demo is in more of a hurry.
DRAIN_MS = 5_000


async def play(venue: Venue, size: Size) -> None:
    """The hub sends everybody away in slices, ends, and is started again, while the room talks."""
    await comeback(venue, size, _restart)


async def _restart(venue: Venue) -> None:
    began_s = time.monotonic()
    venue.happened("drain and restart")
    await venue.ground.order("restart hub")
    venue.happened("the hub is there again")
    venue.figures["restart_s"] = round(time.monotonic() - began_s, 2)


DEPLOY = Scenario(
    name="deploy",
    purpose="The hub drains and is restarted while the room talks: is anything lost, and how long is everybody away?",
    bounds=(BACK, LOG_READS, *NOTHING_LOST),
    size=Size(phones=2_000, seconds=24, per_s=20),
    full=Size(phones=10_000, seconds=60, per_s=20, processes=2),
    play=play,
    breaks=True,
    settings={"HUB_DRAIN_MS": str(DRAIN_MS)},
)
