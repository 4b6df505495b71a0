"""`peak`: everybody is in, and a few speak for all."""

from load.crowd.histogram import merged
from load.report.result import Bound
from load.scenarios.promises import CUT_OFF, NOTHING_LOST
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import JOIN_S_MAX, Venue

SPEAKERS = 10
#: A phone's work is not the hub's: who is not asked for latencies reads so often, and spares the cores they share.
LAZY_S = 0.5


async def play(venue: Venue, size: Size) -> None:
    """Let everybody in, then speak at an even pace whether the hub keeps up or not."""
    async with venue.speaking(SPEAKERS) as speakers, venue.phones(size.phones, lazy_s=LAZY_S) as phones:
        venue.figures["joined_s"] = round(await phones.join(within_s=JOIN_S_MAX), 2)
        venue.happened("everybody is in")
        async with venue.part():
            await speakers.speak(size.per_s, size.seconds)
        acks = merged(speakers.acks.values())
        venue.figures |= {"ack_p50_ms": acks.quantile_ms(0.5), "ack_p99_ms": acks.quantile_ms(0.99)}
        await venue.settle(phones, speakers)


PEAK = Scenario(
    name="peak",
    purpose="A full house in one room while a hundred messages a second are said: how soon does every phone have them?",
    bounds=(
        Bound("p99_ms", "99 of 100 messages are on a phone within", 150, "ms", promise=18),
        *NOTHING_LOST,
        CUT_OFF,
    ),
    size=Size(phones=2_000, seconds=20, per_s=100),
    full=Size(phones=10_000, seconds=30, per_s=100),
    play=play,
)
