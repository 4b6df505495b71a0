"""A room's way out, with sockets that a test can fill."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import msgspec

from hub.errors import Rejected
from hub.kernel import Lane
from hub.rooms.block import Member
from hub.rooms.fanout import Fanout
from hub.rooms.history import Kept
from hub.rooms.meters import Meters
from hub.wire import JSON, Format
from tests.builders import a_submitted, an_actor
from tests.hub.rooms.entries import an_entry
from tests.hub.rooms.phone import RecordingSink, plain_framer
from tests.hub.rooms.stepped import SteppedLoop


class Socket(RecordingSink):
    """A sink that can be slow to write, and tells the fan-out when it is full."""

    def __init__(self) -> None:
        super().__init__()
        self.takes_s = 0.0
        self.then: Callable[[], object] = lambda: None
        self.said: list[str] = []

    def write(self, frame: bytes) -> None:
        super().write(frame)
        cast("SteppedLoop", asyncio.get_running_loop()).takes(self.takes_s)
        self.then()

    def frames(self) -> list[Any]:
        """What came, decoded from JSON."""
        return [msgspec.json.decode(payload) for payload, _, _ in self.payloads()]

    def upto(self) -> list[int]:
        """Where each frame of facts left off."""
        return [frame["upto"] for frame in self.frames() if frame["t"] == "facts"]


class Way:
    """A room's way out, and sockets in it."""

    def __init__(self, flush_ms_max: float = 25.0) -> None:
        self.meters = Meters()
        self.crowded = False
        self.fanout = Fanout(
            "floor/demo", 0, plain_framer, self.meters, flush_ms_max=flush_ms_max, crowded=lambda: self.crowded
        )
        self.seq = 0

    def joined(self, lane: Lane = Lane.DESK, form: Format = JSON, *, deflate: bool = False) -> tuple[Socket, Member]:
        """One more socket."""
        socket = Socket()

        def bye(why: Rejected) -> None:
            socket.said.append(why.code)
            self.fanout.leave(member)

        member = Member(an_actor(), lane, form, deflate, socket, bye)
        self.fanout.join(member, self.fanout.place(lane, form, deflate=deflate))
        return socket, member

    def facts(self, number: int = 1) -> None:
        """So much happens."""
        for _ in range(number):
            self.seq += 1
            self.fanout.fact(Kept(an_entry(self.seq, fact=a_submitted(note="for the desk"))))
