"""The house on a hub in this process; the grants are not looked at there. A real one is filled in test_run.py."""

from collections.abc import Sequence
from typing import cast

import pytest

from hub.chat.messages import Post
from load.bots.bot import Address
from load.bots.waiting import until
from load.check.checker import Kind
from load.show import house as module
from load.show.cast import Player
from load.show.house import ROOM_OF_CREW, ROOM_OF_PHONES, House, house
from load.stage import Facts, Stage
from tests.load.hubs import TalkingHub, a_talking_hub


class Staged:
    """A stage on which everybody gets a grant."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.facts = Facts(address.origin, "", {"workers": []})
        self.asked: list[tuple[str, str, int]] = []

    async def grants(self, rooms: Sequence[str], role: str, count: int, _name: str = "") -> list[str]:
        self.asked.append((rooms[0], role, count))
        return [f"{role}{number}" for number in range(count)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FULL_MAX", 5)
    monkeypatch.setattr(module, "FULL_OF_MANY", 3)
    monkeypatch.setattr(module, "QUIET_S", 0.0)
    monkeypatch.setattr(module, "SETTLE_S_MAX", 5.0)


def a_stage(address: Address) -> Stage:
    return cast("Stage", Staged(address))


def far_ahead(_players: Sequence[Player]) -> int:
    return 99


async def entered(everybody: House) -> None:
    phones = [player for player in everybody.company.players if player.name == "phone"]
    for player in phones:
        everybody.company.enter(player)
    await until(lambda: all(player.bot.client.everywhere for player in phones), 5.0)


async def test_of_a_few_phones_all_are_full_clients() -> None:
    async with a_talking_hub() as address, house(a_stage(address), phones=5, crew=2, seed=1) as everybody:
        assert everybody.sockets is None
        names = [player.name for player in everybody.company.players]
        assert names == ["crew"] * 2 + ["desk"] + ["phone"] * 5
        assert {player.room for player in everybody.company.players} == {ROOM_OF_CREW, ROOM_OF_PHONES}
        assert (await everybody.tally()).joined == 0
        await entered(everybody)
        assert everybody.missing() == 0
        assert await everybody.finale() == []


async def test_of_many_most_are_sockets_that_end_where_the_log_does() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address, house(a_stage(address), phones=20, crew=0, seed=1) as everybody:
        assert everybody.sockets is not None
        filled = await everybody.fill(everybody.sockets)
        assert (filled.sockets, filled.seconds > 0, filled.kib_per_socket) == (17, True, 0.0)
        await entered(everybody)
        for player in everybody.company.players[-3:]:
            player.bot.ask(player.room, Post(text="Louder!"))
        assert await everybody.finale() == []
        assert (await everybody.tally()).joined == 17
        await everybody.sockets.cut(17)
        assert everybody.missing() > 0
        await everybody.sockets.whole(20.0)
        assert everybody.missing() == 0


async def test_who_did_not_get_there_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLE_S_MAX", 0.2)
    async with a_talking_hub() as address, house(a_stage(address), phones=6, crew=1, seed=1) as everybody:
        (late,) = await everybody.finale()
        assert late.kind is Kind.BEHIND
        await entered(everybody)
        monkeypatch.setattr(module, "_head", far_ahead)
        assert everybody.sockets is not None
        await everybody.sockets.join()
        (late,) = await everybody.finale()
        assert late.where.startswith("the crowd: 3 are not at 99 yet")
