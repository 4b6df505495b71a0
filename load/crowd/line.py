"""One socket of a crowd, as far as it is not the network's: how far it is."""

from typing import Literal, TypeAlias

from load.bots.framing import BINARY, TEXT, frame
from load.crowd.speech import Step

#: What a socket is doing. `away`: not connected, and to dial when its time comes. `ended`: nobody wants it any more.
State: TypeAlias = Literal["away", "dialling", "asking", "greeting", "in", "ended"]


class Line:
    """Where one socket is.

    `seen`: the seq in a hub's room, or how many marks it got. `out` is what is to be written. `close` is set when it is
    over: the close code, with `again_s` when it was said when to come back. `rest` is a frame that is not whole, which
    has `need` bytes at least.
    """

    __slots__ = (
        "again_s",
        "close",
        "epoch",
        "failures",
        "lost_ns",
        "need",
        "number",
        "numbers",
        "out",
        "rest",
        "sampled",
        "seen",
        "state",
        "step",
        "token",
    )

    def __init__(self, number: int, token: str, *, sampled: bool) -> None:
        self.number = number
        self.token = token
        self.sampled = sampled
        self.state: State = "away"
        self.seen = 0
        self.epoch = ""
        self.failures = 0
        self.lost_ns = 0
        self.numbers: dict[bytes, int] = {}
        self.fresh()

    def fresh(self) -> None:
        """A new connection begins."""
        self.step = 0
        self.rest = bytearray()
        self.need = 0
        self.out = b""
        self.close: int | None = None
        self.again_s: float | None = None


def said(step: Step, line: Line) -> bytes:
    """A step as this socket says it, framed."""
    own = {
        b"{token}": line.token.encode(),
        b"{number}": b"%d" % line.number,
        b"{epoch}": line.epoch.encode(),
        b"{seen}": b"%d" % line.seen,
    }
    words = step.say
    for name, value in own.items():
        words = words.replace(name, value)
    return frame(words, BINARY if step.binary else TEXT)
