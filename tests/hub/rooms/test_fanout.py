import asyncio
from typing import cast

import pytest

from hub.kernel import Lane
from hub.presence.messages import Focused, Typed
from hub.rooms.block import BEHIND_S_MAX, BLOCK_SOCKETS_MAX, OUTBOX_BYTES_MAX
from hub.rooms.fanout import CROWDED_SHARE, FLUSH_MS_MIN, FLUSH_SHARE_MAX, Fanout
from hub.wire import JSON, MSGPACK
from tests.hub.rooms.phone import plain_framer
from tests.hub.rooms.stepped import SteppedLoop, passes, turns
from tests.hub.rooms.ways import Way


async def test_a_quiet_room_is_flushed_at_the_end_of_the_turn() -> None:
    way = Way()
    socket, _ = way.joined()
    way.facts(3)
    assert socket.writes == []
    await turns(2)
    [frame] = socket.frames()
    assert (frame["after"], frame["upto"], [seq for seq, _ in frame["facts"]]) == (0, 3, [1, 2, 3])


async def test_what_comes_close_together_shares_a_write() -> None:
    way = Way()
    socket, _ = way.joined()
    way.facts()
    await turns(2)
    for _ in range(3):
        way.facts()
        await passes(0.001)
    assert socket.upto() == [1]
    await passes(FLUSH_MS_MIN / 1000)
    assert socket.upto() == [1, 4]


@pytest.mark.parametrize(("sockets", "pause_ms"), [(1, 4), (400, 10), (1_000, 25), (2_000, 25)])
async def test_the_more_sockets_the_longer_the_pause_up_to_a_limit(sockets: int, pause_ms: float) -> None:
    way = Way(flush_ms_max=25)
    socket, _ = way.joined()
    for _ in range(sockets - 1):
        way.joined()
    way.facts()
    await turns(2)
    way.facts()
    await passes(pause_ms / 1000 - 0.0005)
    assert socket.upto() == [1]
    await passes(0.001)
    assert socket.upto() == [1, 2]


@pytest.mark.parametrize(("crowded", "share"), [(False, FLUSH_SHARE_MAX), (True, CROWDED_SHARE)])
async def test_flushes_that_take_long_leave_time_for_everything_else(*, crowded: bool, share: float) -> None:
    way = Way()
    way.crowded = crowded
    socket, _ = way.joined()
    socket.takes_s = 0.060
    way.facts()
    await turns(2)
    way.facts()
    await passes(0.060 / share - 0.060 - 0.002)
    assert socket.upto() == [1]
    await passes(0.004)
    assert socket.upto() == [1, 2]
    assert way.meters.flush.total == pytest.approx(120)


async def test_a_block_is_written_to_in_a_turn_and_the_loop_has_its_turn_before_the_next() -> None:
    way = Way()
    sockets = [way.joined()[0] for _ in range(2 * BLOCK_SOCKETS_MAX + 1)]
    way.facts()
    for blocks in (1, 2, 3):
        await turns(1)
        told = [bool(socket.upto()) for socket in sockets]
        assert told == [number < blocks * BLOCK_SOCKETS_MAX for number in range(len(sockets))]


async def test_what_happens_during_a_round_goes_to_those_whose_turn_is_still_to_come() -> None:
    """So nobody waits for more than one round."""
    way = Way()
    sockets = [way.joined()[0] for _ in range(BLOCK_SOCKETS_MAX + 1)]
    way.facts()
    await turns(1)
    way.facts()
    await turns(1)
    assert (sockets[0].upto(), sockets[-1].upto()) == ([1], [2])
    await passes(1)
    assert (sockets[0].upto(), sockets[-1].upto()) == ([1, 2], [2])


@pytest.mark.parametrize(("crowded", "blocks"), [(False, 2), (True, 1)])
async def test_when_a_turn_comes_late_time_is_made_up_for(*, crowded: bool, blocks: int) -> None:
    """A storm of newcomers must not starve those who are in, nor those who are in the newcomers."""
    way = Way()
    way.crowded = crowded
    sockets = [way.joined()[0] for _ in range(4 * BLOCK_SOCKETS_MAX)]
    for socket in sockets[::BLOCK_SOCKETS_MAX]:
        socket.takes_s = 0.010
    loop = cast("SteppedLoop", asyncio.get_running_loop())
    way.facts()
    loop.takes(0.015)
    await turns(1)
    assert sum(bool(socket.upto()) for socket in sockets) == blocks * BLOCK_SOCKETS_MAX


