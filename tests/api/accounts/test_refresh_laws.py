"""What becomes of refresh tokens, against a model that knows nothing of sessions."""

from hypothesis import example, given
from hypothesis import strategies as st

from api.accounts.refresh import GRACE_MS, Turn, turn
from persistence.sessions import Held

#: How far ahead of the last one a group of people comes, and which of the tokens so far each of them has.
groups = st.lists(
    st.tuples(st.sampled_from([0, 1, GRACE_MS, GRACE_MS + 1]), st.lists(st.integers(0, 2), min_size=1, max_size=4)),
    max_size=8,
)


@given(groups)
@example([(0, [0, 0]), (GRACE_MS + 1, [1])])
@example([(0, [0]), (0, [0]), (0, [2, 0])])
def test_a_family_has_one_line_of_tokens_whoever_comes_in_whatever_order(groups: list[tuple[int, list[int]]]) -> None:
    """Against a model: a list of the tokens that were given out, and when each got its successor."""
    now_ms = 1_000
    held = Held("s", "ana", 0, now_ms, now_ms, None)
    followed: list[int] = []
    for wait_ms, comes in groups:
        now_ms += wait_ms
        for back in comes:
            generation = max(0, len(followed) - back)
            became = turn(held, generation, now_ms)
            if held.ended_at_ms is not None:
                assert became is Turn.ENDED
            elif generation == len(followed):
                assert became is Turn.ROTATE
                followed.append(now_ms)
                held = Held("s", "ana", len(followed), now_ms, now_ms, None)
            elif generation == len(followed) - 1 and now_ms - followed[-1] <= GRACE_MS:
                assert became is Turn.SAME
            else:
                assert became is Turn.REUSED
                held = Held("s", "ana", held.generation, held.rotated_at_ms, held.seen_at_ms, now_ms)
