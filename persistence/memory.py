"""Every port in memory, with the manners of the real ones: who waits, who is refused, what gets lost."""

import asyncio
import random
import secrets
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hub.kernel import Millis
from hub.rooms.ports import Clock, Draft, Entry, Repeated, Stored, Unavailable

#: "before": the store is away and nothing was done. "after": it was done, but the answer is lost.
Trouble: TypeAlias = Literal["", "before", "after"]


@dataclass(slots=True)
class _Room:
    """`seqs` is the unique index: the seq of each (person, command id, part)."""

    epoch: str
    org: str
    entries: list[Entry] = field(default_factory=list[Entry])
    seqs: dict[tuple[str, str, int], int] = field(default_factory=dict[tuple[str, str, int], int])
    snapshot: tuple[int, bytes | None] = (0, None)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def ends(self, epoch: str, seq: int) -> bool:
        return epoch == self.epoch and seq == len(self.entries)

    def refuse_repeats(self, drafts: Sequence[Draft]) -> None:
        parts = [(draft.person, draft.command_id, draft.part) for draft in drafts]
        if len(set(parts)) < len(parts) or any(part in self.seqs for part in parts):
            raise Repeated

    def write(self, drafts: Sequence[Draft]) -> None:
        for seq, draft in enumerate(drafts, start=len(self.entries) + 1):
            self.seqs[draft.person, draft.command_id, draft.part] = seq
            self.entries.append(Entry(seq, draft.person, draft.command_id, draft.at_ms, draft.fact))

    def cut(self, seq: int) -> None:
        del self.entries[seq:]
        self.seqs = {part: at for part, at in self.seqs.items() if at <= seq}
        if self.snapshot[0] > seq:
            self.snapshot = (0, None)