async def test_blocks_that_stand_at_the_same_place_share_a_frame() -> None:
    way = Way()
    framed: list[bytes] = []

    def framer(payload: bytes, *, binary: bool, deflate: bool) -> bytes:
        framed.append(payload)
        return plain_framer(payload, binary=binary, deflate=deflate)

    way.fanout = Fanout("floor/demo", 0, framer, way.meters, flush_ms_max=25)
    for _ in range(3 * BLOCK_SOCKETS_MAX):
        way.joined()
    way.facts()
    await passes(1)
    assert (len(framed), way.meters.flushes) == (1, 3)


async def test_a_place_that_was_left_is_taken_before_there_is_another_block() -> None:
    way = Way()
    members = [way.joined()[1] for _ in range(2 * BLOCK_SOCKETS_MAX)]
    left = members[7].block
    way.fanout.leave(members[7])
    assert way.joined()[1].block is left
    assert way.joined()[1].block not in {each.block for each in members}


async def test_a_block_that_everybody_left_is_forgotten() -> None:
    way = Way()
    stays, _ = way.joined()
    _, member = way.joined(Lane.PUBLIC)
    empty = member.block
    way.fanout.leave(member)
    way.facts()
    await passes(1)
    assert way.joined(Lane.PUBLIC)[1].block is not empty
    assert stays.upto() == [1]


async def test_without_a_pause_every_turn_is_flushed() -> None:
    way = Way(flush_ms_max=0)
    socket, _ = way.joined()
    for _ in range(3):
        way.facts()
        await turns(2)
    assert socket.upto() == [1, 2, 3]


async def test_of_two_notices_about_the_same_the_later_is_sent() -> None:
    way = Way()
    socket, _ = way.joined()
    for notice in (
        Focused(person="ana", field="show.doors"),
        Typed(person="ana", on=True),
        Focused(person="ben", field="show.doors"),
        Focused(person="ana", field="show.curfew"),
    ):
        way.fanout.notice(notice)
    await turns(2)
    [frame] = socket.frames()
    assert [(each["t"], each["person"], each.get("field")) for each in frame["notices"]] == [
        ("presence.typed", "ana", None),
        ("presence.focused", "ben", "show.doors"),
        ("presence.focused", "ana", "show.curfew"),
    ]


async def test_facts_and_notices_go_in_one_write_facts_first() -> None:
    way = Way()
    socket, _ = way.joined()
    way.fanout.notice(Typed(person="ana", on=True))
    way.facts()
    await turns(2)
    assert len(socket.writes) == 1
    assert [frame["t"] for frame in socket.frames()] == ["facts", "notice"]


async def test_each_lane_and_format_is_encoded_once_whoever_sits_in_it() -> None:
    way = Way()
    framed: list[tuple[bool, bool]] = []

    def framer(payload: bytes, *, binary: bool, deflate: bool) -> bytes:
        framed.append((binary, deflate))
        return plain_framer(payload, binary=binary, deflate=deflate)

    way.fanout = Fanout("floor/demo", 0, framer, way.meters, flush_ms_max=25)
    seats = [
        (Lane.DESK, JSON, False),
        (Lane.PUBLIC, JSON, False),
        (Lane.PUBLIC, MSGPACK, False),
        (Lane.PUBLIC, JSON, True),
    ]
    sockets = [way.joined(lane, form, deflate=deflate)[0] for lane, form, deflate in seats for _ in range(5)]
    way.facts()
    await turns(5)
    assert sorted(framed) == [(False, False), (False, False), (False, True), (True, False)]
    assert [len(socket.writes) for socket in sockets] == [1] * 20
    assert b"for the desk" in sockets[0].writes[0]
    assert b"for the desk" not in sockets[5].writes[0]
    assert way.meters.deliveries == 20


async def test_who_left_is_written_to_no_more() -> None:
    way = Way(flush_ms_max=0)
    stays, _ = way.joined()
    socket, member = way.joined()
    way.facts()
    await turns(2)
    way.fanout.leave(member)
    way.fanout.leave(member)
    way.facts()
    await turns(2)
    assert (socket.upto(), stays.upto(), way.fanout.size) == ([1], [1, 2], 1)


