"""Ids: never the same one twice, and each fits where ids go."""

import msgspec

from api.ids import IDS, fresh_ids
from hub.kernel import Id


def test_no_two_are_the_same_however_many_are_drawn() -> None:
    one, other = fresh_ids(), fresh_ids()
    many = IDS * 3 + 1
    assert len({source() for source in (one, other) for _ in range(many)}) == 2 * many


def test_each_is_an_id_of_twelve_characters() -> None:
    fresh_id = fresh_ids()
    for _ in range(IDS):
        assert len(msgspec.convert(fresh_id(), Id)) == 12
