"""What is asked of a long text crosses the wire in both formats, within its limits."""

import msgspec
import pytest

from hub import wire
from hub.advancing_sync.text_messages import UPDATE_BYTES_MAX, ChangeText
from hub.errors import Rejected
from hub.wire import FORMATS, FRAME_BYTES_MAX, Do
from tests.hub.advancing_sync.pages import NOTES, Page, a_text_form

STAMP = f"{0:013d}-0000-{'x' * 64}"


def a_do(update: bytes) -> Do:
    command = ChangeText(field=NOTES, generation=STAMP, update=update)
    return Do(id="i" * 64, room=f"show/{'r' * 64}", cmd=command)


@pytest.mark.parametrize("name", FORMATS)
def test_an_update_arrives_as_it_was_sent(name: str) -> None:
    page = Page(7, a_text_form()).type(0, 0, "ünïcode 😀")
    do = a_do(page.take())
    assert FORMATS[name].decode(FORMATS[name].encode(do)) == do


def test_the_largest_update_fits_into_a_frame() -> None:
    assert len(wire.JSON.encode(a_do(b"\x00" * UPDATE_BYTES_MAX))) <= FRAME_BYTES_MAX


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("size", [0, 1, UPDATE_BYTES_MAX + 1])
def test_an_update_beyond_its_limits_is_refused(name: str, size: int) -> None:
    with pytest.raises(Rejected) as no:
        FORMATS[name].decode(FORMATS[name].encode(a_do(b"\x00" * size)))
    assert no.value.code == "protocol.out_of_limits"


def test_ten_thousand_characters_of_four_bytes_are_one_update() -> None:
    page = Page(7, a_text_form()).type(0, 0, "😀" * 10_000)
    assert len(page.take()) <= UPDATE_BYTES_MAX


def test_what_is_no_base64_is_refused_in_json() -> None:
    frame = msgspec.json.encode({"t": "do", "id": "i", "room": "show/a", "cmd": {"t": "advance.text", "field": NOTES}})
    frame = frame.replace(b'"advance.text"', b'"advance.text","generation":"","update":"no base64"')
    with pytest.raises(Rejected) as no:
        wire.JSON.decode(frame)
    assert no.value.code == "protocol.wrong_type"
