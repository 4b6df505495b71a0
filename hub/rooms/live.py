"""One open room on one worker: where it stands in the log, who sits in it, and what a newcomer is told."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from msgspec import UNSET, Raw

from hub.errors import Rejected
from hub.kernel import Actor, Command, Seat
from hub.rooms import room as rules
from hub.rooms.block import Block, Member
from hub.rooms.crowd import Crowd
from hub.rooms.fanout import Fanout
from hub.rooms.follower import Follower
from hub.rooms.history import RESUME_FACTS_MAX, History, pairs
from hub.rooms.ports import Entry, Stored
from hub.rooms.room import Room
from hub.wire import Format, Notices, Seen, Welcome

#: A shown state is reused for newcomers while at most this many facts lead from it to now.
SHOWN_FACTS_MAX = 100
#: What newcomers missed is kept for others who missed the same: so many stretches.
MISSED_MAX = 16


#: Gets the seq of a command's first fact (0 when it made none), or the refusal.
Answer: TypeAlias = Callable[[int | Rejected], None]


@dataclass(slots=True, eq=False)
class Pending:
    """A command that waits to be decided. It is answered once: what was said first stands."""

    actor: Actor
    id: str
    command: Command
    answer: Answer
    settled: bool = False
    repeats: tuple["Pending", ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes a retry the same command."""
        return self.actor.person, self.id

    def settle(self, result: int | Rejected) -> None:
        """Answer this and its repeats."""
        if not self.settled:
            self.settled = True
            self.answer(result)
            for each in self.repeats:
                each.settle(result)


@dataclass(slots=True, eq=False)
class Live:
    """A room as this worker has it. `room.seq`, `follower.seq` and the history's end are always the same number."""

    room: Room
    epoch: str
    follower: Follower
    fanout: Fanout
    history: History = field(default_factory=History)
    crowd: Crowd = field(default_factory=Crowd)
    waiting: list[Pending] = field(default_factory=list[Pending])
    pumping: bool = False
    repairing: bool = False
    reading: "asyncio.Task[bool] | None" = None
    quiet_since_ms: int = 0
    shown: dict[tuple[Seat, str], tuple[int, Raw]] = field(default_factory=dict[tuple[Seat, str], tuple[int, Raw]])
    missed: dict[tuple[Seat, str, int, int], list[tuple[int, Raw]]] = field(
        default_factory=dict[tuple[Seat, str, int, int], list[tuple[int, Raw]]]
    )

    def hear(self, entries: Iterable[Entry]) -> None:
        """Fold and send whatever now follows in order."""
        for entry in self.follower.hear(entries):
            self.room = rules.apply(self.room, entry.fact)
            self.fanout.fact(self.history.add(entry))

    def welcome(self, actor: Actor, form: Format, wanted: Seen, block: Block) -> Welcome:
        """What this newcomer has to know to sit in the block: what they missed, or a state and the rest."""
        seat = block.seat
        if wanted.seen > block.at:
            self.fanout.hurry(block)
        state: Any = UNSET
        at = wanted.seen
        if not self._can_resume(wanted, block.at):
            at, state = self._state(seat, form, block)
        return Welcome(self.room.id, self.epoch, actor, at, block.at, self._missed(at, block.at, seat, form), state)

    def seat_of(self, actor: Actor, sections: tuple[str, ...] = ()) -> Seat:
        """Where the actor sits. Raises `Rejected` when this kind of room has no seat for the role."""
        return rules.seat_of(self.room, actor, sections)

    def here(self, seat: Seat, form: Format) -> Notices:
        """Who is in the room, as a frame for a newcomer to this seat."""
        return Notices(self.room.id, [Raw(form.encode(rules.tell(self.crowd.here(), seat)))])

    def join(self, member: Member, block: Block) -> None:
        """The member was welcomed to the block: from now on it gets what everybody gets."""
        self.fanout.join(member, block)
        self.crowd.arrive(member.actor)

    def leave(self, member: Member, now_ms: int) -> None:
        """The member's socket is gone."""
        self.fanout.leave(member)
        self.crowd.leave(member.actor.person, now_ms)

    @property
    def idle(self) -> bool:
        """Whether nobody needs this room on this worker."""
        return not (self.fanout.size or self.waiting or self.pumping) and self.crowd.empty

    def _can_resume(self, wanted: Seen, upto: int) -> bool:
        missed = upto - wanted.seen
        return wanted.epoch == self.epoch and 0 <= missed <= RESUME_FACTS_MAX and self.history.covers(wanted.seen, upto)

    def _missed(self, after: int, upto: int, seat: Seat, form: Format) -> list[tuple[int, Raw]]:
        """The facts between; thousands who come back together were cut off at the same place."""
        key = (seat, form.name, after, upto)
        if key not in self.missed:
            if len(self.missed) >= MISSED_MAX:
                self.missed.clear()
            self.missed[key] = pairs(self.history.between(after, upto), seat, form)
        return self.missed[key]

    def _state(self, seat: Seat, form: Format, block: Block) -> tuple[int, Raw]:
        """A recent state that `history` leads on from; thousands who join together share one."""
        key = (seat, form.name)
        at, state = self.shown.get(key, (-1, Raw()))
        if at > block.at:
            self.fanout.hurry(block)
        if at < block.at - SHOWN_FACTS_MAX or not self.history.covers(at, block.at):
            self.fanout.hurry(block)
            at, state = self.room.seq, Raw(form.encode(rules.show(self.room, seat)))
            self.shown[key] = (at, state)
        return at, state


def open_live(room_id: str, stored: Stored, make_fanout: Callable[[int], Fanout]) -> Live:
    """The room from what the log has of it: nothing of it was sent to anybody yet."""
    room = rules.restore(room_id, stored.snapshot_seq, stored.snapshot)
    history = History()
    for entry in stored.tail:
        room = rules.apply(room, entry.fact)
        history.add(entry)
    return Live(room, stored.epoch, Follower(room.seq), make_fanout(room.seq), history)
