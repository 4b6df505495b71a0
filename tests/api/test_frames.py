"""One frame for every socket: what the `websockets` library reads of it."""

import pytest
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN
from websockets.uri import parse_uri

from api.frames import DEFLATE_BYTES_MIN, frame, is_text


def read(data: bytes, *, deflate: bool) -> list[Frame]:
    """The messages that a client gets."""
    client = ClientProtocol(parse_uri("ws://hub.test"), state=OPEN, max_size=None)
    if deflate:
        client.extensions = [PerMessageDeflate(True, True, 15, 15)]  # noqa: FBT003  the library's order
    client.receive_data(data)
    assert client.parser_exc is None
    return [event for event in client.events_received() if isinstance(event, Frame)]


@pytest.mark.parametrize("deflate", [False, True])
@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("size", [0, 1, 125, 126, DEFLATE_BYTES_MIN - 1, DEFLATE_BYTES_MIN, 65_535, 65_536, 200_000])
def test_a_client_reads_what_was_framed(size: int, binary: bool, deflate: bool) -> None:  # noqa: FBT001
    payload = b"showhub " * (size // 8) + b"x" * (size % 8)
    (message,) = read(frame(payload, binary=binary, deflate=deflate), deflate=deflate)
    assert message.data == payload
    assert message.opcode is (Opcode.BINARY if binary else Opcode.TEXT)


def test_the_same_compressed_bytes_can_be_read_again() -> None:
    one = frame(b"many voices, one song " * 100, binary=False, deflate=True)
    first, second = read(one + one, deflate=True)
    assert first.data == second.data


def test_what_is_worth_it_gets_smaller() -> None:
    payload = b"many voices, one song " * 100
    assert len(frame(payload, binary=False, deflate=True)) < len(payload) / 5
    short = b"x" * (DEFLATE_BYTES_MIN - 1)
    assert frame(short, binary=False, deflate=True) == frame(short, binary=False, deflate=False)


def test_text_is_utf_8() -> None:
    assert is_text("Grüß Gott".encode())
    assert not is_text("Grüß Gott".encode("latin-1"))
    assert not is_text(b"\xed\xa0\x80")
