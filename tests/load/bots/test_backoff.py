import random

import pytest

from load.bots.backoff import BACK_FIRST_S, BACK_LAST_S, jitter_s, stays_away


def test_jitter_is_full_and_bounded() -> None:
    rng = random.Random(7)
    some = [jitter_s(3, rng) for _ in range(500)]
    assert min(some) < 0.1
    assert 3.5 < max(some) <= BACK_FIRST_S * 8
    assert max(jitter_s(40, rng) for _ in range(500)) <= BACK_LAST_S


@pytest.mark.parametrize(("code", "stays"), [(1006, False), (4001, False), (4499, False), (4500, True), (4999, True)])
def test_the_catalogue_says_who_stays_away(code: int, *, stays: bool) -> None:
    assert stays_away(code) is stays
