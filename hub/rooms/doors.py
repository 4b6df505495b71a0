"""The rooms that are open on this worker: opening, what the bus says, catching up, closing."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hub.errors import Rejected
from hub.rooms import ring
from hub.rooms import room as rules
from hub.rooms.broken import broken
from hub.rooms.fanout import Fanout
from hub.rooms.live import Live, open_live
from hub.rooms.meters import Meters
from hub.rooms.ports import Bus, Clock, Framer, Leases, Outdated, RoomLog, Stored, Unavailable
from hub.wire import Seen

#: A snapshot is stored whenever the log has grown by this many facts.
SNAPSHOT_EVERY = 500
#: Entries fetched at once when catching up.
FETCH_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Ports:
    """The world, as the composition root supplies it."""

    log: RoomLog
    bus: Bus
    leases: Leases
    clock: Clock
    framer: Framer


@dataclass(slots=True)
class Doors:
    """`worker` names this process among the others; `crowded` says whether many wait to come in here."""

    ports: Ports
    worker: str
    flush_ms_max: float = 25.0
    crowded: Callable[[], bool] = lambda: False
    meters: Meters = field(default_factory=Meters)
    rooms: dict[str, Live] = field(default_factory=dict[str, Live])
    _opening: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, asyncio.Task[None]])
    _early: dict[str, list[ring.Ring]] = field(default_factory=dict[str, list[ring.Ring]])
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def open(self, room_id: str) -> Live:
        """The room, opened if need be; however many ask at once, the log is read once.

        Raises:
            Rejected: `room.unknown`, `room.unavailable` or `hub.outdated`.
        """
        while (live := self.rooms.get(room_id)) is None:
            opening = self._opening.get(room_id)
            if opening is None:
                opening = self._opening[room_id] = asyncio.create_task(self._open(room_id))
                opening.add_done_callback(lambda done: self._opened(room_id, done))
            try:
                await asyncio.shield(opening)
            except Outdated:
                raise Rejected("hub.outdated") from None
            except Unavailable:
                raise Rejected("room.unavailable") from None
        live.quiet_since_ms = self.ports.clock.steady_ms()
        return live

    def _opened(self, room_id: str, opening: "asyncio.Task[None]") -> None:
        del self._opening[room_id]
        if not opening.cancelled():  # as when the loop ends
            opening.exception()  # whoever still waits is told

    async def at(self, wanted: Seen) -> Live:
        """The room, at least as far as the client has seen it: another worker may have been ahead of this one.

        Raises:
            Rejected: `room.unknown`, `room.unavailable` or `hub.outdated`.
        """
        while True:
            live = await self.open(wanted.room)
            if wanted.epoch == live.epoch:
                try:
                    await self.reach(live, wanted.seen)
                except Unavailable:
                    raise Rejected("room.unavailable") from None
            # It may have been closed or started over meanwhile.
            if self.rooms.get(wanted.room) is live:
                return live

    async def _open(self, room_id: str) -> None:
        """Listen first, then read: what is written in between rings."""
        rules.restore(room_id)
        self._early[room_id] = []
        try:
            await self.ports.bus.subscribe(room_id)
            self.meters.log_reads += 1
            live = self._live(room_id, await self.ports.log.load(room_id))
        except Exception:
            await self.ports.bus.unsubscribe(room_id)
            raise
        finally:
            early = self._early.pop(room_id)
        self.rooms[room_id] = live
        for each in early:
            self._rang(live, each)
        self.publish(live, ring.Ring(self.worker, live.epoch, asks=True))

    def _live(self, room_id: str, stored: Stored | None) -> Live:
        if stored is None:
            raise Rejected("room.unknown")
        return open_live(room_id, stored, lambda seq: self._fanout(room_id, seq))

    def _fanout(self, room_id: str, seq: int) -> Fanout:
        return Fanout(
            room_id,
            seq,
            self.ports.framer,
            self.meters,
            flush_ms_max=self.flush_ms_max,
            crowded=self.crowded,
        )

    def publish(self, live: Live, message: ring.Ring) -> None:
        """Ring the other workers."""
        self.ports.bus.publish(live.room.id, ring.encode(message))

    def heard(self, room_id: str, message: bytes) -> None:
        """A message from the bus; what cannot be read is ignored, the log has it."""
        rung = ring.decode(message)
        if rung is None or rung.worker == self.worker:
            return
        live = self.rooms.get(room_id)
        if live is not None:
            self._rang(live, rung)
        elif room_id in self._early:
            self._early[room_id].append(rung)

    def _rang(self, live: Live, rung: ring.Ring) -> None:
        if rung.epoch != live.epoch:
            return
        live.hear(rung.facts())
        for notice in rung.notices:
            live.fanout.notice(notice)
        live.crowd.noted(rung.worker, rung.notices, rung.at_ms)
        if rung.told is not None:
            live.crowd.stale |= live.crowd.told(rung.worker, rung.told, self.ports.clock.steady_ms())
        live.crowd.dirty |= rung.asks
        self.catch_up(live)

    def told(self, live: Live, epoch: str, head: int, *, was_at: int) -> None:
        """Where the log says the room is: catch up, or start over when its history is another one.

        `was_at` is where the room stood when the log was asked; it may have moved on since.
        """
        if epoch != live.epoch or head < was_at:
            self.reset(live)
        else:
            live.follower.told(head)
            self.catch_up(live)

    def catch_up(self, live: Live) -> None:
        """Read what is missing from the log, once at a time per room."""
        if live.follower.behind and not live.repairing:
            live.repairing = True
            self._spawn(self._repair(live))

    async def _repair(self, live: Live) -> None:
        try:
            at = -1
            # Where the log itself has no more, the next heads check says what that means.
            while live.follower.behind and at < live.room.seq:
                at = live.room.seq
                self.meters.gaps_repaired += 1
                await self.reach(live, live.follower.head)
        except Outdated:
            self._dismiss(live, "hub.outdated")
        except Unavailable:
            pass  # the next heads check asks again
        finally:
            live.repairing = False

    async def reach(self, live: Live, seq: int) -> None:
        """Read the log until the room is at `seq`, or at the log's end. Raises `Unavailable`.

        However many ask at once, the log is read once.
        """
        while live.room.seq < seq:
            begun = live.reading
            found = await asyncio.shield(begun or self._start_reading(live))
            # A read that had begun before may have been too early for `seq`.
            if begun is None and not found:
                return

    def _start_reading(self, live: Live) -> "asyncio.Task[bool]":
        live.reading = reading = asyncio.create_task(self._read(live))
        reading.add_done_callback(lambda done: self._was_read(live, done))
        return reading

    async def _read(self, live: Live) -> bool:
        self.meters.log_reads += 1
        entries = await self.ports.log.since(live.room.id, live.room.seq, FETCH_MAX)
        live.hear(entries)
        return bool(entries)

    def _was_read(self, live: Live, reading: "asyncio.Task[bool]") -> None:
        live.reading = None
        if not reading.cancelled():  # as when the loop ends
            reading.exception()  # whoever still waits is told

    def reset(self, live: Live) -> None:
        """This history is not the log's any more (a restored database): everybody starts from a new snapshot."""
        self._dismiss(live, "hub.reset")

    def _dismiss(self, live: Live, code: str) -> None:
        """Close the room here, and tell everybody in it why they have to come back."""
        self._forget(live)
        self._spawn(self._leave(live.room.id))
        for member in live.fanout.members():
            member.bye(Rejected(code))

    def keep_snapshot(self, live: Live, grown: int) -> None:
        """Store the state whenever another `SNAPSHOT_EVERY` facts are in the log."""
        if live.room.seq // SNAPSHOT_EVERY > (live.room.seq - grown) // SNAPSHOT_EVERY:
            self._spawn(self._store(live.room.id, live.epoch, live.room.seq, rules.snapshot(live.room)))

    async def _store(self, room_id: str, epoch: str, seq: int, state: bytes) -> None:
        with suppress(Unavailable):  # a later one will do; the facts are all there
            await self.ports.log.save_snapshot(room_id, epoch, seq, state)

    async def close(self, rooms: Iterable[Live]) -> None:
        """Forget rooms that nobody needs here."""
        for live in rooms:
            self._forget(live)
            await self._leave(live.room.id)

    def _forget(self, live: Live) -> None:
        if self.rooms.get(live.room.id) is live:
            del self.rooms[live.room.id]

    async def _leave(self, room_id: str) -> None:
        """Stop listening, unless somebody has opened the room again."""
        if room_id not in self.rooms and room_id not in self._opening:
            await self.ports.bus.unsubscribe(room_id)
            await self.ports.leases.release(room_id, self.worker)

    async def quiet(self) -> None:
        """Wait until no background reading or storing is on its way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """Nobody waits for it: what went wrong the operator has to know."""
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            broken(error, room="some room", reference=task.get_name())
