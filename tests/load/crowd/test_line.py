from load.bots.framing import BINARY, TEXT
from load.crowd.line import Line, said
from load.crowd.speech import Step


def test_a_step_is_said_with_the_sockets_own_words() -> None:
    line = Line(12, "grant", sampled=False)
    framed = said(Step(b"I am {number} with {token}, at {seen}{epoch}"), line)
    assert framed.endswith(b"I am 12 with grant, at 0")
    assert framed[0] & 0x0F == TEXT
    assert said(Step(b"x", binary=True), line)[0] & 0x0F == BINARY


def test_a_new_connection_begins_where_the_last_one_ended() -> None:
    line = Line(1, "t", sampled=True)
    line.seen, line.epoch, line.close, line.rest = 5, "e", 1006, bytearray(b"half")
    line.fresh()
    assert (line.seen, line.epoch, line.close, line.rest, line.step) == (5, "e", None, b"", 0)
