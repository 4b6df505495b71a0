import asyncio

from load.bots.waiting import until
from load.scenarios.flooders import Flooders
from tests.load.frames import FLOOR, fail, welcome
from tests.load.hubs import TalkingHub, a_hub, a_talking_hub, says


async def test_they_send_at_their_own_pace_and_count_the_answers() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address, Flooders(address, ["a", "b"], FLOOR, 7) as flooding:
        await flooding.send(100, 0.3)
        await until(flooding.quiet, 5)
        assert flooding.told["acked"] == flooding.sent
        counts = flooding.counts()
    assert 40 <= hub.seq <= 62
    assert (counts.answers, counts.sockets) == (hub.seq, 2)
    assert flooding.witnesses() == []


async def test_who_is_sent_away_comes_back_and_refusals_are_counted_by_code() -> None:
    wait = fail("protocol.too_fast", "f0-1", retry=True, wait_ms=5)
    async with a_hub(says(welcome(1, state=b"{}"), wait, code=4006), says(code=4006)) as (address, heard):
        flooding = Flooders(address, ["a"], FLOOR, 7)
        one = flooding.each[0]
        running = asyncio.create_task(one.run(address))
        await until(lambda: flooding.closed == 2, 10)
        one.stopping = True
        await running
    assert len(heard.hellos) == 2
    assert flooding.told == {"protocol.too_fast": 1}
    one.say()
    assert flooding.sent == 0, "nobody speaks through a closed line"
