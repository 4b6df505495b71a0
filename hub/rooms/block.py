"""Some of a room's sockets that get the same bytes at the same time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hub.errors import Rejected
from hub.kernel import Actor, Seat
from hub.rooms.ports import Sink
from hub.wire import Format

#: Writing to so many holds the loop for one to three milliseconds.
BLOCK_SOCKETS_MAX = 256
#: A socket that holds this much unread, or is behind for this long, is closed and may come back.
OUTBOX_BYTES_MAX = 1024 * 1024
BEHIND_S_MAX = 10.0


@dataclass(slots=True, eq=False)
class Member:
    """One socket in one room. `bye` says why and closes it; `block` is where it sits."""

    actor: Actor
    seat: Seat
    form: Format
    deflate: bool
    sink: Sink
    bye: Callable[[Rejected], None]
    block: "Block | None" = None


@dataclass(slots=True, eq=False)
class Block:
    """Members of one seat and format. All of them were told every fact up to `at`, and every notice up to `noted`.

    `due` is when it may be written to again (loop time); `behind`: since when those do not keep up who do not;
    `missed`: who of them was not told a notice.
    """

    seat: Seat
    form: Format
    deflate: bool
    at: int
    noted: int
    due: float = 0.0
    members: set[Member] = field(default_factory=set[Member])
    behind: dict[Member, float] = field(default_factory=dict[Member, float])
    missed: set[Member] = field(default_factory=set[Member])
    _writes: list[Callable[[bytes], None]] | None = None

    @property
    def full(self) -> bool:
        """Whether a newcomer has to sit elsewhere."""
        return len(self.members) >= BLOCK_SOCKETS_MAX

    def add(self, member: Member) -> None:
        """Write to this member too; it was told everything that the others were."""
        member.block = self
        self.members.add(member)
        self._writes = None

    def remove(self, member: Member) -> None:
        """Write to this member no more."""
        member.block = None
        self.members.discard(member)
        self.behind.pop(member, None)
        self.missed.discard(member)
        self._writes = None

    def paced(self, member: Member, since: float | None) -> bool:
        """The member's buffer filled up at `since`, or drained (None); whether notices passed it by meanwhile."""
        self._writes = None
        if since is not None:
            self.behind.setdefault(member, since)
            return False
        self.behind.pop(member, None)
        missed = member in self.missed
        self.missed.discard(member)
        return missed

    def write(self, lasting: bytes, passing: bytes, now: float) -> Sequence[Member]:
        """Facts and notices to all that keep up, facts to the others; who of those has to come back instead."""
        # A write may fill a buffer: who falls behind now has had these bytes.
        behind = list(self.behind.items())
        everything = lasting + passing
        for write in self._ready():
            write(everything)
        too_slow: list[Member] = []
        for member, since in behind:
            if member.sink.buffered() > OUTBOX_BYTES_MAX or now - since > BEHIND_S_MAX:
                too_slow.append(member)
                continue
            if passing:
                self.missed.add(member)
            if lasting:
                member.sink.write(lasting)
        return too_slow

    def _ready(self) -> list[Callable[[bytes], None]]:
        if self._writes is None:
            self._writes = [each.sink.write for each in self.members if each not in self.behind]
        return self._writes
