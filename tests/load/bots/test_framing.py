import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from load.bots import framing
from load.bots.framing import Broken, answer, frame, handshake, head, split


def a_server() -> ServerProtocol:
    """The `websockets` library's own server, without I/O: an independent reader of what we write."""
    return ServerProtocol(subprotocols=[Subprotocol("hub.v1.json")])


def shaken(server: ServerProtocol) -> bytes:
    asked = handshake("127.0.0.1:80", "/ws", "http://127.0.0.1:80", "hub.v1.json")
    server.receive_data(asked.request)
    request = server.events_received()[0]
    assert isinstance(request, Request)
    server.send_response(server.accept(request))
    said = answer(b"".join(server.data_to_send()), asked)
    assert said is not None
    assert said.status == 101
    return said.rest


def test_a_real_server_accepts_the_handshake_and_we_its_answer() -> None:
    server = a_server()
    assert shaken(server) == b""
    assert server.subprotocol == "hub.v1.json"


@given(st.binary(min_size=1, max_size=64), st.sampled_from([0, 1, 125, 126, 65_535, 65_536]))
def test_a_real_server_reads_what_we_write_and_we_what_it_writes(some: bytes, size: int) -> None:
    server = a_server()
    shaken(server)
    payload = (some * (size // len(some) + 1))[:size]
    server.receive_data(frame(payload, framing.BINARY))
    heard = server.events_received()
    assert [(each.opcode, each.data) for each in heard if isinstance(each, Frame)] == [(Opcode.BINARY, payload)]
    server.send_binary(payload)
    server.send_ping(b"there?")
    written = b"".join(server.data_to_send())
    assert split(written) == ([(framing.BINARY, payload), (framing.PING, b"there?")], b"")


@given(st.lists(st.integers(0, 400), max_size=5), st.data())
def test_frames_are_whole_however_the_bytes_are_cut(sizes: list[int], data: st.DataObject) -> None:
    server = a_server()
    shaken(server)
    for size in sizes:
        server.send_binary(bytes(size))
    written = b"".join(server.data_to_send())
    cut = data.draw(st.integers(0, len(written)))
    first, rest = split(written[:cut])
    second, left = split(rest + written[cut:])
    assert [len(payload) for _, payload in first + second] == sizes
    assert left == b""


@pytest.mark.parametrize("broken", [b"\x01\x00", b"\xc1\x00", b"\x81\x80\0\0\0\0"], ids=["part", "squeezed", "masked"])
def test_what_the_hub_never_sends_is_refused(broken: bytes) -> None:
    with pytest.raises(Broken):
        head(broken, 0, len(broken))


def test_an_answer_is_awaited_until_its_head_is_whole() -> None:
    asked = handshake("h", "/ws", "http://h", "hub.v1.json")
    said = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n\r\nfull"
    assert answer(said[:40], asked) is None
    assert answer(said, asked) == framing.Answer(503, 2.0, b"full")
    assert answer(said.replace(b"503", b"403").replace(b"Retry-After: 2", b"Date: x"), asked) == framing.Answer(
        403, None, b"full"
    )


@pytest.mark.parametrize("said", [b"SSH-2.0-x\r\n\r\n", b"HTTP/1.1 101 x\r\nSec-WebSocket-Accept: YQ==\r\n\r\n"])
def test_an_answer_to_somebody_else_is_refused(said: bytes) -> None:
    with pytest.raises(Broken):
        answer(said, handshake("h", "/ws", "http://h", "hub.v1.json"))
