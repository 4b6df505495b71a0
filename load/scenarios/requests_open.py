"""`requests-open`: the DJ opens the requests, and everybody asks for a song at once."""

from hub.queue.messages import Configure, Rules
from load.bots.waiting import until
from load.report.result import Bound
from load.scenarios.askers import Askers
from load.scenarios.promises import NOTHING_LOST
from load.scenarios.scenario import Scenario, Size
from load.scenarios.venue import SETTLE_S_MAX, Venue

#: As many as a queue can hold.
QUEUE = 2_000


async def play(venue: Venue, size: Size) -> None:
    """Each phone asks once, evenly over the time; one at the desk checks every fact."""
    venue.by_answer = True
    tokens = await venue.people(size.phones)
    asking = Askers(venue.ground.address, tokens, venue.room)
    venue.others.append(asking)
    async with venue.speaking(1, role="dj") as desk, asking:
        venue.happened("everybody is in")
        desk.bots[0].ask(venue.room, Configure(Rules(length_max=QUEUE)))
        await until(desk.quiet, SETTLE_S_MAX)
        venue.happened("requests are open")
        async with venue.part():
            await asking.ask(size.seconds)
            await until(lambda: not asking.unanswered, SETTLE_S_MAX)
        upto = max((phone.sent.seq for phone in asking.phones if phone.sent), default=0)
        await until(lambda: desk.seen() >= upto and asking.seen(desk.seen()), SETTLE_S_MAX)
    venue.figures |= {
        "unanswered": asking.unanswered,
        "taken": asking.latency.count - asking.told.total(),
        "queue_full": asking.told["queue.full"],
        "cut_off": sum(phone.sent is None or phone.sent.outcome == "open" for phone in asking.phones),
    }
    if asking.tally.faults:
        venue.broken.append(f"phones: {asking.tally.faults} frames did not follow, or answered nothing that was asked")
    strange = {code: times for code, times in asking.told.items() if code != "queue.full"}
    venue.broken.extend(f"phones: refused with {code}, {times} times" for code, times in strange.items())


REQUESTS_OPEN = Scenario(
    name="requests-open",
    purpose="Requests open, and everybody asks for a song within ten seconds: is each of them answered, and how soon?",
    bounds=(
        Bound("unanswered", "requests without an answer", 0, promise=20),
        Bound("p99_ms", "99 of 100 are answered within", 1_000, "ms", promise=20),
        *NOTHING_LOST,
    ),
    size=Size(phones=2_000, seconds=10, per_s=200),
    full=Size(phones=2_000, seconds=10, per_s=200),
    play=play,
    latency="From the moment a request is sent until it is answered.",
)
