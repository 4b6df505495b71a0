"""Who is in one room, over all workers: the own attendance, the other workers' rosters, and when to tell."""

from collections.abc import Mapping

from hub.kernel import Actor, Notice
from hub.presence.messages import Here
from hub.presence.roster import Attendance, Roster, together

#: A worker that was not heard of for this long has taken its people with it.
LEASE_MS = 20_000
#: How often a worker says that it lives.
HEARTBEAT_MS = 5_000


class Crowd:
    """Presence of one room on one worker."""

    __slots__ = ("_attendance", "_others", "dirty")

    def __init__(self) -> None:
        self._attendance = Attendance()
        self._others: dict[str, Roster] = {}
        self.dirty = False

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

    def told(self, worker: str, roster: Roster) -> bool:
        """Another worker's people; whether that changed anything."""
        changed = self._others.get(worker) != roster
        self._others[worker] = roster
        return changed

    def reconcile(self, rosters: Mapping[str, Roster]) -> bool:
        """The living rosters of the other workers, as the leases have them; whether that changed anything."""
        changed = self._others != rosters
        self._others = dict(rosters)
        return changed

    @property
    def empty(self) -> bool:
        """Whether nobody is here on this worker, not even in grace."""
        return self._attendance.empty

    def roster(self) -> Roster:
        """This worker's people."""
        return self._attendance.roster()

    def here(self) -> Here:
        """Everybody."""
        return together([self.roster(), *self._others.values()])
