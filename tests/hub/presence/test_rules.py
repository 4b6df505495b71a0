"""What people tell about themselves while they are here."""

import pytest

from hub.kernel import Command, Notice
from hub.presence import PRESENCE
from hub.presence.messages import Focus, Focused, Typed, Typing
from hub.presence.rules import Presence
from tests.builders import LANES, a_moment, a_posted, an_actor, decided


@pytest.mark.parametrize(
    ("command", "notice"),
    [
        (Focus(field="schedule.doors"), Focused(person="ana", field="schedule.doors")),
        (Focus(), Focused(person="ana", field="")),
        (Typing(), Typed(person="ana", on=True)),
        (Typing(on=False), Typed(person="ana", on=False)),
    ],
)
def test_what_a_person_does_is_told_and_not_kept(command: Command, notice: Notice) -> None:
    state, outcome = decided(PRESENCE, Presence(), command, a_moment(an_actor("ana")))

    assert outcome == (notice,)
    assert state == Presence()


def test_presence_keeps_nothing_and_hides_nothing() -> None:
    somebody_elses = a_posted()

    assert PRESENCE.facts == ()
    assert PRESENCE.apply(Presence(), somebody_elses) == Presence()
    for lane in LANES:
        assert PRESENCE.show(Presence(), lane) == Presence()
