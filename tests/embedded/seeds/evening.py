"""A seeded room without a database: each step is decided and folded as the service would."""

from collections.abc import Iterable

from embedded.seeds.people import Step
from hub.kernel import Fact
from hub.rooms import room as rules
from hub.rooms.room import Room
from tests.builders import a_moment


def played_through(room_id: str, steps: Iterable[Step]) -> Room:
    """The room after all steps; raises what the rules refuse."""
    room = rules.restore(room_id)
    for actor, command in steps:
        rules.authorise(room, actor, command)
        for outcome in rules.decide(room, command, a_moment(actor)):
            if isinstance(outcome, Fact):
                room = rules.apply(room, outcome)
    return room
