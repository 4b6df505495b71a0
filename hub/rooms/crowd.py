"""Who is in one room, over all workers: the own attendance, the other workers' rosters, and when to tell."""

from collections.abc import Mapping, Sequence

from hub.kernel import Actor, Notice
from hub.presence.messages import Here
from hub.presence.roster import Attendance, noted, together
from hub.rooms.ring import Told

#: A worker that was not heard of for this long has taken its people with it.
LEASE_MS = 20_000
#: How often a worker says that it lives.
HEARTBEAT_MS = 5_000


class Crowd:
    """Presence of one room on one worker.

    `dirty`: the own people changed, so everybody has to be told; `stale`: others' did, so only those here have to.
    """

    __slots__ = ("_attendance", "_heard_ms", "_others", "_told_ms", "dirty", "stale")

    def __init__(self) -> None:
        self._attendance = Attendance()
        self._others: dict[str, Told] = {}
        self._heard_ms: dict[str, int] = {}
        self._told_ms = 0
        self.dirty = False
        self.stale = False

    def arrive(self, actor: Actor) -> None:
        """A socket of this person joined here."""
        self.dirty |= self._attendance.arrive(actor)

    def leave(self, person: str, now_ms: int) -> None:
        """A socket of this person left; they are gone when the grace is over."""
        self._attendance.leave(person, now_ms)

    def expire(self, now_ms: int) -> None:
        """Let go of those whose grace is over."""
        self.dirty |= self._attendance.expire(now_ms)

    def note(self, notice: Notice) -> None:
        """Remember where a person of this worker is, for those who come later."""
        self._attendance.note(notice)

    def told(self, worker: str, told: Told, now_ms: int) -> bool:
        """Another worker's people; whether that changed anything. Only what is new is a sign of life."""
        known = self._others.get(worker)
        if known is not None and known.at_ms >= told.at_ms:
            return False
        self._heard_ms[worker] = now_ms
        self._others[worker] = told
        return known is None or known.roster != told.roster

    def noted(self, worker: str, notices: Sequence[Notice], at_ms: int) -> None:
        """Where people of another worker were at `at_ms` of its clock: what it told before that is old now."""
        known = self._others.get(worker)
        if notices and known is not None and known.at_ms < at_ms:
            self._others[worker] = Told(at_ms, noted(known.roster, notices))

    def reconcile(self, leases: Mapping[str, Told], now_ms: int) -> bool:
        """The leases of the other workers; whether that changed anything.

        A lease is as old as the last heartbeat, so what the bus told since stands, and who has none yet may have told.
        """
        changed = False
        for worker, told in leases.items():
            changed |= self.told(worker, told, now_ms)
        for worker in [each for each, heard_ms in self._heard_ms.items() if now_ms - heard_ms >= LEASE_MS]:
            del self._others[worker], self._heard_ms[worker]
            changed = True
        return changed

    def excuse(self, now_ms: int) -> None:
        """Nobody can be heard now: their silence does not count."""
        self._heard_ms = dict.fromkeys(self._heard_ms, now_ms)

    @property
    def empty(self) -> bool:
        """Whether nobody is here on this worker, not even in grace."""
        return self._attendance.empty

    def tell(self, now_ms: int) -> Told:
        """This worker's people, for the others; each time a later one."""
        return Told(self.stamp(now_ms), self._attendance.roster())

    def stamp(self, now_ms: int) -> int:
        """The moment of what this worker tells now: later than all that it told before."""
        self._told_ms = max(now_ms, self._told_ms + 1)
        return self._told_ms

    def here(self) -> Here:
        """Everybody."""
        return together([self._attendance.roster(), *(each.roster for each in self._others.values())])
