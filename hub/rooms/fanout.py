"""The sockets of one room on this worker: encode once per seat and format, frame once, write once per socket.

The write per socket is what costs (docs/adr/0011-blocks-are-written-to-in-turn.md has the numbers), so facts that come
within a few milliseconds of each other share one. The sockets sit in blocks that are written to in turn, each with all
that happened up to then: nobody waits for more than one round, and between two blocks the loop has its turn. A room
that was quiet is written to at the end of the loop's turn.
"""

import asyncio
from collections import deque
from collections.abc import Callable

from msgspec import Raw

from hub.errors import Rejected
from hub.kernel import Notice, Seat
from hub.rooms.block import Block, Member
from hub.rooms.history import Kept, pairs
from hub.rooms.meters import Meters
from hub.rooms.ports import Framer
from hub.rooms.room import tell
from hub.wire import Facts, Format, Notices

#: A busy room waits this much per socket before it writes to a socket again ...
FLUSH_MS_PER_SOCKET = 0.025
FLUSH_MS_MIN = 4.0
#: ... and its flushes take no more than this part of the time ...
FLUSH_SHARE_MAX = 0.75
#: ... but this much of it, when so much else goes on that their turn comes late.
LATE_SHARE = 0.5
#: While many wait to come in this is the part for both: who waits too long begins again, and all was for nothing.
CROWDED_SHARE = 0.3
#: Timers are no more exact than this.
TIMER_S = 0.001


