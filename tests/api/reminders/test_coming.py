"""Whom the next mail goes to: what is told before is what is sent then."""

from datetime import date

import pytest

from api.reminders.coming import Due, coming, why_none
from api.reminders.due import due_on
from hub.kernel import Role
from persistence.readmodels.advance_board import Part
from persistence.reminders import Night, Reached
from tests.api.reminders.test_due import CREW, DONE, EVERYBODY, NOTHING, OPEN, OWNER, VENUE, a_night, at

WIFI = Part("Wi-Fi", 10, OPEN, NOTHING)


@pytest.mark.parametrize(
    ("day", "hour", "next_day"),
    [(1, 12, "2027-03-03"), (3, 7, "2027-03-03"), (3, 12, "2027-03-03"), (2, 23, "2027-03-03"), (3, 22, "2027-03-04")],
)
def test_the_day_is_the_next_on_which_somebody_may_be_woken(day: int, hour: int, next_day: str) -> None:
    found = coming(a_night(), [OWNER], (), at(day, hour))
    assert found
    assert found.day == next_day


def test_what_was_sent_is_not_next() -> None:
    sent = {*due_on(a_night(), [OWNER], date(2027, 3, 3))}
    found = coming(a_night(), [OWNER], sent, at(3))
    assert found
    assert found.day == "2027-03-07"


def test_what_somebody_was_reminded_of_just_now_is_not_today() -> None:
    sent = {*due_on(a_night(), [OWNER], date(2027, 3, 3))}
    resting = {(each.section, each.account) for each in sent}
    found = coming(a_night(), [OWNER], (), at(3), resting)
    assert found
    assert found.day == "2027-03-04"


def test_everybody_is_told_what_they_are_asked_for() -> None:
    night = a_night(wifi=WIFI, press=Part("Press", 10, NOTHING, OPEN), later=Part("Later", 5, OPEN, OPEN))
    found = coming(night, EVERYBODY, (), at(1))
    assert found
    assert [(each.role, each.sections) for each in found.people] == [
        (Role.OWNER, [Due("wifi", "Wi-Fi", "2027-03-10")]),
        (Role.CREW, [Due("wifi", "Wi-Fi", "2027-03-10")]),
        (Role.VENUE, [Due("press", "Press", "2027-03-10")]),
    ]


@pytest.mark.parametrize(
    ("night", "people", "day", "why"),
    [
        (a_night(wifi=Part("Wi-Fi", None, OPEN, OPEN)), EVERYBODY, 1, "no_deadlines"),
        (a_night(wifi=Part("Wi-Fi", 10, DONE, NOTHING)), EVERYBODY, 1, "answered"),
        (a_night(days=()), EVERYBODY, 1, "never"),
        (a_night(), EVERYBODY, 11, "over"),
        (a_night(), [VENUE], 1, "nobody"),
    ],
)
def test_why_nobody_is_reminded(night: Night, people: list[Reached], day: int, why: str) -> None:
    assert coming(night, people, (), at(day)) is None
    assert why_none(night, people, at(day)) == why


def test_on_the_last_day_everything_may_be_sent() -> None:
    sent = {*due_on(a_night(), [CREW], date(2027, 3, 10))}
    assert coming(a_night(), [CREW], sent, at(10)) is None
    assert why_none(a_night(), [CREW], at(10)) == "sent"
