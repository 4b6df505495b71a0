import asyncio

from hub.chat.messages import Post
from load.bots.bot import Address, Bot, dial_websockets
from load.bots.lean import dial_lean
from load.bots.waiting import until
from load.show.cast import WAITING_MAX, Company, Player
from load.show.people import CREW, PHONE
from tests.load.hubs import TalkingHub, a_talking_hub

FLOOR = "floor/test"
NOWHERE = Address("127.0.0.1", 1)
SPEAKS = {next(iter(PHONE)): 1}


def dial_of(bot: Bot) -> object:
    return bot._dial  # pyright: ignore[reportPrivateUsage]


def test_the_crew_and_some_phones_use_the_library_and_some_of_the_crew_messagepack() -> None:
    company = Company(NOWHERE, seed=1)
    crew = company.cast("crew", ["t"] * 10, "show/test", CREW)
    phones = company.cast("phone", ["t"] * 20, FLOOR, PHONE)
    assert {dial_of(each.bot) for each in crew} == {dial_websockets}
    assert sum(dial_of(each.bot) is dial_websockets for each in phones) == 2
    assert sum(dial_of(each.bot) is dial_lean for each in phones) == 18
    assert sum(each.bot.client.form.binary for each in crew) == 2
    assert {each.bot.client.form.binary for each in phones} == {False}


def test_everybody_in_a_room_looks_at_one_board() -> None:
    company = Company(NOWHERE, seed=1)
    ana, bo = company.cast("phone", ["a", "b"], FLOOR, PHONE)
    (crew,) = company.cast("crew", ["c"], "show/test", CREW)
    assert ana.who.board is bo.who.board
    assert crew.who.board is not ana.who.board


async def a_company(hub: TalkingHub, address: Address, size: int = 2) -> tuple[Company, list[Player]]:
    company = Company(address, seed=1)
    players = company.cast("phone", [f"t{each}" for each in range(size)], FLOOR, SPEAKS)
    for player in players:
        company.enter(player)
    await until(lambda: all(player.bot.client.everywhere for player in players), 5.0)
    assert len(hub.sockets) == size
    return company, players


async def test_a_player_acts_until_too_much_waits() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address:
        company, (ana, _) = await a_company(hub, address)
        for _ in range(WAITING_MAX + 3):
            ana.act()
        assert ana.bot.client.waiting == WAITING_MAX
        assert ana.who.person == "p1"
        await until(company.settled, 5.0)
        assert hub.seq == WAITING_MAX
        await company.leave()


async def test_it_is_settled_when_all_have_all_and_not_before() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address:
        company, (ana, bo) = await a_company(hub, address)
        assert company.settled()
        ana.act()
        assert not company.settled()
        await until(company.settled, 5.0)
        ana.bot.client.tracks[FLOOR].seen += 1
        assert not company.settled()
        ana.bot.client.tracks[FLOOR].seen -= 1
        bo.bot.client.gone()
        assert not company.settled()
        bo.bot.ended = 4500
        assert company.settled()
        await company.leave()


async def test_witnesses_remember_and_say_who_was_sent_away() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address:
        company, (ana, bo) = await a_company(hub, address)
        ana.bot.ask(FLOOR, Post(text="hi"))
        await until(company.settled, 5.0)
        bo.bot.ended = 4503
        first, second = company.witnesses()
        await company.leave()
    assert [each.id for each in first.commands] == ["phone1-1"]
    assert [stretch.upto for stretch in second.tracks[0].stretches] == [0, 1]
    assert (first.faults, second.faults) == ([], ["sent away with 4503"])
    assert company.faults() == []


async def test_ticking_asks_again() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address:
        company, (ana, _) = await a_company(hub, address)
        sent, _ = ana.bot.client.do(FLOOR, Post(text="hi"), 0.0)
        ana.bot.client._later.append((0.0, sent.id))  # pyright: ignore[reportPrivateUsage]
        ticking = asyncio.create_task(company.tick())
        await until(lambda: sent.outcome == "acked", 5.0)
        assert sent.attempts == 2
        ticking.cancel()
        await company.leave()
