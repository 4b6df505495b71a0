"""What people tell about themselves while they are here. Nothing of it is kept, so the state is empty.

Who is here at all is not decided by commands: see `hub.presence.roster`.
"""

from collections.abc import Collection

from msgspec import Struct
from msgspec.structs import replace

from hub.kernel import Fact, Lane, Moment, Notice, Outcome
from hub.presence.messages import Focus, Focused, Here, Person, Typed, Typing


class Presence(Struct, frozen=True):
    """Nothing: presence makes no facts."""


def decide(_presence: Presence, command: Focus | Typing, moment: Moment) -> Outcome:
    """Tell the others where this person is, or that they type."""
    person = moment.actor.person
    if isinstance(command, Focus):
        return (Focused(person=person, field=command.field),)
    return (Typed(person=person, on=command.on),)


def apply(presence: Presence, _fact: Fact) -> Presence:
    """There is no fact to fold in."""
    return presence


def show(presence: Presence, _lane: Lane) -> Presence:
    """There is nothing to hide."""
    return presence


def blur(notice: Focused | Typed | Here, sections: Collection[str]) -> Notice:
    """What who sees only these sections is told: who is elsewhere is here, but in no field."""
    if isinstance(notice, Focused):
        return notice if _within(notice.field, sections) else replace(notice, field="")
    if isinstance(notice, Here) and notice.people is not None:
        return replace(notice, people=tuple(_blurred(each, sections) for each in notice.people))
    return notice


def _blurred(person: Person, sections: Collection[str]) -> Person:
    return person if _within(person.focus, sections) else replace(person, focus="")


def _within(place: str, sections: Collection[str]) -> bool:
    return place.partition(".")[0] in sections
