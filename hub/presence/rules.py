"""What people tell about themselves while they are here. Nothing of it is kept, so the state is empty.

Who is here at all is not decided by commands: see `hub.presence.roster`.
"""

from msgspec import Struct

from hub.kernel import Fact, Lane, Moment, Outcome
from hub.presence.messages import Focus, Focused, Typed, Typing


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
