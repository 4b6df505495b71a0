"""A connection without I/O: bytes in, what to do about them out. Size, format, hello, rate."""

from typing import TypeAlias

from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Command, Millis
from hub.rooms.rate import Bucket, Rate
from hub.wire import FRAME_BYTES_MAX, BadFrame, Format, Hello, Ping, Refresh, Seen, fail

#: With a sweep a second and the time to answer a goodbye, nobody holds a socket unnamed for more than 10 s.
HELLO_MS_MAX = 6_000
#: Garbage is answered; this much of it in a row ends the connection.
FAULTS_MAX = 50
#: Who is too fast is told when to come again, each message later than the one before: so a queue from a long way
#: without a network gets through. This much of it; more is a flood.
HASTE = Rate(20, 500)


class Say(Struct, frozen=True):
    """Send this payload."""

    payload: bytes


class Enter(Struct, frozen=True):
    """Check the grant and open the rooms."""

    token: str
    rooms: tuple[Seen, ...]


class Renew(Struct, frozen=True):
    """Check another grant, and stay with it."""

    token: str


class Act(Struct, frozen=True):
    """Carry out a command."""

    id: str
    room: str
    command: Command


class Bye(Struct, frozen=True):
    """Close the connection with the code and reason of this refusal."""

    why: Rejected


Step: TypeAlias = Say | Enter | Renew | Act | Bye


class Session:
    """What one connection may do next."""

    __slots__ = ("_ahead", "_bucket", "_faults", "_greeted", "_haste", "form")

    def __init__(self, form: Format, bucket: Bucket) -> None:
        self.form = form
        self._bucket = bucket
        self._greeted = False
        self._faults = 0
        self._ahead = 0
        self._haste: Bucket | None = None

    @property
    def greeted(self) -> bool:
        """Whether hello was said."""
        return self._greeted

    def hear(self, data: bytes, *, binary: bool, now_ms: Millis) -> list[Step]:
        """What to do about one message that came in at `now_ms` (monotonic)."""
        if len(data) > FRAME_BYTES_MAX:
            return self._refuse(Rejected("protocol.too_big", max_bytes=FRAME_BYTES_MAX))
        wait_ms = self._bucket.spend(now_ms, self._ahead)
        if wait_ms:
            return self._too_fast(data, wait_ms, now_ms)
        self._ahead = 0
        try:
            return self._heard(data, binary=binary)
        except Rejected as rejected:
            return self._refuse(rejected)

    def _heard(self, data: bytes, *, binary: bool) -> list[Step]:
        if binary != self.form.binary:
            raise Rejected("protocol.binary" if binary else "protocol.text")
        frame = self.form.decode(data)
        self._faults = 0
        if isinstance(frame, Ping):
            return [Say(self.form.encode(frame))]
        if isinstance(frame, Hello):
            if self._greeted:
                raise Rejected("protocol.hello_again")
            self._greeted = True
            return [Enter(frame.token, frame.rooms)]
        if not self._greeted:
            raise Rejected("protocol.hello_first")
        if isinstance(frame, Refresh):
            return [Renew(frame.token)]
        return [Act(frame.id, frame.room, frame.cmd)]

    def refuse(self, rejected: Rejected, command_id: str | None = None, room: str | None = None) -> list[Step]:
        """Say no; when the catalogue has a close code for it, close too."""
        steps: list[Step] = [Say(self.form.encode(fail(rejected, command_id, room)))]
        return [*steps, Bye(rejected)] if rejected.fault.close else steps

    def _refuse(self, rejected: Rejected) -> list[Step]:
        self._faults += 1
        steps = self.refuse(rejected, rejected.id if isinstance(rejected, BadFrame) else None)
        if self._faults >= FAULTS_MAX and not rejected.fault.close:
            steps.extend(self.refuse(Rejected("protocol.flood")))
        return steps

    def _too_fast(self, data: bytes, wait_ms: int, now_ms: Millis) -> list[Step]:
        self._ahead += 1
        command_id = self.form.id_in(data)
        steps = self.refuse(BadFrame("protocol.too_fast", command_id, retry_after_ms=wait_ms), command_id)
        self._haste = self._haste or Bucket(HASTE, now_ms)
        return [*steps, *self.refuse(Rejected("protocol.flood"))] if self._haste.spend(now_ms) else steps
