from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.follower import EARLY_MAX, Follower
from hub.rooms.ports import Entry
from tests.hub.rooms.entries import an_entry, entries


def seqs(handed_on: list[Entry]) -> list[int]:
    """Their numbers."""
    return [entry.seq for entry in handed_on]


def test_what_follows_is_handed_on() -> None:
    follower = Follower(4)
    assert seqs(follower.hear(entries(5, 7))) == [5, 6, 7]
    assert (follower.seq, follower.head, follower.behind) == (7, 7, False)


def test_what_was_handed_on_is_not_again() -> None:
    follower = Follower(4)
    follower.hear(entries(5, 7))
    assert follower.hear(entries(3, 7)) == []
    assert seqs(follower.hear(entries(6, 8))) == [8]


def test_what_comes_early_waits_for_what_is_missing() -> None:
    follower = Follower(4)
    assert follower.hear([an_entry(7), an_entry(6)]) == []
    assert (follower.seq, follower.head, follower.behind) == (4, 7, True)
    assert seqs(follower.hear([an_entry(5)])) == [5, 6, 7]
    assert not follower.behind


def test_one_message_may_be_out_of_order_in_itself() -> None:
    assert seqs(Follower(0).hear([an_entry(2), an_entry(1), an_entry(4), an_entry(3)])) == [1, 2, 3, 4]


def test_a_head_that_the_log_tells_of_is_behind_until_it_came() -> None:
    follower = Follower(4)
    follower.told(6)
    assert follower.behind
    follower.told(5)
    assert follower.head == 6
    follower.hear(entries(5, 6))
    assert not follower.behind


def test_only_so_much_waits_for_a_hole() -> None:
    """The rest is in the log; a hole that nobody repairs must not eat the memory."""
    follower = Follower(0)
    follower.hear(entries(2, EARLY_MAX + 500))
    assert follower.head == EARLY_MAX + 500
    assert seqs(follower.hear([an_entry(1)])) == list(range(1, EARLY_MAX + 2))
    assert follower.behind
    assert seqs(follower.hear(entries(EARLY_MAX + 2, EARLY_MAX + 500))) == list(range(EARLY_MAX + 2, EARLY_MAX + 501))


def test_what_the_log_has_brought_meanwhile_does_not_wait_for_ever() -> None:
    follower = Follower(0)
    follower.hear([an_entry(3), an_entry(5)])
    follower.hear(entries(1, 4))
    follower.hear(entries(5, 9))
    assert follower.seq == 9
    assert not follower._early  # pyright: ignore[reportPrivateUsage]


@given(st.integers(0, 5), st.data())
def test_whatever_the_bus_does_each_comes_once_and_in_order(start: int, data: st.DataObject) -> None:
    last = start + 12
    follower = Follower(start)
    handed_on: list[int] = []
    messages = data.draw(st.lists(st.lists(st.integers(1, last), max_size=4), max_size=30))
    for message in messages:
        handed_on.extend(seqs(follower.hear([an_entry(seq) for seq in message])))
        assert handed_on == list(range(start + 1, follower.seq + 1))
        assert follower.behind == (follower.head > follower.seq)
    handed_on.extend(seqs(follower.hear(entries(follower.seq + 1, last))))
    assert handed_on == list(range(start + 1, last + 1))
