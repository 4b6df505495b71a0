"""What a worker does without being asked: compare heads, tell who is here, let go of quiet rooms."""

import asyncio
from collections.abc import Mapping

from hub.presence.roster import Roster
from hub.rooms import ring
from hub.rooms.crowd import HEARTBEAT_MS, LEASE_MS
from hub.rooms.doors import Doors
from hub.rooms.live import Live
from hub.rooms.ports import Unavailable

#: A lost last message cannot hide longer than this ...
HEADS_MS = 1_000
#: ... and while the bus is away, workers find each other's facts this quickly.
HEADS_BUS_AWAY_MS = 200
#: How often changes of attendance are told, in a small crowd and in a large one.
CROWD_MS = 50
CROWD_LARGE_MS = 1_000
CROWD_LARGE = 200
#: A room nobody is in stays open for this long.
IDLE_MS = 60_000


class Keeper:
    """Looks after the open rooms of one worker. `tick` is called every `CROWD_MS`; everything else follows from time."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._clock = doors.ports.clock
        self._next_heads_ms = 0
        self._next_beat_ms = 0
        self._crowd_told_ms: dict[str, int] = {}

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            await self.tick()
            await asyncio.sleep(CROWD_MS / 1000)

    async def tick(self) -> None:
        """Do whatever is due by now."""
        now_ms = self._clock.steady_ms()
        for live in list(self._doors.rooms.values()):
            self._tell_crowd(live, now_ms)
        if now_ms >= self._next_heads_ms:
            self._next_heads_ms = now_ms + (HEADS_MS if self._doors.ports.bus.up else HEADS_BUS_AWAY_MS)
            await self.compare_heads()
        if now_ms >= self._next_beat_ms:
            self._next_beat_ms = now_ms + HEARTBEAT_MS
            await self.beat()
            await self._close_idle(now_ms)

    async def compare_heads(self) -> None:
        """One query for all open rooms; whoever is behind catches up."""
        rooms = dict(self._doors.rooms)
        if not rooms:
            return
        try:
            heads = await self._doors.ports.log.heads(list(rooms))
        except Unavailable:
            return
        for room_id, live in rooms.items():
            if room_id not in heads:
                self._doors.reset(live)
            else:
                self._doors.told(live, *heads[room_id])

    async def beat(self) -> None:
        """Say that this worker lives, and hear which others do: the people of a dead one leave with it."""
        leases = self._doors.ports.leases
        for room_id, live in list(self._doors.rooms.items()):
            await leases.hold(room_id, self._doors.worker, ring.encode_roster(live.crowd.roster()), LEASE_MS)
            if not self._doors.ports.bus.up:
                continue
            living = self._others(await leases.rosters(room_id))
            if live.crowd.reconcile(living):
                live.fanout.notice(live.crowd.here())

    def _others(self, leases: Mapping[str, bytes]) -> dict[str, Roster]:
        read = {name: ring.decode_roster(raw) for name, raw in leases.items() if name != self._doors.worker}
        return {name: roster for name, roster in read.items() if roster is not None}

    def _tell_crowd(self, live: Live, now_ms: int) -> None:
        crowd = live.crowd
        crowd.expire(now_ms)
        pause = CROWD_LARGE_MS if live.fanout.size > CROWD_LARGE else CROWD_MS
        if not crowd.dirty or now_ms < self._crowd_told_ms.get(live.room.id, 0) + pause:
            return
        crowd.dirty = False
        self._crowd_told_ms[live.room.id] = now_ms
        live.fanout.notice(crowd.here())
        self._doors.publish(live, ring.Ring(self._doors.worker, live.epoch, roster=crowd.roster()))

    async def _close_idle(self, now_ms: int) -> None:
        quiet: list[Live] = []
        for live in self._doors.rooms.values():
            if not live.idle:
                live.quiet_since_ms = now_ms
            elif now_ms - live.quiet_since_ms > IDLE_MS:
                quiet.append(live)
        for live in quiet:
            self._crowd_told_ms.pop(live.room.id, None)
        await self._doors.close(quiet)
