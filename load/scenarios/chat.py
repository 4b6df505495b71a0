"""`chat`: five thousand messages a second into one room, each saved for good."""

import time

from load.report.result import Bound
from load.scenarios.promises import CUT_OFF, NOTHING_LOST
from load.scenarios.scenario import RATES, Scenario, Size
from load.scenarios.venue import JOIN_S_MAX, Venue

SPEAKERS = 16
#: A little more than is promised: what is offered in the last moment is saved after it.
PER_S, OFFERED = 5_000, 1.03


async def play(venue: Venue, size: Size) -> None:
    """They speak in turn at an even pace, whether the hub keeps up or not."""
    venue.by_answer = True
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones) as phones:
        await phones.join(within_s=JOIN_S_MAX)
        venue.happened("everybody is in")
        async with venue.part():
            began_s = time.monotonic()
            answered = await speakers.keep_pace(OFFERED * size.per_s, size.seconds)
        saved = [sent for sent in answered if sent.outcome == "acked"]
        took_s = max((sent.answered_s for sent in saved), default=began_s) - began_s
        venue.figures["saved_per_s"] = round(len(saved) / max(took_s, size.seconds))
        await venue.settle(phones, speakers)


CHAT = Scenario(
    name="chat",
    purpose="A few who never stop talking in one room: is all of it saved, and how soon?",
    bounds=(
        Bound("saved_per_s", "messages saved a second", PER_S, "/s", least=True, promise=20),
        Bound("p99_ms", "99 of 100 messages are saved within", 50, "ms", promise=20),
        *NOTHING_LOST,
        CUT_OFF,
    ),
    size=Size(phones=20, seconds=10, per_s=PER_S),
    full=Size(phones=20, seconds=30, per_s=PER_S),
    play=play,
    latency="From the moment a message is sent until its sender knows that it is saved.",
    settings=RATES,
)
