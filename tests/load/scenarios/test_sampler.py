import asyncio
from collections.abc import Mapping
from contextlib import suppress

import pytest

from load.crowd.histogram import Histogram
from load.scenarios import sampler as module
from load.scenarios.processes import Cost, Ledger
from load.scenarios.sampler import Counts, Sample, Sampler, kib_per_socket


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


class Night:
    """What is looked at, as a test says it."""

    def __init__(self) -> None:
        self.now = Counts()

    def counts(self) -> Counts:
        return self.now

    def processes(self) -> Mapping[str, list[int]]:
        return {}


def met(*ms: int) -> Histogram:
    histogram = Histogram()
    for each in ms:
        histogram.add(each * 1_000_000)
    return histogram


def a_sampler() -> tuple[Sampler, Night, Clock, list[Sample]]:
    clock, night = Clock(), Night()
    told: list[Sample] = []
    return Sampler(night, told.append, clock=clock, ledger=Ledger(clock)), night, clock, told


def test_rates_are_of_the_time_since_the_look_before() -> None:
    sampler, night, clock, told = a_sampler()
    clock.now_s += 2
    night.now = Counts(deliveries=1_000, answers=10, sockets=5)
    sampler.look()
    clock.now_s += 0.5
    night.now = Counts(deliveries=1_100, answers=20, sockets=6)
    sampler.look()
    assert [(each.at_s, each.deliveries_per_s, each.answers_per_s, each.sockets) for each in told] == [
        (2.0, 500, 5, 5),
        (2.5, 200, 20, 6),
    ]
    assert sampler.now_s == 2.5


def test_latencies_are_those_of_the_last_whole_second_and_of_each_in_the_end() -> None:
    sampler, night, clock, told = a_sampler()
    clock.now_s += 1
    night.now = Counts(latencies={1_000: met(10, 20), 1_001: met(7)})
    sampler.look()
    assert told[0].p50_ms == pytest.approx(20, rel=0.05)
    night.now = Counts(latencies={1_000: met(10, 20), 1_001: met(7, 7, 7)})
    timeline = sampler.timeline()
    assert timeline.at_s == [1.0]
    assert timeline.columns["p99_ms"] == [pytest.approx(7, rel=0.05)]


def test_a_second_without_messages_has_no_latency() -> None:
    sampler, _, clock, told = a_sampler()
    clock.now_s += 0.5
    sampler.look()
    assert (told[0].p50_ms, told[0].p99_ms) == (None, None)
    assert sampler.timeline().columns["p50_ms"] == [None]


def a_sample(at_s: float, sockets: int, **memory_mib: float) -> Sample:
    costs = {name.replace("_", " "): Cost(0.5, mib) for name, mib in memory_mib.items()}
    return Sample(at_s, int(at_s), 0, 0, sockets, None, None, costs)


def test_memory_per_socket_is_what_the_workers_grew_by() -> None:
    samples = [
        a_sample(0.5, 0, worker_1=50, worker_2=50, postgres=300),
        a_sample(1.0, 1_000, worker_1=60, worker_2=60, postgres=900),
        a_sample(1.5, 99, worker_1=60, worker_2=60),
        a_sample(2.0, 1_000),
    ]
    assert kib_per_socket(samples) == [None, pytest.approx(20.5, abs=0.1), None, None]


def test_who_comes_later_has_a_column_with_a_gap() -> None:
    sampler, _, _, _ = a_sampler()
    sampler.samples.extend([a_sample(0.5, 0, worker_1=50), a_sample(1.0, 0, worker_1=50, receivers=20)])
    columns = sampler.timeline().columns
    assert columns["memory/receivers"] == [None, 20]
    assert columns["cpu/worker 1"] == [0.5, 0.5]


async def test_it_looks_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVERY_S", 0.001)
    sampler, _, _, told = a_sampler()
    running = asyncio.create_task(sampler.run())
    async with asyncio.timeout(5):
        while len(told) < 3:
            await asyncio.sleep(0.001)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert sampler.samples == told
