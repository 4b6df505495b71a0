from msgspec import Raw

from hub.kernel import Lane
from hub.queue.messages import Submitted
from hub.rooms.history import COMMANDS_MAX, RESUME_FACTS_MAX, History, Kept, pairs
from hub.wire import JSON, MSGPACK
from tests.builders import a_submitted, a_tip_confirmed
from tests.hub.rooms.entries import an_entry, entries


def a_history(last: int, first: int = 1) -> History:
    """One that has heard so much."""
    history = History()
    for entry in entries(first, last):
        history.add(entry)
    return history


def test_what_is_between_two_numbers_is_all_above_the_one_up_to_the_other() -> None:
    assert [each.entry.seq for each in a_history(9).between(3, 6)] == [4, 5, 6]


def test_it_covers_what_it_has_and_where_there_is_nothing_to_have() -> None:
    history = a_history(9, first=4)
    assert history.covers(3, 9)
    assert history.covers(5, 7)
    assert not history.covers(2, 9)
    assert History().covers(7, 7)
    assert not History().covers(6, 7)


def test_it_keeps_as_much_as_anybody_may_have_missed() -> None:
    history = a_history(RESUME_FACTS_MAX + 10)
    assert history.covers(10, RESUME_FACTS_MAX + 10)
    assert not history.covers(9, RESUME_FACTS_MAX + 10)


def test_a_command_is_where_its_first_fact_is() -> None:
    history = History()
    for seq in (1, 2):
        history.add(an_entry(seq, "ana", "c"))
    history.add(an_entry(3, "ben", "c"))
    assert history.first_seq_of("ana", "c") == 1
    assert history.first_seq_of("ben", "c") == 3
    assert history.first_seq_of("ana", "d") is None


def test_commands_are_remembered_longer_than_facts_but_not_for_ever() -> None:
    history = a_history(COMMANDS_MAX + 1)
    assert history.first_seq_of("ana", "c1") is None
    assert history.first_seq_of("ana", "c2") == 2
    assert history.first_seq_of("ana", f"c{COMMANDS_MAX + 1}") == COMMANDS_MAX + 1


def test_a_fact_is_encoded_once_per_lane_and_format() -> None:
    kept = Kept(an_entry(1))
    raw = kept.raw(Lane.PUBLIC, JSON)
    assert raw is not None
    assert kept.raw(Lane.PUBLIC, JSON) is raw
    assert kept.raw(Lane.DESK, JSON) is not raw
    assert kept.raw(Lane.PUBLIC, MSGPACK) != raw


def test_a_lane_gets_what_it_may_see() -> None:
    """The note of a request is for the desk."""
    submitted: Submitted = a_submitted(note="one tone lower")
    public, desk = (Kept(an_entry(1, fact=submitted)).raw(lane, JSON) for lane in (Lane.PUBLIC, Lane.DESK))
    assert public is not None
    assert desk is not None
    assert b"one tone lower" in bytes(desk)
    assert b"one tone lower" not in bytes(public)


def test_a_pair_is_the_number_and_the_bytes() -> None:
    kept = Kept(an_entry(4, fact=a_tip_confirmed()))
    [(seq, raw)] = pairs([kept], Lane.DESK, JSON)
    assert seq == 4
    assert isinstance(raw, Raw)
