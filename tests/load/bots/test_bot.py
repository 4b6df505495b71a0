import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus

import pytest

from hub.chat.messages import Post
from hub.wire import FORMATS, JSON, Format, Seen
from load.bots.backoff import BACK_FIRST_S, BACK_LAST_S
from load.bots.bot import Address, Bot, Dial, dial_websockets
from load.bots.client import Client
from load.bots.lean import dial_lean
from load.bots.reading import Reader
from tests.load.frames import EPOCH, FLOOR, facts, fail, welcome
from tests.load.hubs import a_hub, answers, says

DIALS: dict[str, Dial] = {"websockets": dial_websockets, "lean": dial_lean}
both_ways = pytest.mark.parametrize("dial", DIALS.values(), ids=DIALS)


def a_bot(
    address: Address, dial: Dial, pause: Callable[[float], Awaitable[None]] | None = None, form: Format = JSON
) -> Bot:
    client = Client("ana", "a-grant", [FLOOR], Reader(form))

    async def at_once(_seconds: float) -> None:
        pass

    return Bot(client, address, dial, random.Random(1), pause=pause or at_once)


def track_of(bot: Bot) -> tuple[int, list[str]]:
    track = bot.client.tracks[FLOOR]
    return track.seen, track.faults


@both_ways
@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
async def test_it_says_hello_and_hears_the_room(dial: Dial, form: Format) -> None:
    opening = welcome(0, 1, state=form.encode({}), form=form)
    async with a_hub(says(opening, facts(1, 2, 3, form=form), code=4503)) as (address, heard):
        bot = a_bot(address, dial, form=form)
        await bot.run()
    assert heard.hellos[0].rooms == (Seen(FLOOR),)
    assert heard.origins == [f"http://127.0.0.1:{address.port}"]
    assert (track_of(bot), bot.client.faults) == ((3, []), [])


@both_ways
async def test_it_comes_back_where_it_was_after_a_cut_and_after_a_close_that_allows_it(dial: Dial) -> None:
    script = (
        says(welcome(0, 1, state=b"{}")),
        says(welcome(1, 2), facts(2, 3), code=4001),
        says(welcome(3), code=1011),
        says(welcome(3, 4), code=4500),
    )
    async with a_hub(*script) as (address, heard):
        bot = a_bot(address, dial)
        await bot.run()
    assert [hello.rooms[0] for hello in heard.hellos] == [
        Seen(FLOOR, seen=0),
        Seen(FLOOR, EPOCH, 1),
        Seen(FLOOR, EPOCH, 3),
        Seen(FLOOR, EPOCH, 3),
    ]
    assert track_of(bot) == (4, [])
    assert len(bot.away_s) == 3


@both_ways
@pytest.mark.parametrize("code", [4500, 4503, 4999])
async def test_it_stays_away_when_told_to(dial: Dial, code: int) -> None:
    async with a_hub(says(code=code)) as (address, heard):
        bot = a_bot(address, dial)
        await bot.run()
    assert bot.ended == code
    assert len(heard.hellos) == 1


@both_ways
async def test_a_refused_origin_is_final_and_a_full_hub_is_not(dial: Dial) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    refusals = [HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.FORBIDDEN]
    async with a_hub(refusals=refusals) as (address, heard):
        bot = a_bot(address, dial, pause)
        await bot.run()
    assert bot.ended == 4505
    assert len(heard.origins) == 2
    assert 3 <= pauses[0] <= 3 + 2 * BACK_FIRST_S


@both_ways
async def test_it_waits_as_long_as_the_hub_said(dial: Dial) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    script = (
        says(welcome(0, state=b"{}"), fail("hub.draining", retry=True, wait_ms=2_000), code=4001),
        says(code=4500),
    )
    async with a_hub(*script) as (address, _):
        await a_bot(address, dial, pause).run()
    assert 2 <= pauses[0] <= 2 + BACK_FIRST_S


@both_ways
async def test_a_room_that_does_not_open_is_asked_for_on_another_connection(dial: Dial) -> None:
    refusing = answers(fail("room.unavailable", retry=True), first_seq=0)
    async with a_hub(refusing, says(welcome(0, state=b"{}"), code=4500)) as (address, heard):
        bot = a_bot(address, dial)
        await bot.run()
    assert len(heard.hellos) == 2
    assert bot.client.welcomed == 1


@both_ways
async def test_what_a_cut_left_unanswered_is_asked_again_with_the_same_id(dial: Dial) -> None:
    async with a_hub(says(welcome(0, state=b"{}")), answers(welcome(0), first_seq=1, refuse_first=True)) as (
        address,
        heard,
    ):
        bot = a_bot(address, dial)
        sent, _ = bot.client.do(FLOOR, Post(text="hi"), 0.0)
        running = asyncio.create_task(bot.run())
        while sent.outcome == "open":
            bot.tick()
            await asyncio.sleep(0)
        bot.stop()
        await running
    assert {each.id for each in heard.commands} == {"ana-1"}
    assert len(heard.commands) == 2
    assert (sent.outcome, sent.seq) == ("acked", 2)
    assert sent.attempts >= 2


@both_ways
async def test_a_message_that_is_no_frame_is_a_fault(dial: Dial) -> None:
    async with a_hub(says(b'{"t":"surprise"}', code=4500)) as (address, _):
        bot = a_bot(address, dial)
        await bot.run()
    assert len(bot.client.faults) == 1


@both_ways
async def test_a_hub_that_is_not_there_is_tried_again_later_and_later(dial: Dial) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 50:
            raise TimeoutError

    async with a_hub() as (address, _):
        pass
    with suppress(TimeoutError):
        await a_bot(address, dial, pause).run()
    assert max(pauses[:2]) <= BACK_FIRST_S * 4
    assert BACK_LAST_S / 2 < max(pauses) <= BACK_LAST_S
