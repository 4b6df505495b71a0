"""`chat`: as many messages into one room as the hub can keep."""

from load.report.result import Bound
from load.scenarios.promises import CUT_OFF, NOTHING_LOST
from load.scenarios.scenario import RATES, Scenario, Size
from load.scenarios.venue import JOIN_S_MAX, Venue

SPEAKERS = 16
#: Messages that each has on the way at a time: by all of them together no one waits long (Little's law).
WINDOW = 8


async def play(venue: Venue, size: Size) -> None:
    """Everybody who speaks says the next thing as soon as one was saved."""
    venue.by_answer = True
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones) as phones:
        await phones.join(within_s=JOIN_S_MAX)
        venue.happened("everybody is in")
        async with venue.part():
            answered = await speakers.keep_full(WINDOW, size.seconds)
        saved = sum(sent.outcome == "acked" for sent in answered)
        venue.figures["saved_per_s"] = round(saved / size.seconds)
        await venue.settle(phones, speakers)


CHAT = Scenario(
    name="chat",
    purpose="A few who never stop talking in one room: how many messages a second are saved for good?",
    bounds=(
        Bound("saved_per_s", "messages saved a second", 5_000, "/s", least=True, promise=20),
        Bound("p99_ms", "99 of 100 messages are saved within", 50, "ms", promise=20),
        *NOTHING_LOST,
        CUT_OFF,
    ),
    size=Size(phones=20, seconds=10),
    full=Size(phones=20, seconds=30),
    play=play,
    latency="From the moment a message is sent until its sender knows that it is saved.",
    settings=RATES,
)
