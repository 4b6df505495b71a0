import pytest

from load.bots import writers as module
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
        assert len(sent) == hub.seq == writers.seen()
        assert len(answered) <= len(sent)
        assert writers.faults() == []


async def test_a_pace_is_kept() -> None:
    async with a_talking_hub() as address, Writers(address, ["a", "b", "c"], FLOOR) as writers:
        answered = await writers.keep_pace(400, 0.25)
        assert 90 <= len(answered) <= 100
        assert writers.seen() == len(answered)
        counts = {len(bot.client.commands) for bot in writers.bots}
        assert max(counts) - min(counts) <= 1


async def test_a_fact_that_does_not_come_is_a_fault() -> None:
    async with a_talking_hub(TalkingHub(lose=2)) as address, Writers(address, ["a", "b"], FLOOR) as writers:
        await writers.keep_full(4, 0.05)
        assert len(writers.faults()) == 1


async def test_who_does_not_get_in_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JOIN_S_MAX", 0.05)
    async with a_talking_hub(TalkingHub(shut=True)) as address:
        with pytest.raises(TimeoutError):
            await Writers(address, ["a"], FLOOR).__aenter__()
