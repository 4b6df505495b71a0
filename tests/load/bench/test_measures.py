"""On a hub in this process: whether the figures are worth something is seen on a real one, in test_bench.py."""

import os

import pytest
from msgspec.structs import replace

from load.bench import measures
from load.bench.measures import Size, Subject, Unfit
from tests.load.frames import FLOOR
from tests.load.hubs import TalkingHub, a_talking_hub

SMALL = Size(seconds=0.1, sockets=5, idle_sockets=5, warm_sockets=2, writers=2, paces=(50, 100), edits=3)
TOKENS = [f"t{number}" for number in range(SMALL.people)]


def test_there_are_grants_for_every_measure() -> None:
    assert Size(warm_sockets=10, idle_sockets=20, writers=5, sockets=1).people == 30
    assert Size(warm_sockets=1, idle_sockets=2, writers=5, sockets=10).people == 15


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has to settle here."""
    monkeypatch.setattr(measures, "SETTLE_S", 0.0)


async def test_a_busy_room_is_measured_at_its_best_pace() -> None:
    async with a_talking_hub() as address:
        found = await measures.joined(Subject(address, [os.getpid()]), TOKENS, FLOOR, SMALL)
    assert 100 < found["deliveries_per_s"] <= 500
    assert found["facts_per_frame"] == 1
    assert found["deliveries_per_worker_cpu_s"] > 0


async def test_one_at_a_time_is_measured() -> None:
    async with a_talking_hub() as address:
        found = await measures.single(Subject(address, [os.getpid()]), TOKENS, FLOOR, SMALL)
    assert found["share_of_send"] > 0
    assert found["facts_per_frame"] == 1
    assert found["deliveries_per_s"] > 0


async def test_memory_and_joins_are_measured() -> None:
    async with a_talking_hub() as address:
        found = await measures.idle(Subject(address, [os.getpid()]), TOKENS, FLOOR, SMALL)
    assert found["sockets"] == SMALL.idle_sockets
    assert found["joins_per_s"] > 0


async def test_commits_are_measured() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address:
        found = await measures.commits(Subject(address, [os.getpid()]), TOKENS, FLOOR, SMALL)
    assert 0 < found["facts_per_s"] <= hub.seq / SMALL.seconds
    assert 0 < found["p50_ms"] <= found["p99_ms"]


async def test_a_chat_at_a_pace_is_measured() -> None:
    async with a_talking_hub() as address:
        found = await measures.chat(Subject(address, [os.getpid()]), TOKENS, FLOOR, replace(SMALL, chat=300))
    assert found["facts_per_s"] == pytest.approx(300, rel=0.5)
    assert 0 < found["p50_ms"] <= found["p99_ms"] <= found["longest_ms"]


@pytest.mark.parametrize("measure", [measures.commits, measures.chat], ids=["commits", "chat"])
async def test_what_was_refused_is_no_fact(measure: measures.Measure) -> None:
    async with a_talking_hub(TalkingHub(deaf=True)) as address:
        found = await measure(Subject(address, [os.getpid()]), TOKENS, FLOOR, replace(SMALL, chat=300))
    assert found["facts_per_s"] == 0
    assert found["p50_ms"] > 0


@pytest.mark.parametrize("measure", [measures.joined, measures.single], ids=["joined", "single"])
async def test_a_run_in_which_something_was_lost_is_worth_nothing(measure: measures.Measure) -> None:
    async with a_talking_hub(TalkingHub(lose=2)) as address:
        with pytest.raises(Unfit):
            await measure(Subject(address, [os.getpid()]), TOKENS, FLOOR, SMALL)
