import asyncio
import random
import time
from dataclasses import replace

import pytest

from load.bots.bot import Address
from load.bots.waiting import until
from load.show import acts
from load.show.acts import LARGE_SHOW, SHOW, Act, Playing, hub_restarts, redis_away, worker_killed
from load.show.cast import Company
from load.show.people import CREW, PHONE
from load.stage import Facts
from tests.load.hubs import TalkingHub, a_talking_hub


class Control:
    """Carries out orders on nothing: after a kill, a worker is missing for the next two questions."""

    def __init__(self) -> None:
        self.orders: list[str] = []
        self._missing = 0

    async def __call__(self, order: str) -> Facts:
        self.orders.append(order)
        self._missing = 2 if order == "kill worker" else max(0, self._missing - 1)
        if self.orders.count("kill worker"):
            return Facts("http://127.0.0.1:1", "", {"workers": [2] if self._missing else [2, 3]})
        return Facts("http://127.0.0.1:1", "", {"workers": [1, 2]})


def test_the_show_has_both_disasters_and_fits_into_its_time() -> None:
    assert [each.name for each in SHOW] == ["doors", "peak", "redis killed", "worker killed", "encore"]
    assert sum(each.seconds for each in SHOW) <= 60
    assert SHOW[0].doors_s < SHOW[0].seconds


def test_a_large_show_has_a_third_disaster() -> None:
    cutting = [each.name for each in LARGE_SHOW if each.cuts]
    assert cutting == ["worker killed", "hub restarts"]
    assert sum(each.seconds for each in LARGE_SHOW) <= 90


async def test_the_hub_restarts() -> None:
    control = Control()
    await hub_restarts(control)
    assert control.orders == ["restart hub"]


async def test_an_act_that_cuts_people_off_lasts_until_they_are_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "STEADY_S", 0.05)
    until_s = time.monotonic() + 0.3
    playing = Playing(
        Company(Address("127.0.0.1", 1), seed=1), Control(), random.Random(1), lambda: time.monotonic() < until_s
    )
    played = await playing.play(replace(SHOW[1], seconds=0.01, cuts=True))
    assert 0.2 < played.back_s < played.ended_s - played.began_s < 2


async def test_nobody_is_waited_for_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "BACK_S_MAX", 0.1)
    playing = Playing(Company(Address("127.0.0.1", 1), seed=1), Control(), random.Random(1), lambda: 1)
    played = await playing.play(replace(SHOW[1], seconds=0.01, cuts=True))
    assert played.ended_s - played.began_s < 2


async def test_redis_is_killed_and_started_again() -> None:
    control = Control()
    await redis_away(0.0)(control)
    assert control.orders == ["kill redis", "start redis"]


async def test_a_worker_is_killed_and_waited_for() -> None:
    control = Control()
    acts_status_s, acts.STATUS_S = acts.STATUS_S, 0.0
    try:
        await worker_killed(control)
    finally:
        acts.STATUS_S = acts_status_s
    assert control.orders[:2] == ["status", "kill worker"]
    assert control.orders[2:] == ["status", "status"]


async def test_an_act_lets_people_in_and_has_them_act_at_its_rate() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address:
        company = Company(address, seed=1)
        company.cast("phone", ["a", "b", "c"], "floor/test", {next(iter(PHONE)): 1})
        act = Act("test", 0.5, crew_per_s=1.0, phones_per_s=200.0, desk_per_s=1.0, doors_s=0.1)
        played = await Playing(company, Control(), random.Random(1)).play(act)
        await until(company.settled, 5.0)
        await company.leave()
    assert 0.5 <= played.ended_s - played.began_s < 2
    assert played.back_s == 0
    assert len(hub.sockets) == 3
    assert 20 < hub.seq < 200


async def test_an_act_lasts_until_its_disaster_is_over() -> None:
    over = asyncio.Event()

    async def disaster(_control: acts.Controls) -> None:
        await asyncio.sleep(0.05)
        over.set()

    playing = Playing(Company(Address("127.0.0.1", 1), seed=1), Control(), random.Random(1))
    await playing.play(replace(SHOW[1], seconds=0.01, disaster=disaster))
    assert over.is_set()


async def test_nobody_acts_before_they_are_in() -> None:
    company = Company(Address("127.0.0.1", 1), seed=1)
    company.cast("crew", ["a"], "show/test", CREW)
    await Playing(company, Control(), random.Random(1)).play(Act("test", 0.05, 500.0, 1.0, 1.0))
    assert company.players[0].bot.client.commands == {}
