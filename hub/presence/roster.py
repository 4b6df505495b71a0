"""Who is in a room: what one worker knows, and what all workers know together.

People count, not tabs. Who closes the last tab stays for a moment, so that nobody blinks when they reload.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from hub.kernel import Actor, Millis, Notice
from hub.presence.messages import Focused, Here, Person, Typed

#: In a room with more people than this only their count is shown.
PEOPLE_SHOWN_MAX = 200
#: How long somebody without a tab still counts as here.
LEAVE_GRACE_MS = 10_000


class Roster(Struct, frozen=True):
    """One worker's people in a room; `people` is None above `PEOPLE_SHOWN_MAX`."""

    count: int
    people: tuple[Person, ...] | None


class Attendance:
    """One worker's own count for one room. All but `roster` and `expire` cost the same in any crowd."""

    __slots__ = ("_leaving", "_people", "_tabs")

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._tabs: dict[str, int] = {}
        self._leaving: dict[str, Millis] = {}

    @property
    def empty(self) -> bool:
        """Nobody is here, and nobody is in the grace of leaving."""
        return not self._people

    def arrive(self, actor: Actor) -> bool:
        """Count one more tab of a person; True when the roster changed."""
        known = self._people.get(actor.person)
        tabs = self._tabs.get(actor.person, 0)
        person = Person(id=actor.person, name=actor.name, role=actor.role)
        if known is not None and tabs:
            person = replace(person, focus=known.focus, typing=known.typing)
        self._people[actor.person] = person
        self._tabs[actor.person] = tabs + 1
        self._leaving.pop(actor.person, None)
        return known is None or (person != known and self._shown)

    def leave(self, person: str, now_ms: Millis) -> None:
        """Count one tab fewer; the last one starts the grace. Nothing for somebody without a tab."""
        tabs = self._tabs.pop(person, 0)
        if tabs > 1:
            self._tabs[person] = tabs - 1
        elif tabs:
            self._leaving[person] = now_ms + LEAVE_GRACE_MS

    def expire(self, now_ms: Millis) -> bool:
        """Drop everybody whose grace is over; True when the roster changed."""
        gone = [person for person, until_ms in self._leaving.items() if until_ms <= now_ms]
        for person in gone:
            del self._leaving[person], self._people[person]
        return bool(gone)

    def note(self, notice: Notice) -> bool:
        """Remember where a person of this worker is or that they type; True when the roster changed."""
        if not isinstance(notice, Focused | Typed) or notice.person not in self._people:
            return False
        known = self._people[notice.person]
        self._people[known.id] = after = _after(known, notice)
        return after != known and self._shown

    def roster(self) -> Roster:
        """These people as a value; equal for equal people, in whatever order they came."""
        return Roster(len(self._people), _in_order(self._people.values()) if self._shown else None)

    @property
    def _shown(self) -> bool:
        return len(self._people) <= PEOPLE_SHOWN_MAX


def noted(roster: Roster, notices: Iterable[Notice]) -> Roster:
    """Another worker's people after what they told of themselves."""
    if roster.people is None:
        return roster
    people = roster.people
    for notice in notices:
        if isinstance(notice, Focused | Typed):
            people = tuple(_after(each, notice) if each.id == notice.person else each for each in people)
    return Roster(roster.count, people)


def _after(person: Person, notice: Focused | Typed) -> Person:
    if isinstance(notice, Focused):
        return replace(person, focus=notice.field)
    return replace(person, typing=notice.on)


def together(rosters: Iterable[Roster]) -> Here:
    """Everybody on all workers. The order of the rosters does not matter.

    Up to `PEOPLE_SHOWN_MAX` each person counts once. Above it only counts are added up, so a person with tabs
    on two workers counts twice.
    """
    count = 0
    people: dict[str, Person] | None = {}
    for roster in rosters:
        count += roster.count
        if roster.people is None:
            people = None
        if people is not None:
            for person in roster.people or ():
                known = people.get(person.id)
                people[person.id] = person if known is None else _joined(known, person)
    if people is None or len(people) > PEOPLE_SHOWN_MAX:
        return Here(count=count, people=None)
    return Here(count=len(people), people=_in_order(people.values()))


def _joined(one: Person, other: Person) -> Person:
    """One person seen by two workers: the greater of each value, so neither order nor repetition matters."""
    return Person(
        id=one.id,
        name=max(one.name, other.name),
        role=max(one.role, other.role),
        focus=max(one.focus, other.focus),
        typing=one.typing or other.typing,
    )


def _in_order(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (person.name, person.id)))
