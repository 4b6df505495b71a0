from load.bots.bot import LOST, Address
from load.bots.waiting import until
from load.scenarios.laggards import Laggards
from load.scenarios.speakers import Speakers
from tests.load.frames import FLOOR, facts, welcome
from tests.load.hubs import a_hub, a_talking_hub, says


async def test_who_lags_hears_nothing_until_it_goes_on() -> None:
    async with a_talking_hub() as address, Speakers(address, ["a"], FLOOR, 7) as speakers:
        lagging = Laggards(address, ["b", "c"], FLOOR, 7)
        async with lagging:
            sips, deaf = lagging.bots
            lagging.lag()
            speakers.say(speakers.bots[0])
            await until(lambda: sips.client.tracks[FLOOR].seen == 1, 5)
            assert deaf.client.tracks[FLOOR].seen == 0
            assert lagging.counts().sockets == 2
            lagging.go_on()
            await until(lambda: deaf.client.tracks[FLOOR].seen == 1, 5)
            assert not lagging.there(1), "nobody was away"
    assert lagging.witnesses()[1].faults == []


async def test_how_they_were_sent_away_and_came_back_is_counted() -> None:
    script = [
        says(welcome(1, state=b"{}"), code=4003),
        says(welcome(1, 2), facts(2, 3), code=4003),
        says(welcome(3, 4, state=b"{}"), code=4503),
    ]
    async with a_hub(*script) as (address, _):
        lagging = Laggards(address, ["a"], FLOOR, 7)
        await lagging.bots[0].run()
    assert lagging.codes == {4003: 2, 4503: 1}
    assert (lagging.resumed, lagging.snapshots) == (1, 1)
    assert lagging.witnesses()[0].faults == ["sent away with 4503"]


async def test_a_hub_that_is_away_is_tried_again(unused_tcp_port: int) -> None:
    lagging = Laggards(Address("127.0.0.1", unused_tcp_port), ["a"], FLOOR, 7)
    bot = lagging.bots[0]
    closed = await lagging._dial(Address("127.0.0.1", unused_tcp_port), "", bot)  # pyright: ignore[reportPrivateUsage]
    assert closed.code == LOST
