import pytest

from load.crowd.orders import (
    Ask,
    Cut,
    Join,
    Leave,
    Order,
    Report,
    Slow,
    Standing,
    decode_order,
    decode_said,
    packed,
    unpacked,
)
from load.crowd.tally import Tally

ORDERS: list[Order] = [Join(3, 1.5, 10), Leave(1), Cut(2), Slow(4, 0), Slow(4, None), Ask(9)]


@pytest.mark.parametrize("piece", [1, 3, 1_000])
def test_messages_come_out_as_they_went_in_however_they_are_cut(piece: int) -> None:
    data, rest, heard = b"".join(map(packed, ORDERS)), b"", list[Order]()
    for at in range(0, len(data), piece):
        messages, rest = unpacked(rest + data[at : at + piece])
        heard.extend(map(decode_order, messages))
    assert heard == ORDERS
    assert rest == b""


def test_reports_and_standings_come_back() -> None:
    tally = Tally(open=2)
    tally.took(5, 10)
    for each in (Report(tally), Standing(1, 2, 3)):
        messages, _ = unpacked(packed(each))
        assert [decode_said(message) for message in messages] == [each]
