"""What the door may ask for."""

import msgspec
import pytest

from hub.advancing_sync.guests_messages import GUESTS, CheckIn


def test_the_door_counts_people_of_a_row() -> None:
    said = msgspec.json.decode(b'{"t": "advance.check_in", "row": "r1"}', type=CheckIn)
    assert said == CheckIn(row="r1", count=1, field=GUESTS)


@pytest.mark.parametrize(
    "wrong",
    [b'{"row": ""}', b'{"row": "r1", "count": 52}', b'{"row": "r1", "field": "wifi.networks"}'],
)
def test_more_than_a_row_can_be_is_no_message(wrong: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"t": "advance.check_in", ' + wrong[1:], type=CheckIn)