class Fanout:
    """One room's way out. `head` is the seq of the last fact that it was given."""

    def __init__(
        self,
        room: str,
        seq: int,
        framer: Framer,
        meters: Meters,
        *,
        flush_ms_max: float,
        crowded: Callable[[], bool] = lambda: False,
    ) -> None:
        self.room = room
        self.head = seq
        self.size = 0
        self._framer = framer
        self._meters = meters
        self._flush_ms_max = flush_ms_max
        self._crowded = crowded
        self._loop = asyncio.get_running_loop()
        self._blocks: deque[Block] = deque()  # who waits longest first, so `at` and `noted` only go up
        self._facts: deque[Kept] = deque()  # what the first block was not told, and so on up to `head`
        self._notices: dict[tuple[type[Notice], str], tuple[int, Notice]] = {}
        self._noted = 0
        self._framed: dict[tuple[Seat, str, bool, int, int], tuple[bytes, bytes]] = {}
        self._timer: asyncio.Handle | None = None
        self._wanted = 0.0
        self._not_before = 0.0

    def place(self, seat: Seat, form: Format, *, deflate: bool) -> Block:
        """Where a newcomer may sit; they have to be told everything up to its `at` before they join."""
        for block in reversed(self._blocks):
            if block.seat == seat and block.form is form and block.deflate == deflate and not block.full:
                return block
        block = Block(seat, form, deflate, self.head, self._noted)
        self._blocks.append(block)
        return block

    def join(self, member: Member, block: Block) -> None:
        """Write to this socket too. It was told everything up to the block's `at`."""
        block.add(member)
        self.size += 1

    def leave(self, member: Member) -> None:
        """Write to this socket no more."""
        if member.block is not None:
            member.block.remove(member)
            self.size -= 1

    def paced(self, member: Member, *, behind: bool) -> bool:
        """The transport says that the socket's buffer filled up (`behind`), or drained.

        True when notices passed it by meanwhile: it has to be told how things stand.
        """
        if member.block is None:
            return False
        return member.block.paced(member, self._loop.time() if behind else None)

    def members(self) -> list[Member]:
        """Every socket here."""
        return [member for block in self._blocks for member in block.members]

    def fact(self, kept: Kept) -> None:
        """Send a fact with the next flush."""
        self.head = kept.entry.seq
        self._facts.append(kept)
        self._framed.clear()
        self._schedule()

    def notice(self, notice: Notice) -> None:
        """Send a notice with the next flush, unless a later one about the same thing comes before it."""
        about = (type(notice), notice.key())
        self._notices.pop(about, None)  # the dict stays in the order of the numbers
        self._noted += 1
        self._notices[about] = (self._noted, notice)
        self._framed.clear()
        self._schedule()

    def hurry(self, block: Block) -> None:
        """Tell a block everything now, before its turn."""
        self._blocks.remove(block)
        self._write(block, self._loop.time())
        self._blocks.append(block)

    def _schedule(self) -> None:
        if self._timer is not None:
            return
        if not self._waits():
            self._forget()
            return
        now = self._loop.time()
        self._wanted = max(now, self._blocks[0].due, self._not_before)
        if self._wanted <= now:
            self._timer = self._loop.call_soon(self._flush)
        else:
            self._timer = self._loop.call_at(self._wanted, self._flush)

    def _waits(self) -> bool:
        """Whether anybody was not told everything."""
        return bool(self._blocks) and (self._blocks[0].at < self.head or self._blocks[0].noted < self._noted)

    def _flush(self) -> None:
        """Write to the next block, and to more of them when the loop had much else to do."""
        self._timer = None
        began = now = self._loop.time()
        share, late_share = (CROWDED_SHARE, CROWDED_SHARE) if self._crowded() else (FLUSH_SHARE_MAX, LATE_SHARE)
        until = began + (began - self._wanted) * late_share / (1 - late_share)
        while self._waits() and self._blocks[0].due <= now + TIMER_S:
            block = self._blocks.popleft()
            if block.members:
                self._write(block, now)
                self._blocks.append(block)
            now = self._loop.time()
            if now >= until and self._flush_ms_max:
                break
        self._meters.flushes += 1
        self._meters.flush.add((now - began) * 1000)
        self._not_before = began + (now - began) / share if self._flush_ms_max else 0.0
        self._forget()
        self._schedule()

    def _forget(self) -> None:
        """Let go of what everybody was told."""
        at, noted = (self._blocks[0].at, self._blocks[0].noted) if self._blocks else (self.head, self._noted)
        while self._facts and self._facts[0].entry.seq <= at:
            self._facts.popleft()
        while self._notices and (first := next(iter(self._notices.items())))[1][0] <= noted:
            del self._notices[first[0]]

    def _write(self, block: Block, now: float) -> None:
        facts, notices = self._owed(block)
        if not (facts or notices):
            return
        lasting, passing = self._frames(block, facts, notices)
        block.at, block.noted = self.head, self._noted
        block.due = now + self._pause_s()
        self._meters.deliveries += len(block.members) * len(facts)
        self._meters.dropped_notices += len(block.behind) * len(notices)
        for member in block.write(lasting, passing, now):
            self._meters.slow_closes += 1
            member.bye(Rejected("hub.slow"))

    def _pause_s(self) -> float:
        return min(self._flush_ms_max, max(FLUSH_MS_MIN, self.size * FLUSH_MS_PER_SOCKET)) / 1000

    def _owed(self, block: Block) -> tuple[list[Kept], list[Notice]]:
        facts = [each for each in self._facts if each.entry.seq > block.at]
        return facts, [notice for number, notice in self._notices.values() if number > block.noted]

    def _frames(self, block: Block, facts: list[Kept], notices: list[Notice]) -> tuple[bytes, bytes]:
        """What the block is owed, as frames; blocks that stand at the same place share them."""
        form = block.form
        key = (block.seat, form.name, block.deflate, block.at, block.noted)
        framed = self._framed.get(key)
        if framed is None:
            lasting = passing = b""
            if facts:
                shown = pairs(facts, block.seat, form)
                lasting = self._frame(block, form.encode(Facts(self.room, block.at, self.head, shown)))
            if notices:
                told = (tell(each, block.seat) for each in notices)
                encoded = [Raw(form.encode(each)) for each in told if each is not None]
                passing = self._frame(block, form.encode(Notices(self.room, encoded))) if encoded else b""
            framed = self._framed[key] = (lasting, passing)
        return framed

    def _frame(self, block: Block, payload: bytes) -> bytes:
        return self._framer(payload, binary=block.form.binary, deflate=block.deflate)
