"""One client without I/O: what it says, what it hears, what it still waits for. Bytes in, bytes out."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from msgspec import UNSET

from hub.behaviours import Kind, kind_of
from hub.kernel import ORGANISERS, Command, Role
from hub.wire import Ack, Do, Facts, Fail, Format, Hello, Seen, Welcome
from load.bots.history import Outcome, Seat, Sent, Stretch, Track
from load.bots.reading import Reader

#: Asked again this much later when the hub names no time.
RETRY_S = 0.25

#: Told of every frame with facts, and when it came.
Watch: TypeAlias = Callable[[Facts | Welcome, float], None]
#: Told of every command when it has its answer.
Answered: TypeAlias = Callable[[Sent], None]


class Client:
    """Speaks for one grant in some rooms, over any number of connections, one at a time.

    `tracks`, `commands` and `faults` are its history; `told` counts refusals by code. `again_s` is set when this
    connection is of no more use: come back after so many seconds.
    """

    def __init__(
        self,
        name: str,
        token: str,
        rooms: Sequence[str],
        reader: Reader,
        *,
        watch: Watch | None = None,
        answered: Answered | None = None,
    ) -> None:
        self.name = name
        self.form: Format = reader.form
        self.tracks = {room: Track(room) for room in rooms}
        self.commands: dict[str, Sent] = {}
        self.told: Counter[str] = Counter()
        self.faults: list[str] = []
        self.welcomed = 0
        self.again_s: float | None = None
        self._token = token
        self._reader = reader
        self._watch = watch
        self._tell = answered
        self._here: set[str] = set()
        self._open: dict[str, bytes] = {}
        self._later: list[tuple[float, str]] = []
        self._answers: dict[type, Callable[[Any, float], list[bytes]]] = {Ack: self._acked, Fail: self._failed}

    def hello(self) -> bytes:
        """The first frame of a new connection: where this client stands."""
        self._here.clear()
        self._later.clear()
        self.again_s = None
        rooms = tuple(Seen(each.room, each.epoch, each.seen) for each in self.tracks.values())
        return self.form.encode(Hello(self._token, rooms))

    def gone(self) -> None:
        """The connection is over."""
        self._here.clear()

    @property
    def everywhere(self) -> bool:
        """Whether this connection is welcome in every room."""
        return len(self._here) == len(self.tracks)

    @property
    def waiting(self) -> int:
        """Commands without an answer."""
        return len(self._open)

    def do(self, room: str, command: Command, now_s: float) -> tuple[Sent, bytes | None]:
        """Ask for something, at once or as soon as the room is open again; the frame to send now, if any."""
        sent = Sent(f"{self.name}-{len(self.commands) + 1}", room, now_s)
        self.commands[sent.id] = sent
        self._open[sent.id] = self.form.encode(Do(sent.id, room, command))
        return sent, self._frame_of(sent) if room in self._here else None

    def hear(self, payload: bytes, now_s: float) -> list[bytes]:
        """Take in a message that came at `now_s`; what to send because of it.

        Raises:
            msgspec.MsgspecError: it is no frame of the hub.
        """
        frame, stretch = self._reader.read(payload)
        if stretch is not None and isinstance(frame, Facts | Welcome):
            return self._happened(frame, stretch, now_s)
        answer = self._answers.get(type(frame))
        return answer(frame, now_s) if answer else []

    def due(self, now_s: float) -> list[bytes]:
        """What was refused for the moment and is to be asked again by now."""
        if not self._later:
            return []
        ready = [command for at_s, command in self._later if at_s <= now_s]
        self._later = [each for each in self._later if each[0] > now_s]
        return [self._frame_of(self.commands[each]) for each in ready if each in self._open]

    def _happened(self, frame: Facts | Welcome, stretch: Stretch, now_s: float) -> list[bytes]:
        track = self.tracks[frame.room]
        frames = self._welcomed(frame, track) if isinstance(frame, Welcome) else []
        if isinstance(frame, Facts) and frame.room not in self._here:
            track.faults.append(f"{frame.room}: facts before a welcome")
        track.add(stretch, now_s)
        if self._watch is not None:
            self._watch(frame, now_s)
        return frames

    def _welcomed(self, welcome: Welcome, track: Track) -> list[bytes]:
        """Go on where the last connection ended: what was not answered is asked again, with the same ids."""
        self.welcomed += 1
        self._here.add(welcome.room)
        kind = kind_of(welcome.room)
        if kind is not None:
            track.seat = _seat(kind, welcome.you.role, self.form.name)
        track.person = welcome.you.person
        if welcome.state is UNSET:
            if welcome.epoch != track.epoch:
                track.faults.append(f"{welcome.room}: another history goes on from {track.seen} without a snapshot")
            track.resumes.append(welcome.upto - welcome.at)
        elif welcome.epoch != track.epoch:
            track.seen = 0
        track.epoch = welcome.epoch
        return [self._frame_of(self.commands[each]) for each in self._open if self.commands[each].room == welcome.room]

    def _acked(self, ack: Ack, now_s: float) -> list[bytes]:
        if self._answered(ack.id, now_s, "acked", ack.seq):
            return []
        if (known := self.commands.get(ack.id)) is None or (known.outcome, known.seq) != ("acked", ack.seq):
            self.faults.append(f"{ack.id}: acked at {ack.seq} after it was answered otherwise")
        return []

    def _failed(self, fail: Fail, now_s: float) -> list[bytes]:
        self.told[fail.code] += 1
        wait_s = RETRY_S if fail.retry_after_ms is None else fail.retry_after_ms / 1000
        if fail.id is None:
            # About the connection: it closes by itself, or a room did not open and only another hello can help.
            self.again_s = wait_s
            return []
        if fail.retry and not fail.code.startswith("queue."):
            self._later.append((now_s + wait_s, fail.id))
            return []
        self._answered(fail.id, now_s, "refused", code=fail.code)
        return []

    def _answered(self, command: str, now_s: float, outcome: Outcome, seq: int = 0, code: str = "") -> bool:
        """Note the answer of a command; False when it has one already, as a repeat of it may."""
        if self._open.pop(command, None) is None:
            return False
        sent = self.commands[command]
        sent.outcome, sent.seq, sent.code, sent.answered_s = outcome, seq, code, now_s
        if self._tell is not None:
            self._tell(sent)
        return True

    def _frame_of(self, sent: Sent) -> bytes:
        sent.attempts += 1
        return self._open[sent.id]


def _seat(kind: Kind, role: Role, form: str) -> Seat:
    """Only a room with an advance hides something from those who are no organisers."""
    hides = any(each.narrow is not None for each in kind.behaviours)
    return Seat(kind.lanes[role].value, form, not hides or role in ORGANISERS | {Role.SYSTEM})
