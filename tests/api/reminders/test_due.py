"""Who is reminded of what, at which moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from api.reminders.due import due
from hub.kernel import Millis, Role
from persistence.readmodels.advance_board import Half, Part
from persistence.reminders import USUAL, Night, Reached

OPEN, DONE, SUBMITTED, NOTHING = Half(1, 3, "open"), Half(3, 3, "open"), Half(1, 3, "submitted"), Half(0, 0, "open")
OWNER, CREW, VENUE = (Reached(role.value, f"{role}@hub.test", role) for role in (Role.OWNER, Role.CREW, Role.VENUE))
EVERYBODY = [OWNER, CREW, VENUE]
ZONE = "America/New_York"


def a_night(days: tuple[int, ...] = USUAL, zone: str = ZONE, **parts: Part) -> Night:
    """On 20 March; sections are due ten days before."""
    return Night("Night", "2027-03-20", zone, "band", parts or {"wifi": Part("Wi-Fi", 10, OPEN, NOTHING)}, days)


def at(day: int, hour: int = 12, zone: str = ZONE) -> Millis:
    return int(datetime(2027, 3, day, hour, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("day", "days"),
    [(2, None), (3, 7), (4, 7), (6, 7), (7, 3), (8, 3), (9, 1), (10, 0), (11, None)],
)
def test_the_last_step_that_has_come_counts_until_the_deadline_is_over(day: int, days: int | None) -> None:
    found = due(a_night(), [OWNER], at(day))
    assert [(each.section, each.account, each.due_day, each.days) for each in found] == (
        [] if days is None else [("wifi", "owner", "2027-03-10", days)]
    )


@pytest.mark.parametrize(("hour", "sent"), [(7, False), (8, True), (21, True), (22, False), (0, False)])
def test_nobody_is_woken_at_the_venue(hour: int, sent: bool) -> None:  # noqa: FBT001
    assert bool(due(a_night(), [OWNER], at(10, hour))) is sent


def test_the_day_is_the_venues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.reminders.due.QUIET_FROM", 24)
    # On 2 March at 23 o'clock in New York it is 3 March elsewhere.
    assert due(a_night(), [OWNER], at(2, 23)) == []


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc"])
def test_a_zone_that_there_is_not_is_utc(zone: str) -> None:
    assert due(a_night(zone=zone), [OWNER], at(3, 9, "UTC"))
    assert not due(a_night(zone=zone), [OWNER], at(3, 7, "UTC"))


@pytest.mark.parametrize(
    ("part", "accounts"),
    [
        (Part("Wi-Fi", 10, OPEN, NOTHING), ["owner", "crew"]),
        (Part("Wi-Fi", 10, NOTHING, OPEN), ["venue"]),
        (Part("Wi-Fi", 10, OPEN, OPEN), ["owner", "crew", "venue"]),
        (Part("Wi-Fi", 10, SUBMITTED, DONE), []),
        (Part("Wi-Fi", None, OPEN, OPEN), []),
    ],
)
def test_the_side_that_has_to_answer_is_asked_until_it_has_answered_or_submitted(
    part: Part, accounts: list[str]
) -> None:
    assert [each.account for each in due(a_night(wifi=part), EVERYBODY, at(10))] == accounts


def test_a_private_section_is_for_organisers() -> None:
    found = due(a_night(money=Part("Money", 10, OPEN, OPEN)), EVERYBODY, at(10))
    assert [each.account for each in found] == ["owner"]


def test_a_show_may_remind_at_other_times_or_never() -> None:
    assert due(a_night(days=()), [OWNER], at(10)) == []
    assert [each.days for each in due(a_night(days=(5,)), [OWNER], at(10))] == [5]
