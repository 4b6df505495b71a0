"""A crowd in a real hub with two workers; one of them is killed."""

import time
from pathlib import Path

import pytest

from load.bots.waiting import until
from load.bots.writers import Writers
from load.crowd.crowd import crowd
from load.crowd.speech import speech_of_hub
from load.stage import stage

ROOM = "floor/crowd"
SIZE = 120


@pytest.mark.timeout(180)
async def test_nothing_is_lost_when_a_worker_is_killed(tmp_path: Path) -> None:
    async with stage(tmp_path, 2, rooms=[ROOM]) as hub:
        tokens = await hub.grants([ROOM], "audience", SIZE)
        (writer,) = await hub.grants([ROOM], "moderator", 1)
        speech = speech_of_hub(ROOM, hub.address.origin)
        async with (
            crowd(hub.address, speech, tokens, processes=2, comes_back=True, lazy_s=0.05) as receivers,
            Writers(hub.address, [writer], ROOM) as writers,
        ):
            await receivers.join()
            await writers.keep_pace(100, 0.5)
            killed_ns = time.monotonic_ns()
            await hub.order("kill worker")
            await until(lambda: receivers.tally.lost > 0, 20.0)
            await writers.keep_pace(100, 0.5)
            assert 0 < await receivers.whole(60.0, killed_ns) < 60
            await receivers.settled(writers.said())
            tally = await receivers.fresh()
            assert writers.faults() == []
    assert (tally.joined, tally.faults, tally.missed, tally.repeated, tally.ended) == (SIZE, 0, 0, 0, 0)
    assert tally.lost == tally.back > 0
    assert tally.deliveries == pytest.approx(SIZE * writers.said(), rel=0.2)
