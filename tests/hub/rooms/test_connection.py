import asyncio
from typing import Any

import pytest

from hub.chat.messages import Post
from hub.errors import Rejected
from hub.kernel import Role
from hub.rooms.block import BEHIND_S_MAX
from hub.rooms.connection import Rates
from hub.rooms.grant import GRACE_MS
from hub.rooms.rate import Rate
from hub.rooms.session import HELLO_MS_MAX
from hub.wire import MSGPACK, Hello, Ping, Seen
from persistence.memory import Trouble
from tests.hub.rooms.asking import troubles
from tests.hub.rooms.phone import Phone
from tests.hub.rooms.stepped import passes, turns
from tests.hub.rooms.world import FLOOR, NIGHT_MS, SHOW, World


def codes(phone: Phone) -> list[str]:
    """Every refusal that was about no command."""
    phone.read()
    return [fail["code"] for fail in phone.fails]


async def test_a_hello_leads_into_its_rooms_and_a_command_is_acked(world: World) -> None:
    worker = await world.opened(SHOW)
    await world.log.create(FLOOR, "org")
    ana = await world.joined(worker, world.phone("ana", Role.OWNER, (SHOW, FLOOR), MSGPACK), SHOW, FLOOR)
    ana.do("c1", SHOW, Post(text="Hi"))
    ana.do("c2", FLOOR, Post(text="Hello"))
    await world.settle()
    ana.read()
    assert {room: stream.at for room, stream in ana.streams.items()} == {SHOW: 1, FLOOR: 1}
    assert [ana.answers[each] for each in ("c1", "c2")] == [{"t": "ack", "id": each, "seq": 1} for each in ("c1", "c2")]
    assert worker.doors.meters.connections == 1


async def test_a_ping_comes_back_before_and_after_hello(world: World) -> None:
    worker = await world.opened()
    ana = world.phone()
    ana.dial(worker.lobby)
    ana.say(Ping(1))
    ana.hello(SHOW)
    ana.say(Ping(2))
    await world.settle()
    ana.read()
    assert ana.pongs == [1, 2]


async def test_a_grant_that_is_none_closes_and_says_why(world: World) -> None:
    worker = await world.opened()
    ana = world.phone()
    ana.dial(worker.lobby)
    ana.say(Hello("forged", (Seen(SHOW),)))
    assert codes(ana) == ["auth.grant_invalid"]
    assert ana.sink.closed == (4503, "auth.grant_invalid")
    assert worker.lobby.connections == set()


async def test_a_grant_ends_when_it_says(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    await passes((NIGHT_MS + GRACE_MS) / 1000 - 1)
    worker.lobby.sweep()
    assert ana.sink.closed is None
    await passes(1)
    worker.lobby.sweep()
    assert codes(ana) == ["auth.grant_expired"]
    assert ana.sink.closed == (4504, "auth.grant_expired")
    assert (await worker.doors.open(SHOW)).fanout.size == 0


async def test_who_does_not_say_hello_in_time_is_closed(world: World) -> None:
    worker = await world.opened()
    ana, ben = world.phone("ana"), world.phone("ben")
    for phone in (ana, ben):
        phone.dial(worker.lobby)
    ben.hello(SHOW)
    await passes(HELLO_MS_MAX / 1000)
    worker.lobby.sweep()
    assert ana.sink.closed is None
    await passes(0.001)
    worker.lobby.sweep()
    assert (ana.sink.closed, ben.sink.closed) == ((4004, "hub.hello_late"), None)
    assert codes(ana) == ["hub.hello_late"]


async def test_a_room_that_is_not_granted_is_refused_and_the_others_open(world: World) -> None:
    worker = await world.opened(SHOW)
    await world.log.create(FLOOR, "org")
    ana = await world.joined(worker, world.phone("ana", Role.OWNER, (SHOW,)), FLOOR, SHOW)
    assert codes(ana) == ["room.not_granted"]
    assert ana.fails[0]["room"] == FLOOR
    assert ana.stream(SHOW).epoch


async def test_a_room_named_twice_is_joined_once(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone(), SHOW, SHOW)
    await world.say(worker, 1)
    await world.settle()
    ana.read()
    assert ana.stream(SHOW).at == 1
    assert (await worker.doors.open(SHOW)).fanout.size == 1


@pytest.mark.parametrize("room", [FLOOR, "show/other"])
async def test_a_command_for_a_room_that_one_is_not_in_is_refused(world: World, room: str) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone("ana", rooms=(SHOW, FLOOR)))
    ana.do("c1", room, Post(text="Hi"))
    ana.read()
    assert (ana.answers["c1"]["code"], ana.answers["c1"]["room"]) == ("room.not_joined", room)


