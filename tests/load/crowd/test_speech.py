import msgspec

from hub.wire import JSON, Hello, Seen
from load.crowd.line import Line, said
from load.crowd.speech import Speech, Step, speech_of_hub


def payload(framed: bytes) -> bytes:
    return framed[framed.index(b"\0\0\0\0") + 4 :]


def test_it_crosses_to_another_process() -> None:
    speech = Speech(path="/x", hellos=(Step(b"a", b"b", binary=True),), pongs={b"2": b"3"}, stamp="(?P<at>1)")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(speech), type=Speech) == speech


def test_the_hello_of_a_hub_says_where_the_socket_was() -> None:
    (step,) = speech_of_hub("floor/x", "http://h").hellos
    line = Line(3, "grant", sampled=False)
    assert JSON.decode(payload(said(step, line))) == Hello("grant", (Seen("floor/x"),))
    line.epoch, line.seen = "e1", 7
    assert JSON.decode(payload(said(step, line))) == Hello("grant", (Seen("floor/x", "e1", 7),))
