"""What a worker does without being asked: compare heads, tell who is here, let go of quiet rooms."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from hub.rooms import ring
from hub.rooms.broken import broken
from hub.rooms.crowd import HEARTBEAT_MS, LEASE_MS
from hub.rooms.doors import Doors
from hub.rooms.live import Live
from hub.rooms.ports import Unavailable

#: A lost last message cannot hide longer than this ...
HEADS_MS = 1_000
#: ... and while the bus is away, workers find each other's facts this quickly.
HEADS_BUS_AWAY_MS = 200
#: How often changes of attendance are told: a list grows with the people, and goes to all of them ...
CROWD_MS_MIN = 50
CROWD_MS_PER_SOCKET = 5.0
#: ... a large crowd is only counted, and what it costs is a write per socket.
CROWD_MS_COUNTED = 1_000
CROWD_MS_PER_COUNTED = 0.5
#: A room nobody is in stays open for this long.
IDLE_MS = 60_000


class Keeper:
    """Looks after the open rooms of one worker: three duties, so that none waits for another's store."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._clock = doors.ports.clock
        self._crowd_told_ms: dict[str, int] = {}

    async def run(self) -> None:
        """Do all duties until cancelled."""
        async with asyncio.TaskGroup() as duties:
            duties.create_task(self._every(lambda: CROWD_MS_MIN, self.tell_crowds))
            duties.create_task(self._every(self._heads_ms, self.compare_heads))
            duties.create_task(self._every(lambda: HEARTBEAT_MS, self.beat))

    async def _every(self, pause_ms: Callable[[], int], duty: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await duty()
            except Exception as error:  # noqa: BLE001  the next round may fare better
                broken(error, room="every room", reference=getattr(duty, "__name__", ""))
            await asyncio.sleep(pause_ms() / 1000)

    def _heads_ms(self) -> int:
        return HEADS_MS if self._doors.ports.bus.up else HEADS_BUS_AWAY_MS

    async def compare_heads(self) -> None:
        """One query for all open rooms; whoever is behind catches up."""
        asked = {room_id: (live, live.room.seq) for room_id, live in self._doors.rooms.items()}
        if not asked:
            return
        try:
            heads = await self._doors.ports.log.heads(list(asked))
        except Unavailable:
            return
        for room_id, (live, was_at) in asked.items():
            if self._doors.rooms.get(room_id) is live:
                epoch, head = heads.get(room_id, ("", 0))
                self._doors.told(live, epoch, head, was_at=was_at)

    async def beat(self) -> None:
        """Say that this worker lives, and hear which others do: the people of a dead one leave with it."""
        leases, bus = self._doors.ports.leases, self._doors.ports.bus
        for room_id, live in list(self._doors.rooms.items()):
            if self._doors.rooms.get(room_id) is not live:
                continue  # closed or started over while another room's store answered
            told = live.crowd.tell(self._clock.steady_ms())
            await leases.hold(room_id, self._doors.worker, ring.encode_told(told), LEASE_MS)
            if not bus.up:
                live.crowd.excuse(self._clock.steady_ms())
                continue
            others = self._others(await leases.rosters(room_id))
            live.crowd.stale |= live.crowd.reconcile(others, self._clock.steady_ms())
        await self._close_idle()

    def _others(self, leases: Mapping[str, bytes]) -> dict[str, ring.Told]:
        read = {name: ring.decode_told(raw) for name, raw in leases.items() if name != self._doors.worker}
        return {name: told for name, told in read.items() if told is not None}

    async def tell_crowds(self) -> None:
        """Tell every room in which people came or went, here and on the other workers."""
        now_ms = self._clock.steady_ms()
        for live in self._doors.rooms.values():
            live.crowd.expire(now_ms)
            due_ms = self._crowd_told_ms.get(live.room.id, 0) + crowd_pause_ms(live.fanout.size)
            if (live.crowd.dirty or live.crowd.stale) and now_ms >= due_ms:
                self._tell_crowd(live, now_ms)

    def _tell_crowd(self, live: Live, now_ms: int) -> None:
        self._crowd_told_ms[live.room.id] = now_ms
        live.fanout.notice(live.crowd.here())
        if live.crowd.dirty:
            self._doors.publish(live, ring.Ring(self._doors.worker, live.epoch, told=live.crowd.tell(now_ms)))
        live.crowd.dirty = live.crowd.stale = False

    async def _close_idle(self) -> None:
        now_ms = self._clock.steady_ms()
        quiet: list[Live] = []
        for live in self._doors.rooms.values():
            if not live.idle:
                live.quiet_since_ms = now_ms
            elif now_ms - live.quiet_since_ms > IDLE_MS:
                quiet.append(live)
        for live in quiet:
            if live.idle and now_ms - live.quiet_since_ms > IDLE_MS:  # somebody may have come while another closed
                self._crowd_told_ms.pop(live.room.id, None)
                await self._doors.close([live])


def crowd_pause_ms(sockets: int) -> float:
    """Between two tellings of who is in a room with so many sockets on this worker."""
    return max(CROWD_MS_MIN, min(CROWD_MS_COUNTED, sockets * CROWD_MS_PER_SOCKET), sockets * CROWD_MS_PER_COUNTED)
