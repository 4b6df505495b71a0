"""A block of sockets by itself: who is written to, who is behind, who missed something."""

from hub.errors import Rejected
from hub.kernel import Lane
from hub.rooms.block import BEHIND_S_MAX, BLOCK_SOCKETS_MAX, OUTBOX_BYTES_MAX, Block, Member
from hub.wire import JSON
from tests.builders import an_actor
from tests.hub.rooms.phone import RecordingSink


def a_block() -> Block:
    return Block(Lane.DESK, JSON, False, 0, 0)  # noqa: FBT003  as the fan-out makes them


def nothing(_: Rejected) -> None:
    """Whom the block does not send away itself."""


def seated(block: Block) -> tuple[RecordingSink, Member]:
    sink = RecordingSink()
    member = Member(an_actor(), Lane.DESK, JSON, False, sink, nothing)  # noqa: FBT003
    block.add(member)
    return sink, member


def test_all_that_keep_up_get_both_in_one_write() -> None:
    block = a_block()
    sink, _ = seated(block)
    assert block.write(b"facts", b"notices", 0.0) == []
    assert sink.writes == [b"factsnotices"]


def test_who_is_behind_gets_the_facts_and_is_known_to_have_missed_a_notice() -> None:
    block = a_block()
    sink, member = seated(block)
    assert block.paced(member, 1.0) is False
    block.write(b"facts", b"notices", 1.0)
    assert sink.writes == [b"facts"]
    assert block.paced(member, None) is True
    assert block.paced(member, None) is False


def test_who_is_behind_and_missed_only_facts_that_came_later_missed_nothing() -> None:
    block = a_block()
    _, member = seated(block)
    block.paced(member, 1.0)
    block.write(b"facts", b"", 1.0)
    assert block.paced(member, None) is False


def test_who_is_too_far_or_too_long_behind_has_to_come_back_and_is_told_no_more() -> None:
    block = a_block()
    full, much = seated(block)
    slow, late = seated(block)
    full.held = OUTBOX_BYTES_MAX + 1
    block.paced(much, 1.0)
    block.paced(late, 1.0)
    assert block.write(b"facts", b"", 1.0) == [much]
    assert block.write(b"more", b"", 1.0 + BEHIND_S_MAX + 0.1) == [much, late]
    assert (full.writes, slow.writes) == ([], [b"facts"])


def test_who_left_is_not_written_to() -> None:
    block = a_block()
    sink, member = seated(block)
    block.write(b"1", b"", 0.0)
    block.remove(member)
    block.write(b"2", b"", 0.0)
    assert sink.writes == [b"1"]
    assert member.block is None


def test_a_block_takes_so_many_and_no_more() -> None:
    block = a_block()
    for _ in range(BLOCK_SOCKETS_MAX):
        assert not block.full
        seated(block)
    assert block.full