async def test_a_room_that_cannot_be_opened_now_says_so(world: World) -> None:
    await world.opened()
    worker = world.worker()
    troubles(world, ("load", "before"))
    ana = await world.joined(worker, world.phone())
    assert codes(ana) == ["room.unavailable"]
    assert ana.fails[0]["retry"] is True


async def test_a_room_that_breaks_costs_that_room_only(world: World, reports: list[Any]) -> None:
    worker = await world.opened(FLOOR)
    await world.log.create(SHOW, "org")

    def trouble(operation: str) -> Trouble:
        world.log.trouble = lambda _operation: ""
        raise ZeroDivisionError(operation)

    world.log.trouble = trouble
    ana = await world.joined(worker, world.phone("ana", Role.OWNER, (SHOW, FLOOR)), SHOW, FLOOR)
    assert codes(ana) == ["hub.broken"]
    assert ana.fails[0]["room"] == SHOW
    assert ana.stream(FLOOR).epoch
    assert len(reports) == 1


async def test_a_person_and_a_room_have_a_rate_that_does_not_lock_out_the_desk(world: World) -> None:
    await world.log.create(FLOOR, "org")
    worker = world.worker(rates=Rates(person=Rate(1, 2), room=Rate(1, 3)))
    people = [("ana", Role.AUDIENCE), ("ana", Role.AUDIENCE), ("ben", Role.AUDIENCE), ("dj", Role.DJ)]
    tabs = [await world.joined(worker, world.phone(person, role, (FLOOR,)), FLOOR) for person, role in people]
    for number, tab in enumerate([tabs[0], tabs[1], tabs[0], tabs[2], tabs[2], tabs[3]]):
        tab.do(f"c{number}", FLOOR, Post(text="Hi"))
    await world.settle()
    answers: dict[str, Any] = {}
    for tab in tabs:
        tab.read()
        answers |= tab.answers
    refused = {each for each, answer in answers.items() if answer.get("code") == "protocol.too_fast"}
    assert refused == {"c2", "c4"}
    assert answers["c2"]["retry_after_ms"] == 1_000
    assert len(world.posts(FLOOR)) == 4


async def test_who_comes_back_does_not_get_a_new_burst(world: World) -> None:
    await world.log.create(FLOOR, "org")
    worker = world.worker(rates=Rates(person=Rate(0.1, 2), room=Rate(0.01, 9)))
    ana = await world.joined(worker, world.phone(role=Role.AUDIENCE, rooms=(FLOOR,)), FLOOR)
    for attempt in range(3):
        ana.do(f"a{attempt}", FLOOR, Post(text="Hi"))
        await world.settle()
        ana.hang_up()
        worker.lobby.sweep()
        await world.joined(worker, ana, FLOOR)
    ana.read()
    assert ana.answers["a2"]["code"] == "protocol.too_fast"
    await passes(60)
    worker.lobby.sweep()
    assert worker.lobby._people == {}  # pyright: ignore[reportPrivateUsage]
    assert worker.lobby._rooms.keys() == {FLOOR}  # pyright: ignore[reportPrivateUsage]


