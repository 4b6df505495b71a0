import re

from load.bots.waiting import until
from load.scenarios.speakers import STAMP, Speakers
from tests.load.frames import FLOOR
from tests.load.hubs import TalkingHub, a_talking_hub

TOKENS = ["a", "b"]


async def test_so_many_messages_a_second_are_said_in_turn() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address, Speakers(address, TOKENS, FLOOR, 7) as speakers:
        await speakers.speak(100, 0.3)
        await until(speakers.quiet, 5)
        said = [len(bot.client.commands) for bot in speakers.bots]
    assert 20 <= hub.seq <= 31
    assert max(said) - min(said) <= 1
    assert speakers.answers == hub.seq == speakers.said() == speakers.seen()


async def test_a_message_has_the_moment_it_was_said_at() -> None:
    async with a_talking_hub() as address, Speakers(address, TOKENS, FLOOR, 7) as speakers:
        speakers.say(speakers.bots[0])
        payload = next(iter(speakers.bots[0].client._open.values()))  # pyright: ignore[reportPrivateUsage]
        await until(speakers.quiet, 5)
    found = re.search(STAMP.encode(), payload)
    assert found is not None
    sent = next(iter(speakers.bots[0].client.commands.values()))
    assert abs(int(found["at"]) / 1e9 - sent.at_s) < 0.1


async def test_a_full_house_says_the_next_thing_when_one_is_saved() -> None:
    hub = TalkingHub()
    async with a_talking_hub(hub) as address, Speakers(address, TOKENS, FLOOR, 7) as speakers:
        await speakers.keep_full(3, 0.2)
        most = max(bot.client.waiting for bot in speakers.bots)
        await until(speakers.quiet, 5)
        counts = speakers.counts()
    assert most <= 3
    assert hub.seq > 2 * 3
    assert counts.answers == hub.seq
    assert counts.sockets == 2
    assert sum(each.count for each in counts.latencies.values()) == hub.seq


async def test_they_are_witnesses_who_may_have_been_sent_away() -> None:
    async with a_talking_hub() as address, Speakers(address, TOKENS, FLOOR, 7) as speakers:
        speakers.bots[1].ended = 4503
        one, other = speakers.witnesses()
    assert (one.name, one.faults) == ("s0", [])
    assert other.faults == ["sent away with 4503"]
