"""What people tell about themselves while they are here."""

import pytest

from hub.kernel import Command, Notice
from hub.presence import PRESENCE
from hub.presence.messages import Focus, Focused, Here, Typed, Typing
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


@pytest.mark.parametrize(
    ("earlier", "later", "about_the_same"),
    [
        (Focused(person="ana", field="a.b"), Focused(person="ana", field="a.c"), True),
        (Focused(person="ana", field="a.b"), Focused(person="ben", field="a.b"), False),
        (Typed(person="ana", on=True), Typed(person="ana", on=False), True),
        (Typed(person="ana", on=True), Typed(person="ben", on=True), False),
        (Here(count=1, people=None), Here(count=2, people=None), True),
    ],
)
def test_the_latest_of_each_person_counts(earlier: Notice, later: Notice, about_the_same: bool) -> None:  # noqa: FBT001
    assert (earlier.key() == later.key()) is about_the_same
