"""The protections of a worker that a negative twin does without, each as it would be if it had been forgotten."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from hub.advancing_sync import register
from hub.rooms import crowd, keeper
from hub.rooms import room as rules
from hub.rooms.doors import Doors
from hub.rooms.follower import Follower
from hub.rooms.history import History
from hub.rooms.keeper import Keeper
from hub.rooms.live import Live
from hub.rooms.service import Service
from persistence.redis_bus import RedisBus
from persistence.room_log import PostgresRoomLog
from tests.faults.unprotected.links import no_patience_bound, wall_stamps
from tests.faults.unprotected.put import put


def ack_before_commit() -> None:
    """Commands are answered when they are decided, and written a moment later."""
    service: Any = Service
    commit = service._commit

    async def late(self: Any, live: Any, batch: Sequence[Any]) -> Any:
        for pending, seq in self._decide(live, batch).done:
            pending.settle(seq)
        await asyncio.sleep(0.2)
        return await commit(self, live, batch)

    put(Service, "_commit", late)


def follower_without_gaps() -> None:
    """Whatever rings is taken for the next fact; nobody compares it with what is there."""

    def hear(self: Live, entries: Iterable[Any]) -> None:
        for entry in entries:
            if entry.seq > self.room.seq:
                self.room = replace(rules.apply(self.room, entry.fact), seq=entry.seq)
                self.follower.seq = self.follower.head = entry.seq
                self.fanout.fact(self.history.add(entry))

    def told(_self: Follower, _head: int) -> None:
        """Where the log is does not matter."""

    put(Live, "hear", hear)
    put(Follower, "told", told)


def no_heads() -> None:
    """Nobody compares the open rooms with the log."""

    async def compare_heads(_self: Keeper) -> None:
        """The bus will have said everything."""

    put(Keeper, "compare_heads", compare_heads)


def no_dedupe() -> None:
    """A repeated command is a new one. The unique key is dropped by the run itself."""

    async def find(_self: PostgresRoomLog, _room: str, _commands: Sequence[Any]) -> Mapping[Any, int]:
        return {}

    def first_seq_of(_self: History, _person: str, _command_id: str) -> None:
        return None

    def settle_known(_self: Service, _live: Any, batch: Sequence[Any]) -> list[Any]:
        return list(batch)

    put(PostgresRoomLog, "find", find)
    put(History, "first_seq_of", first_seq_of)
    put(Service, "_settle_known", settle_known)


def resume_with_a_part() -> None:
    """Who comes back gets what happens to be at hand, as if that were all."""

    def can_resume(self: Live, wanted: Any, upto: int) -> bool:
        return wanted.epoch == self.epoch and wanted.seen <= upto

    put(Live, "_can_resume", can_resume)


def no_canary() -> None:
    """A link to Redis that is open is taken for one that works."""
    bus: Any = RedisBus
    watch = bus._watch

    async def trusting(self: Any, link: Any) -> None:
        self.silent_s = float("inf")
        await watch(self, link)

    def connected(self: Any) -> bool:
        return self._link is not None and not self._link.lost.is_set()

    put(RedisBus, "_watch", trusting)
    put(RedisBus, "up", property(connected))


def presence_for_ever() -> None:
    """What a worker said of its people holds until it says otherwise."""
    for module in (crowd, keeper):
        put(module, "LEASE_MS", 10**9)


def stale_welcome() -> None:
    """Who comes back is welcomed where this worker happens to be, and it does not look whether that is the end."""

    async def at(self: Doors, wanted: Any) -> Any:
        return await self.open(wanted.room)

    put(Doors, "at", at)
    put(keeper, "HEADS_MS", 60_000)
    put(keeper, "HEADS_BUS_AWAY_MS", 60_000)


def forgets_what_was_typed() -> None:
    """The last writer of a field wins; what somebody else had typed meanwhile is gone."""
    registers: Any = register

    def write(_register: Any, new: Any, _saw: str) -> Any:
        return registers._register([new], (new.stamp,), ())

    put(register, "write", write)


SWITCHES: Mapping[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        ack_before_commit,
        follower_without_gaps,
        no_heads,
        no_dedupe,
        resume_with_a_part,
        no_canary,
        presence_for_ever,
        stale_welcome,
        forgets_what_was_typed,
        no_patience_bound,
        wall_stamps,
    )
}