class MemoryRoomLog:
    """`hub.rooms.ports.RoomLog`. `trouble` is asked before each operation, and before the `commit` of a hold."""

    def __init__(self, trouble: Callable[[str], Trouble] = lambda _operation: "") -> None:
        self.trouble: Callable[[str], Trouble] = trouble
        self._rooms: dict[str, _Room] = {}

    async def create(self, room: str, org: str) -> bool:
        """Make an empty room; False when it is there already."""
        async with self._reached("create"):
            if room in self._rooms:
                return False
            self._rooms[room] = _Room(secrets.token_urlsafe(12), org)
            return True

    async def load(self, room: str) -> Stored | None:
        """The newest snapshot and every entry after it; None when there is no such room."""
        async with self._reached("load"):
            found = self._rooms.get(room)
            if found is None:
                return None
            seq, state = found.snapshot
            return Stored(found.epoch, seq, state, found.entries[seq:])

    async def append(self, room: str, epoch: str, after: int, drafts: Sequence[Draft]) -> bool:
        """Write the drafts if the head is still `after`; waits while somebody holds the room. Raises `Repeated`."""
        async with self._reached("append"):
            found = self._rooms.get(room)
            if found is None or not found.ends(epoch, after):
                return False
            async with found.lock:
                if not found.ends(epoch, after):
                    return False
                found.refuse_repeats(drafts)
                found.write(drafts)
                return True

    @asynccontextmanager
    async def hold(self, room: str, epoch: str) -> AsyncGenerator["MemoryHeld"]:
        """Take the room's lock; what was appended is written, and seen by others, when the context ends well."""
        async with self._reached("hold"):
            found = self._rooms.get(room)
            if found is None:
                raise Unavailable(f"there is no {room}")
            async with found.lock:
                if found.epoch != epoch:
                    raise Unavailable("the history of the room is another one")
                held = MemoryHeld(found)
                yield held
                async with self._reached("commit"):
                    found.write(held.drafts)

    async def since(self, room: str, after: int, limit: int) -> Sequence[Entry]:
        """At most `limit` entries above `after`, in order."""
        async with self._reached("since"):
            found = self._rooms.get(room)
            return [] if found is None else found.entries[after : after + limit]

    async def heads(self, rooms: Sequence[str]) -> Mapping[str, tuple[str, int]]:
        """(epoch, last seq) of each room that exists."""
        async with self._reached("heads"):
            found = {name: self._rooms[name] for name in rooms if name in self._rooms}
            return {name: (room.epoch, len(room.entries)) for name, room in found.items()}

    async def find(self, room: str, commands: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        """The first seq of each (person, command id) that is in the log."""
        async with self._reached("find"):
            asked, found = set(commands), dict[tuple[str, str], int]()
            for (person, command, _), seq in self._rooms[room].seqs.items() if room in self._rooms else ():
                if (person, command) in asked:
                    found.setdefault((person, command), seq)
            return found

    async def save_snapshot(self, room: str, epoch: str, seq: int, state: bytes) -> None:
        """Keep the state; an older one never replaces a newer one."""
        async with self._reached("save_snapshot"):
            found = self._rooms.get(room)
            if found is not None and found.epoch == epoch and found.snapshot[0] < seq <= len(found.entries):
                found.snapshot = (seq, state)

    def restore(self, room: str, seq: int) -> None:
        """What a restored backup does: the room ends at `seq`, in another epoch."""
        self._rooms[room].cut(seq)
        self._rooms[room].epoch = secrets.token_urlsafe(12)

    @asynccontextmanager
    async def _reached(self, operation: str) -> AsyncGenerator[None]:
        trouble = self.trouble(operation)
        # Others run while a real store is asked.
        await asyncio.sleep(0)
        if trouble == "before":
            raise Unavailable(operation)
        yield
        if trouble == "after":
            raise Unavailable(operation)


class MemoryHeld:
    """`hub.rooms.ports.Held`. `drafts` wait for the commit."""

    def __init__(self, room: _Room) -> None:
        self._room = room
        self.drafts: list[Draft] = []

    async def tail(self, after: int) -> Sequence[Entry]:
        """Every entry with a seq above `after`."""
        await asyncio.sleep(0)
        return self._room.entries[after:]

    async def append(self, after: int, drafts: Sequence[Draft]) -> None:
        """Write the drafts; raises `Repeated`, or `Unavailable` when the log does not end at `after`."""
        await asyncio.sleep(0)
        if after != len(self._room.entries) + len(self.drafts):
            raise Unavailable("the history of the room is another one")
        self._room.refuse_repeats([*self.drafts, *drafts])
        self.drafts.extend(drafts)


#: For each worker a message goes to: after how many turns of the loop it arrives, once per number; () never.
Fault: TypeAlias = Callable[[str, bytes], Sequence[int]]


def chance(seed: int, *, lost: float = 0.0, repeated: float = 0.0, late: float = 0.0, turns_max: int = 20) -> Fault:
    """A bus as bad as the given probabilities, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311  it repeats, that is the point

    def fault(_room: str, _message: bytes) -> Sequence[int]:
        if rng.random() < lost:
            return ()
        copies = 2 if rng.random() < repeated else 1
        return [rng.randint(1, turns_max) if rng.random() < late else 0 for _ in range(copies)]

    return fault


class Exchange:
    """What the buses of several workers share."""

    def __init__(self, fault: Fault = lambda _room, _message: (0,)) -> None:
        self.fault = fault
        self.buses: list[MemoryBus] = []
        self.travelling = 0

    def ring(self, room: str, message: bytes) -> None:
        """Send the message to every bus, through the fault."""
        for bus in self.buses:
            for turns in self.fault(room, message):
                self.travelling += 1
                self._later(turns, bus, room, message)

    def _later(self, turns: int, bus: "MemoryBus", room: str, message: bytes) -> None:
        loop = asyncio.get_running_loop()
        if turns:
            loop.call_soon(self._later, turns - 1, bus, room, message)
        else:
            loop.call_soon(self._arrive, bus, room, message)

    def _arrive(self, bus: "MemoryBus", room: str, message: bytes) -> None:
        self.travelling -= 1
        bus.hear(room, message)


class MemoryBus:
    """`hub.rooms.ports.Bus` of one worker. `up` may be set: while False, it neither sends nor hears."""

    def __init__(self, exchange: Exchange) -> None:
        self.up = True
        self.dropped = 0
        self._exchange = exchange
        self._rooms: set[str] = set()
        self._hear: Callable[[str, bytes], None] = lambda _room, _message: None
        exchange.buses.append(self)

    def listen(self, hear: Callable[[str, bytes], None]) -> None:
        """Call `hear(room, message)` for every message of a subscribed room, the worker's own included."""
        self._hear = hear

    async def subscribe(self, room: str) -> None:
        """Start hearing a room."""
        self._rooms.add(room)

    async def unsubscribe(self, room: str) -> None:
        """Stop hearing a room."""
        self._rooms.discard(room)

    def publish(self, room: str, message: bytes) -> None:
        """Ring every worker."""
        if self.up:
            self._exchange.ring(room, message)
        else:
            self.dropped += 1

    def hear(self, room: str, message: bytes) -> None:
        """A message has arrived."""
        if self.up and room in self._rooms:
            self._hear(room, message)


class MemoryLeases:
    """`hub.rooms.ports.Leases`, shared by the workers of a test. `away` may be set: nothing is taken or given."""

    def __init__(self, clock: Clock) -> None:
        self.away = False
        self._clock = clock
        self._leases: defaultdict[str, dict[str, tuple[int, bytes]]] = defaultdict(dict)

    async def hold(self, room: str, worker: str, roster: bytes, ttl_ms: int) -> None:
        """Keep this worker's roster of the room for `ttl_ms`."""
        if not self.away:
            self._leases[room][worker] = (self._clock.steady_ms() + ttl_ms, roster)

    async def release(self, room: str, worker: str) -> None:
        """Forget this worker's roster of the room."""
        if not self.away:
            self._leases[room].pop(worker, None)

    async def rosters(self, room: str) -> Mapping[str, bytes]:
        """The living rosters of a room by worker."""
        if self.away:
            return {}
        now_ms = self._clock.steady_ms()
        return {worker: roster for worker, (end_ms, roster) in self._leases[room].items() if end_ms > now_ms}


class ManualClock:
    """`hub.rooms.ports.Clock` that stands still until it is stepped."""

    def __init__(self, now_ms: Millis = 1_800_000_000_000) -> None:
        self._now_ms = now_ms
        self._steady_ms = 0

    def now_ms(self) -> Millis:
        """Wall time, milliseconds since the epoch."""
        return self._now_ms

    def steady_ms(self) -> int:
        """Monotonic milliseconds since the clock was made."""
        return self._steady_ms

    def advance(self, ms: int) -> None:
        """Let time go by."""
        self._now_ms += ms
        self._steady_ms += ms
