"""Where a new request goes among those that wait."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.queue.order import Claim, place_by_priority, place_by_rotation, priority_order

singers = st.sampled_from("ABCDEF")


def asked(past: str, waiting: str, singer: str) -> str:
    """The waiting order after one more request; each letter is a singer, lower case the new one."""
    place = place_by_rotation(past, waiting, singer)
    return waiting[:place] + singer.lower() + waiting[place:]


@pytest.mark.parametrize(
    ("past", "waiting", "singer", "then"),
    [
        ("", "", "A", "a"),
        # nobody has sung: who came first goes first
        ("", "AB", "C", "ABc"),
        # a second request goes behind everybody's first ...
        ("", "AB", "A", "ABa"),
        # ... and a first one before anybody's second
        ("", "ABAB", "C", "ABcAB"),
        # who sings for the first time goes right after the locked part
        ("AB", "AB", "C", "cAB"),
        # behind others who have not sung either
        ("AB", "CAB", "D", "CdAB"),
        # whose last turn is farther back goes first
        ("ABC", "C", "B", "bC"),
        ("ABC", "A", "B", "Ab"),
        # being locked in is a turn already
        ("BCA", "B", "A", "Ba"),
        # catching up is for one round: the newcomer's second song waits for everybody
        ("ABABAB", "CAB", "C", "CABc"),
        # of second requests, who sings the first one sooner is due sooner
        ("", "ABB", "A", "ABaB"),
        # a long night counts the latest turn only
        ("ABABBB", "B", "A", "aB"),
    ],
)
def test_rotation(past: str, waiting: str, singer: str, then: str) -> None:
    assert asked(past, waiting, singer) == then


def a_rotation(past: Sequence[str], requests: Sequence[str]) -> list[str]:
    waiting: list[str] = []
    for singer in requests:
        waiting.insert(place_by_rotation(past, waiting, singer), singer)
    return waiting


def farthest_back(past: Sequence[str], requests: Sequence[str]) -> list[str]:
    """The definition, played out: again and again the singer whose last turn is farthest back."""
    turns, left, played = list(past), list(requests), list[str]()
    while left:
        never = [singer for singer in left if singer not in turns]
        due = never[0] if never else min(left, key=lambda singer: len(turns) - 1 - turns[::-1].index(singer))
        left.remove(due)
        turns.append(due)
        played.append(due)
    return played


@given(st.lists(singers, max_size=12), st.lists(singers, max_size=12))
def test_requests_nobody_moved_by_hand_are_in_rotation(past: list[str], requests: list[str]) -> None:
    assert a_rotation(past, requests) == farthest_back(past, requests)


@given(st.lists(singers, max_size=12), st.lists(singers, max_size=12), singers)
def test_nobody_sings_two_songs_ahead_of_a_first_one(past: list[str], waiting: list[str], singer: str) -> None:
    """However the desk has moved those who wait: the place is before the first second song of anybody."""
    waiting = [other for other in waiting if other != singer]
    ahead = waiting[: place_by_rotation(past, waiting, singer)]

    assert len(set(ahead)) == len(ahead)


@given(st.lists(singers, max_size=12), st.lists(singers, max_size=12), singers)
def test_a_new_request_goes_behind_the_singers_own(past: list[str], waiting: list[str], singer: str) -> None:
    assert singer not in waiting[place_by_rotation(past, waiting, singer) :]


# priority


def a_claim(boost: int = 0, votes: int = 0, at_ms: int = 0) -> Claim:
    return Claim(boost=boost, votes=votes, at_ms=at_ms)


def test_without_boosts_and_votes_age_decides() -> None:
    assert priority_order([a_claim(at_ms=3), a_claim(at_ms=1), a_claim(at_ms=2)]) == [1, 2, 0]


def test_votes_go_before_age() -> None:
    assert priority_order([a_claim(at_ms=1), a_claim(votes=1, at_ms=2), a_claim(votes=2, at_ms=3)]) == [2, 1, 0]


def test_a_boost_goes_before_votes_and_the_larger_boost_first() -> None:
    claims = [a_claim(votes=9), a_claim(boost=200), a_claim(boost=500), a_claim(votes=8)]

    assert priority_order(claims) == [2, 0, 1, 3]


def test_a_boost_takes_at_most_every_second_place() -> None:
    claims = [a_claim(boost=100, at_ms=n) for n in range(3)] + [a_claim(at_ms=n) for n in range(3)]

    assert priority_order(claims) == [0, 3, 1, 4, 2, 5]


def test_after_a_locked_boost_the_first_place_is_not_one() -> None:
    claims = [a_claim(boost=100), a_claim(boost=50), a_claim(), a_claim(at_ms=1)]

    assert priority_order(claims, after_boost=True) == [2, 0, 3, 1]


def test_boosts_follow_each_other_only_when_nobody_else_waits() -> None:
    assert priority_order([a_claim(), a_claim(boost=1), a_claim(boost=2), a_claim(boost=3)]) == [3, 0, 2, 1]


claims = st.builds(Claim, boost=st.sampled_from([0, 0, 100, 200]), votes=st.integers(0, 2), at_ms=st.integers(0, 5))


@given(st.lists(claims, max_size=12), st.booleans())
def test_everybody_keeps_a_place_and_boosts_never_meet_while_others_wait(
    waiting: list[Claim],
    after_boost: bool,  # noqa: FBT001
) -> None:
    order = priority_order(waiting, after_boost=after_boost)

    assert sorted(order) == list(range(len(waiting)))
    boosted = [after_boost, *(waiting[i].boost > 0 for i in order)]
    last_plain = max((place for place, boost in enumerate(boosted) if not boost), default=0)
    assert not any(one and other for one, other in pairwise(boosted[: last_plain + 1]))


def test_a_new_request_without_boost_or_votes_goes_last() -> None:
    waiting = [a_claim(at_ms=2), a_claim(at_ms=1)]

    assert place_by_priority(waiting, a_claim(at_ms=3)) == 2
    assert place_by_priority([], a_claim(at_ms=3)) == 0


def test_a_boosted_request_goes_before_the_one_it_precedes() -> None:
    waiting = [a_claim(boost=100, at_ms=1), a_claim(at_ms=2), a_claim(at_ms=3)]

    assert place_by_priority(waiting, a_claim(boost=50, at_ms=4)) == 2
    assert place_by_priority(waiting[1:], a_claim(boost=50, at_ms=4)) == 0
    assert place_by_priority(waiting[1:], a_claim(boost=50, at_ms=4), after_boost=True) == 1
