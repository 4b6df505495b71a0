"""Where a new request goes among those that wait. Pure; the relative order of the others never changes."""

from collections.abc import Sequence
from itertools import zip_longest

from msgspec import Struct

from hub.kernel import Millis

#: The last turn of somebody who has not had one: farther back than any.
_NEVER = -1


def place_by_rotation(past: Sequence[str], waiting: Sequence[str], singer: str) -> int:
    """The index in `waiting` before which a new request of `singer` goes; its length for last.

    Rotation is: repeatedly the singer whose last turn is farthest back. So the request goes before the first
    one whose singer will by then have had a turn more recently than this singer. Somebody who has not sung
    goes before everybody who has, behind those who have not either. Only the first song catches up: the
    second is measured from the first, so nobody gains more than one round.

    Args:
        past: who had a turn, or is locked in for one, in the order of the turns.
        waiting: who waits, in order; somebody with two requests is named twice.
        singer: who asks.
    """
    last_turn = {who: turn for turn, who in enumerate(past)}
    previous: list[int] = []
    for turn, who in enumerate(waiting, start=len(past)):
        previous.append(last_turn.get(who, _NEVER))
        last_turn[who] = turn
    mine = last_turn.get(singer, _NEVER)
    return next((place for place, turn in enumerate(previous) if turn > mine), len(waiting))


class Claim(Struct, frozen=True):
    """What a request brings to the priority order: money in minor units, votes, and since when it waits."""

    boost: int
    votes: int
    at_ms: Millis


def priority_order(claims: Sequence[Claim], *, after_boost: bool = False) -> list[int]:
    """The indices of `claims` by boost, then votes, then age, with a boost in at most every second place.

    Args:
        claims: those that wait; the locked part is not among them, so no boost enters it.
        after_boost: the last of the locked part is a boost, so the first place here is not one.
    """
    ranked = sorted(range(len(claims)), key=lambda i: (-claims[i].boost, -claims[i].votes, claims[i].at_ms))
    boosted = [i for i in ranked if claims[i].boost]
    plain = [i for i in ranked if not claims[i].boost]
    lead = plain[: int(after_boost)]
    pairs = zip_longest(boosted, plain[len(lead) :])
    return [*lead, *(i for pair in pairs for i in pair if i is not None)]


def place_by_priority(waiting: Sequence[Claim], claim: Claim, *, after_boost: bool = False) -> int:
    """The index in `waiting` before which a new claim goes; its length for last.

    It goes before the one that follows it in the priority order, wherever the desk has put that one by hand.
    """
    order = priority_order([*waiting, claim], after_boost=after_boost)
    follower = order.index(len(waiting)) + 1
    return order[follower] if follower < len(order) else len(waiting)