async def test_who_is_gone_is_gone_from_the_room_at_once_and_once(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    connection = ana.connection
    assert connection is not None
    ana.hang_up()
    connection.gone()
    assert (await worker.doors.open(SHOW)).fanout.size == 0
    assert worker.doors.meters.connections == 0
    assert worker.lobby.connections == set()


async def test_who_hangs_up_while_joining_is_not_joined(world: World) -> None:
    worker = await world.opened()
    ana = world.phone()
    ana.dial(world.worker().lobby)
    ana.hello(SHOW)
    await turns()
    ana.hang_up()
    await world.settle()
    for each in world.workers:
        assert (await each.doors.open(SHOW)).fanout.size == 0
        assert (await each.doors.open(SHOW)).crowd.empty
    assert worker


async def test_a_command_whose_sender_is_gone_is_done_and_answered_to_nobody(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    ana.do("c1", SHOW, Post(text="Hi"))
    sink = ana.sink
    ana.hang_up()
    written = len(sink.writes)
    await world.settle()
    assert world.posts() == ["Hi"]
    assert len(sink.writes) == written


async def test_nothing_follows_a_goodbye(world: World) -> None:
    worker = await world.opened()
    ana, _ = [await world.joined(worker, world.phone(name)) for name in ("ana", "ben")]
    ana.do("c1", SHOW, Post(text="Hi"))
    assert ana.connection is not None
    ana.connection.bye(Rejected("hub.draining", retry_after_ms=500))
    ana.connection.bye(Rejected("hub.draining", retry_after_ms=500))
    ana.connection.paced(behind=True)
    await world.say(worker, 1)
    await world.settle()
    assert codes(ana) == ["hub.draining"]
    assert ana.fails[0]["retry_after_ms"] == 500
    assert ana.sink.closed == (4001, "hub.draining")
    assert ana.sink.late == []


async def test_a_slow_socket_is_sent_away_and_gets_everything_when_it_is_back(world: World) -> None:
    worker = await world.opened()
    ana, ben = [await world.joined(worker, world.phone(name)) for name in ("ana", "ben")]
    assert ana.connection is not None
    ana.connection.paced(behind=True)
    await world.say(worker, 1)
    await passes(BEHIND_S_MAX + 1)
    await world.say(worker, 2)
    await world.settle()
    assert ana.sink.closed == (4003, "hub.slow")
    assert codes(ana) == ["hub.slow"]
    assert ana.sink.late == []
    await world.joined(worker, ana)
    for phone in (ana, ben):
        phone.read()
        assert (phone.stream(SHOW).at, phone.stream(SHOW).snapshots) == (3, 1)


async def test_a_socket_that_could_not_take_its_welcome_counts_as_behind(world: World) -> None:
    """A transport says that it is full once: who joins meanwhile must not be believed to keep up."""
    worker = await world.opened()
    ana = world.phone()
    ana.dial(worker.lobby)
    assert ana.connection is not None
    ana.connection.paced(behind=True)
    ana.hello(SHOW)
    await world.settle()
    await passes(BEHIND_S_MAX + 1)
    await world.say(worker, 1)
    await world.settle()
    assert ana.sink.closed == (4003, "hub.slow")


async def test_a_socket_that_has_taken_its_welcome_keeps_up(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    assert ana.connection is not None
    ana.connection.paced(behind=True)
    ana.connection.paced(behind=False)
    await passes(BEHIND_S_MAX + 1)
    await world.say(worker, 1)
    await world.settle()
    ana.read()
    assert (ana.sink.closed, ana.stream(SHOW).at) == (None, 1)


async def test_who_could_not_be_told_who_came_is_told_when_it_can(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone("ana"))
    assert ana.connection is not None
    ana.connection.paced(behind=True)
    await world.joined(worker, world.phone("ben"))
    await worker.keeper.tell_crowds()
    await world.settle()
    ana.read()
    assert [each["count"] for each in ana.notices if each["t"] == "presence.here"] == [1]
    ana.connection.paced(behind=False)
    ana.read()
    assert [each["count"] for each in ana.notices if each["t"] == "presence.here"] == [1, 2]


async def test_shared_frames_are_compressed_for_those_who_agreed(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone(deflate=True))
    await world.say(worker, 1)
    await world.settle()
    flags = {frame["t"]: deflate for (_, _, deflate), frame in zip(ana.sink.payloads(), ana.read(), strict=True)}
    assert flags["facts"]
    assert not flags["welcome"]


async def test_two_rooms_join_one_after_the_other_and_a_third_hello_is_refused(world: World) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone())
    ana.hello(SHOW)
    await asyncio.sleep(0)
    assert codes(ana) == ["protocol.hello_again"]
    assert ana.sink.closed is None