async def test_an_empty_room_moves_on_all_the_same() -> None:
    way = Way()
    _, member = way.joined()
    way.fanout.leave(member)
    way.facts(2)
    await turns(2)
    assert way.fanout.head == 2
    socket, _ = way.joined()
    way.facts()
    await turns(2)
    assert [(frame["after"], frame["upto"]) for frame in socket.frames()] == [(2, 3)]


async def test_a_block_in_a_hurry_gets_what_waits_and_its_turn_finds_nothing() -> None:
    way = Way()
    socket, member = way.joined()
    other, _ = way.joined(Lane.PUBLIC)
    assert member.block is not None
    way.facts()
    for _ in range(2):
        way.fanout.hurry(member.block)
    assert (socket.upto(), other.upto()) == ([1], [])
    await passes(1)
    assert (socket.upto(), other.upto()) == ([1], [1])


async def test_who_hears_that_it_was_told_nothing_meanwhile_can_ask() -> None:
    way = Way()
    _, member = way.joined()
    assert not way.fanout.paced(member, behind=True)
    assert not way.fanout.paced(member, behind=False)
    way.fanout.paced(member, behind=True)
    way.fanout.notice(Typed(person="ana", on=True))
    await passes(1)
    assert way.fanout.paced(member, behind=False)
    assert not way.fanout.paced(member, behind=False)
    way.fanout.leave(member)
    assert not way.fanout.paced(member, behind=True)


async def test_a_socket_that_is_behind_gets_every_fact_and_no_notice() -> None:
    way = Way()
    socket, member = way.joined()
    way.fanout.paced(member, behind=True)
    way.fanout.notice(Typed(person="ana", on=True))
    way.facts()
    await turns(2)
    assert [frame["t"] for frame in socket.frames()] == ["facts"]
    assert way.meters.dropped_notices == 1
    way.fanout.notice(Typed(person="ana", on=True))
    await passes(1)
    assert len(socket.writes) == 1


async def test_a_socket_that_has_caught_up_gets_everything_again() -> None:
    way = Way()
    socket, member = way.joined()
    way.fanout.paced(member, behind=True)
    way.fanout.paced(member, behind=False)
    way.fanout.notice(Typed(person="ana", on=True))
    await turns(2)
    assert [frame["t"] for frame in socket.frames()] == ["notice"]


async def test_a_socket_that_falls_behind_in_a_flush_has_had_its_bytes() -> None:
    """Transports call `pause_writing` from within `write`."""
    way = Way()
    socket, member = way.joined()
    socket.then = lambda: way.fanout.paced(member, behind=True)
    way.facts()
    await turns(2)
    assert socket.upto() == [1]


async def test_a_socket_that_holds_too_much_has_to_come_back() -> None:
    way = Way()
    socket, member = way.joined()
    other, _ = way.joined()
    way.fanout.paced(member, behind=True)
    socket.held = OUTBOX_BYTES_MAX
    way.facts()
    await passes(1)
    assert (socket.said, socket.upto()) == ([], [1])
    socket.held += 1
    way.facts(2)
    await passes(1)
    assert (socket.said, socket.upto(), other.upto()) == (["hub.slow"], [1], [1, 3])
    way.facts()
    await passes(1)
    assert way.meters.slow_closes == 1


async def test_a_socket_that_is_behind_for_too_long_has_to_come_back() -> None:
    way = Way()
    socket, member = way.joined()
    way.fanout.paced(member, behind=True)
    await passes(BEHIND_S_MAX)
    way.fanout.paced(member, behind=True)
    way.facts()
    await passes(0.1)
    assert socket.said == []
    way.facts()
    await passes(0.1)
    assert socket.said == ["hub.slow"]


async def test_a_socket_that_keeps_up_may_hold_what_it_wants() -> None:
    way = Way()
    socket, _ = way.joined()
    socket.held = OUTBOX_BYTES_MAX * 2
    way.facts()
    await passes(1)
    assert socket.said == []


async def test_everybody_in_the_room_is_a_member() -> None:
    way = Way()
    members = [way.joined(lane)[1] for lane in (Lane.DESK, Lane.PUBLIC, Lane.PUBLIC)]
    assert set(map(id, way.fanout.members())) == set(map(id, members))
