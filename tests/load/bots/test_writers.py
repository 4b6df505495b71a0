import asyncio

import pytest

from load.bots.waiting import until
from load.bots.writers import Writers
from tests.load.frames import FLOOR
from tests.load.hubs import TalkingHub, a_talking_hub


async def test_each_keeps_so_many_on_the_way() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address, Writers(address, ["a", "b"], FLOOR) as writers:
        answered = await writers.keep_full(8, 0.05)
        assert answered
        sent = [each for bot in writers.bots for each in bot.client.commands.values()]
        assert {each.outcome for each in sent} == {"acked"}
        assert len(sent) == hub.seq == writers.said()
        assert len(answered) <= len(sent)
        assert writers.faults() == []


async def test_a_pace_is_kept() -> None:
    async with a_talking_hub() as address, Writers(address, ["a", "b", "c"], FLOOR) as writers:
        answered = await writers.keep_pace(400, 0.25)
        assert 90 <= len(answered) <= 100
        assert writers.said() == len(answered)
        counts = {len(bot.client.commands) for bot in writers.bots}
        assert max(counts) - min(counts) <= 1


async def test_a_fact_that_does_not_come_is_a_fault() -> None:
    async with a_talking_hub(TalkingHub(lose=2)) as address, Writers(address, ["a", "b"], FLOOR) as writers:
        await writers.keep_full(4, 0.05)
        assert len(writers.faults()) == 1


async def test_who_is_hushed_says_no_more() -> None:
    async with a_talking_hub() as address, Writers(address, ["a", "b"], FLOOR) as writers:
        saying = asyncio.create_task(writers.pace(200, 60))
        await until(lambda: writers.said() >= 3, 5)
        writers.hush()
        await saying
        assert writers.said() < 60


async def test_before_anything_is_said_nothing_is() -> None:
    async with a_talking_hub() as address, Writers(address, ["a"], FLOOR, prefix="x") as writers:
        assert writers.said() == 0
        assert writers.quiet()
        assert writers.bots[0].client.name == "x0"


async def test_who_does_not_get_in_is_waited_for_only_so_long() -> None:
    async with a_talking_hub(TalkingHub(shut=True)) as address:
        with pytest.raises(TimeoutError):
            await Writers(address, ["a"], FLOOR, join_s_max=0.05).__aenter__()
