"""The sockets of one room on this worker: encode once per lane and format, frame once, write once per flush.

The write per socket is what costs (ARCHITECTURE.md has the measurements), so facts that come within a few milliseconds
of each other share one. A room that was quiet is flushed at the end of the loop's turn.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Raw

from hub.errors import Rejected
from hub.kernel import Actor, Lane, Notice
from hub.rooms.history import RESUME_FACTS_MAX, Kept, pairs
from hub.rooms.meters import Meters
from hub.rooms.ports import Framer, Sink
from hub.wire import Facts, Format, Notices

#: A busy room waits this much per socket between flushes ...
FLUSH_MS_PER_SOCKET = 0.025
FLUSH_MS_MIN = 4.0
#: ... and no flush takes more than this part of the time.
FLUSH_SHARE_MAX = 0.6
#: A socket that holds this much unread, or is behind for this long, is closed and may come back.
OUTBOX_BYTES_MAX = 1024 * 1024
BEHIND_S_MAX = 10.0


@dataclass(slots=True, eq=False)
class Member:
    """One socket in one room. `bye` says why and closes it."""

    actor: Actor
    lane: Lane
    form: Format
    deflate: bool
    sink: Sink
    bye: Callable[[Rejected], None]


@dataclass(slots=True, eq=False)
class Seat:
    """The members that get the same bytes. `behind`: since when (loop time) those do not keep up who do not."""

    lane: Lane
    form: Format
    deflate: bool
    members: set[Member] = field(default_factory=set[Member])
    behind: dict[Member, float] = field(default_factory=dict[Member, float])
    writes: list[Callable[[bytes], None]] = field(default_factory=list[Callable[[bytes], None]])
    stale: bool = True

    def ready(self) -> list[Callable[[bytes], None]]:
        """The writes of all that keep up."""
        if self.stale:
            self.writes = [each.sink.write for each in self.members if each not in self.behind]
            self.stale = False
        return self.writes


class Fanout:
    """One room's way out. `flushed` is the seq up to which every member was written to."""

    def __init__(
        self,
        room: str,
        seq: int,
        framer: Framer,
        meters: Meters,
        *,
        flush_ms_max: float,
    ) -> None:
        self.room = room
        self.flushed = seq
        self.size = 0
        self._framer = framer
        self._meters = meters
        self._flush_ms_max = flush_ms_max
        self._loop = asyncio.get_running_loop()
        self._seats: dict[tuple[Lane, str, bool], Seat] = {}
        self._facts: list[Kept] = []
        self._notices: dict[tuple[type[Notice], str], Notice] = {}
        self._timer: asyncio.Handle | None = None
        self._not_before = 0.0

    def join(self, member: Member) -> None:
        """Write to this socket too, from the next flush on. It must have been told everything up to `flushed`."""
        key = (member.lane, member.form.name, member.deflate)
        seat = self._seats.setdefault(key, Seat(member.lane, member.form, member.deflate))
        seat.members.add(member)
        seat.stale = True
        self.size += 1

    def leave(self, member: Member) -> None:
        """Write to this socket no more."""
        seat = self._seats[member.lane, member.form.name, member.deflate]
        if member in seat.members:
            seat.members.discard(member)
            seat.behind.pop(member, None)
            seat.stale = True
            self.size -= 1

    def paced(self, member: Member, *, behind: bool) -> None:
        """The transport says that the socket's buffer filled up (`behind`), or drained."""
        seat = self._seats[member.lane, member.form.name, member.deflate]
        if behind:
            seat.behind.setdefault(member, self._loop.time())
        else:
            seat.behind.pop(member, None)
        seat.stale = True

    def members(self) -> list[Member]:
        """Every socket here."""
        return [member for seat in self._seats.values() for member in seat.members]

    def fact(self, kept: Kept) -> None:
        """Send a fact with the next flush."""
        self._facts.append(kept)
        if len(self._facts) >= RESUME_FACTS_MAX:
            self.flush()
        else:
            self._schedule()

    def notice(self, notice: Notice) -> None:
        """Send a notice with the next flush, unless a later one about the same thing comes before it."""
        self._notices[type(notice), notice.key()] = notice
        self._schedule()

    def _schedule(self) -> None:
        if self._timer is not None:
            return
        if self._loop.time() >= self._not_before:
            self._timer = self._loop.call_soon(self.flush)
        else:
            self._timer = self._loop.call_at(self._not_before, self.flush)

    def flush(self) -> None:
        """Write all that waits: one write per socket."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        facts, self._facts = self._facts, []
        notices, self._notices = list(self._notices.values()), {}
        if not facts and not notices:
            return
        began = self._loop.time()
        after = self.flushed
        self.flushed = facts[-1].entry.seq if facts else after
        payloads: dict[tuple[Lane, str], tuple[bytes, bytes]] = {}
        for seat in self._seats.values():
            if seat.members:
                self._write(seat, after, facts, notices, payloads)
        took = self._loop.time() - began
        self._meters.flushes += 1
        self._meters.flush.add(took * 1000)
        pause_ms = min(self._flush_ms_max, max(FLUSH_MS_MIN, self.size * FLUSH_MS_PER_SOCKET))
        pause = max(pause_ms / 1000, took / FLUSH_SHARE_MAX) if self._flush_ms_max else 0.0
        self._not_before = began + pause

    def _write(
        self,
        seat: Seat,
        after: int,
        facts: list[Kept],
        notices: list[Notice],
        payloads: dict[tuple[Lane, str], tuple[bytes, bytes]],
    ) -> None:
        key = (seat.lane, seat.form.name)
        if key not in payloads:
            payloads[key] = self._payloads(seat, after, facts, notices)
        lasting, passing = (self._framed(seat, payload) for payload in payloads[key])
        everything = lasting + passing
        # A write may fill a buffer: who falls behind now has had these bytes.
        behind = list(seat.behind.items())
        for write in seat.ready():
            write(everything)
        self._meters.deliveries += len(seat.members) * len(facts)
        for member, since in behind:
            self._write_behind(member, since, lasting, len(notices))

    def _payloads(self, seat: Seat, after: int, facts: list[Kept], notices: list[Notice]) -> tuple[bytes, bytes]:
        form = seat.form
        lasting = passing = b""
        if facts:
            lasting = form.encode(Facts(self.room, after, self.flushed, pairs(facts, seat.lane, form)))
        if notices:
            passing = form.encode(Notices(self.room, [Raw(form.encode(each)) for each in notices]))
        return lasting, passing

    def _framed(self, seat: Seat, payload: bytes) -> bytes:
        return self._framer(payload, binary=seat.form.binary, deflate=seat.deflate) if payload else b""

    def _write_behind(self, member: Member, since: float, lasting: bytes, notices: int) -> None:
        """A socket that does not keep up loses notices first; too far behind it has to come back."""
        self._meters.dropped_notices += notices
        if member.sink.buffered() > OUTBOX_BYTES_MAX or self._loop.time() - since > BEHIND_S_MAX:
            self._meters.slow_closes += 1
            member.bye(Rejected("hub.slow"))
        elif lasting:
            member.sink.write(lasting)
