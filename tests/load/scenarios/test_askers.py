from collections.abc import Sequence

import pytest
from msgspec import Raw
from websockets.asyncio.server import ServerConnection

from hub.kernel import Actor, Role
from hub.wire import JSON, Do, Welcome
from load.bots.waiting import until
from load.scenarios.askers import Askers
from tests.load.frames import EPOCH, FLOOR, ack, fail
from tests.load.hubs import Heard, Step, TalkingHub, a_hub, a_talking_hub


def a_counter(*answers: bytes) -> Step:
    """Lets a phone in, and gives these answers to what it asks first; `{id}` in them is the request's."""

    async def step(_heard: Heard, socket: ServerConnection) -> None:
        await socket.recv()
        you = Actor("ana", Role.AUDIENCE, "Ana")
        await socket.send(JSON.encode(Welcome(FLOOR, EPOCH, you, 0, 0, [], Raw(b"{}"))), text=True)
        asked = await socket.recv(decode=False)
        command = JSON.decode(asked)
        assert isinstance(command, Do)
        for answer in answers:
            await socket.send(answer.replace(b"{id}", command.id.encode()), text=True)
        await socket.wait_closed()

    return step


async def asked(*steps: Step, tokens: Sequence[str] = ("a",)) -> Askers:
    async with a_hub(*steps) as (address, _), Askers(address, tokens, FLOOR) as asking:
        await asking.ask(0.05)
        await until(lambda: not asking.unanswered, 5)
    return asking


async def test_an_answer_is_what_became_of_the_request() -> None:
    no = fail("queue.full", "{id}", retry=True)
    asking = await asked(a_counter(ack("{id}", 5)), a_counter(no), tokens=("a", "b"))
    outcomes = sorted((phone.sent.outcome, phone.sent.seq, phone.sent.code) for phone in asking.phones if phone.sent)
    assert outcomes == [("acked", 5, ""), ("refused", 0, "queue.full")]
    assert asking.told == {"queue.full": 1}
    assert asking.latency.count == asking.counts().answers == 2
    assert asking.tally.faults == 0


async def test_they_are_witnesses_of_their_own_request() -> None:
    asking = await asked(a_counter(ack("{id}", 5)))
    (witness,) = asking.witnesses()
    assert [track.person for track in witness.tracks] == ["ana"]
    assert [sent.id for sent in witness.commands] == ["p0-1"]
    assert not witness.present


async def test_a_second_answer_is_a_fault() -> None:
    twice = a_counter(ack("{id}", 5), ack("{id}", 6))
    async with a_hub(twice) as (address, _), Askers(address, ["a"], FLOOR) as asking:
        await asking.ask(0.0)
        await until(lambda: asking.tally.faults == 1, 5)
        assert asking.latency.count == 1


async def test_who_was_not_asked_remembers_nothing() -> None:
    async with a_talking_hub() as address, Askers(address, ["a", "b"], FLOOR) as asking:
        assert asking.unanswered == 0
        assert asking.counts().sockets == 2
        assert asking.seen(0)
        assert [len(each.commands) for each in asking.witnesses()] == [0, 0]


async def test_one_who_is_not_let_in_is_a_fault() -> None:
    async with a_talking_hub(TalkingHub(shut=True)) as address:
        with pytest.raises(ConnectionError, match="1 of 1 phones were not let into"):
            async with Askers(address, ["a"], FLOOR):
                pytest.fail("it was let in")
