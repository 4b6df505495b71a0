"""Who is here, on three workers, against the diary of everything that happened."""

from collections import defaultdict
from itertools import permutations
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hub.kernel import Notice
from hub.presence.messages import Focused, Here, Typed
from hub.presence.roster import Attendance, together
from tests.builders import EVENING_MS, an_actor

WORKERS = range(3)
GRACE_MS = 10_000
#: With one more person, too many to be shown by name.
CROWD = 200

workers = st.sampled_from(WORKERS)
people = st.sampled_from(["ana", "ben", "cleo"])


class PresenceMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now_ms = EVENING_MS
        self.attendances = [Attendance() for _ in WORKERS]
        self.diary: dict[tuple[int, str], list[tuple[int, str, Any]]] = defaultdict(list)

    def _write(self, worker: int, person: str, what: str, detail: Any = None) -> None:
        self.diary[worker, person].append((self.now_ms, what, detail))

    def _read(self, worker: int, person: str) -> dict[str, Any] | None:
        """What the diary says of a person on a worker now; None when not here."""
        tabs, gone_at, now = 0, 0, dict[str, Any]()
        for at, what, detail in [*self.diary[worker, person], (self.now_ms, "now", None)]:
            if tabs == 0 and at >= gone_at:
                now = {}
            if what == "came":
                now = now if tabs else {}
                now["here"], tabs = True, tabs + 1
            elif what == "left" and tabs:
                tabs -= 1
                gone_at = at + GRACE_MS
            elif now and what in {"focus", "typing"}:
                now[what] = detail
        return now or None

    def _everybody(self) -> list[dict[str, dict[str, Any]]]:
        found: list[dict[str, dict[str, Any]]] = [{} for _ in WORKERS]
        for worker, person in list(self.diary):
            now = self._read(worker, person)
            if now:
                found[worker][person] = now
        return found

    @rule(ms=st.sampled_from([1, 5_000, 9_999, 10_000]))
    def time_goes_by(self, ms: int) -> None:
        self.now_ms += ms
        for attendance in self.attendances:
            before = attendance.roster()
            assert attendance.expire(self.now_ms) == (attendance.roster() != before)

    @rule(worker=workers, person=people)
    def somebody_comes(self, worker: int, person: str) -> None:
        attendance = self.attendances[worker]
        before = attendance.roster()
        assert attendance.arrive(an_actor(person)) == (attendance.roster() != before)
        self._write(worker, person, "came")

    @rule(worker=workers)
    def a_crowd_comes(self, worker: int) -> None:
        for number in range(CROWD):
            self.attendances[worker].arrive(an_actor(f"w{worker}n{number}"))
            self._write(worker, f"w{worker}n{number}", "came")

    @rule(worker=workers)
    def a_crowd_leaves(self, worker: int) -> None:
        for number in range(CROWD):
            self.attendances[worker].leave(f"w{worker}n{number}", self.now_ms)
            self._write(worker, f"w{worker}n{number}", "left")

    @rule(worker=workers, person=people)
    def somebody_closes_a_tab(self, worker: int, person: str) -> None:
        before = self.attendances[worker].roster()
        self.attendances[worker].leave(person, self.now_ms)
        assert self.attendances[worker].roster() == before
        self._write(worker, person, "left")

    @rule(person=people, field=st.sampled_from(["", "show.title", "show.city"]))
    def somebody_moves(self, person: str, field: str) -> None:
        self._tell(Focused(person=person, field=field), person, "focus", field)

    @rule(person=people, on=st.booleans())
    def somebody_types(self, *, person: str, on: bool) -> None:
        self._tell(Typed(person=person, on=on), person, "typing", on)

    def _tell(self, notice: Notice, person: str, what: str, detail: Any) -> None:
        for worker, attendance in enumerate(self.attendances):
            before = attendance.roster()
            assert attendance.note(notice) == (attendance.roster() != before)
            self._write(worker, person, what, detail)

    @invariant()
    def together_is_what_the_diary_says(self) -> None:
        found = self._everybody()
        rosters = [attendance.roster() for attendance in self.attendances]
        here = together(rosters)
        assert [roster.count for roster in rosters] == [len(there) for there in found]
        assert [attendance.empty for attendance in self.attendances] == [not there for there in found]
        names = sorted({person for there in found for person in there})
        if max(map(len, found)) > 200 or len(names) > 200:
            assert here == Here(count=sum(map(len, found)), people=None)
            return
        assert here.people is not None
        assert [person.id for person in here.people] == names
        assert here.count == len(names)
        for person in here.people:
            seen = [there[person.id] for there in found if person.id in there]
            assert person.focus == max(now.get("focus", "") for now in seen)
            assert person.typing == any(now.get("typing", False) for now in seen)

    @invariant()
    def no_order_of_the_workers_matters(self) -> None:
        rosters = [attendance.roster() for attendance in self.attendances]
        heard = [together(order) for order in permutations(rosters)]
        assert all(here == heard[0] for here in heard)


TestPresence = PresenceMachine.TestCase
