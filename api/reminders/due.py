"""Who is to be reminded of what now: a rule without a clock or a database."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.kernel import ORGANISERS, PARTIES, Millis, Party, Role, is_private
from persistence.reminders import Night, Reached, Reminder

#: Local hours at the venue in which people are left alone.
QUIET_FROM, QUIET_TO = 22, 8


def due(night: Night, people: Sequence[Reached], now_ms: Millis) -> list[Reminder]:
    """What is due at this moment; nothing in quiet hours.

    Of the days of the plan the last that has come counts: after a day on which no mail went out, one goes out for all.
    """
    now = local(night, now_ms)
    if not QUIET_TO <= now.hour < QUIET_FROM:
        return []
    return [*due_on(night, people, now.date())]


def local(night: Night, now_ms: Millis) -> datetime:
    """A moment at the venue."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(_zone(night.timezone))


def deadline(night: Night, days: int) -> date:
    """So many days before the show."""
    return date.fromisoformat(night.day) - timedelta(days=days)


def due_on(night: Night, people: Sequence[Reached], today: date) -> Iterator[Reminder]:
    """What is due on a day, as long as nobody answers."""
    for key, part in night.parts.items():
        if part.due is None:
            continue
        on = deadline(night, part.due)
        left = (on - today).days
        step = min((days for days in night.plan if days >= left), default=None)
        if left < 0 or step is None:
            continue
        for side in PARTIES:
            if part.half(side).waits:
                yield from (
                    Reminder(key, each.account, on.isoformat(), step)
                    for each in people
                    if answers(each, key, side, night)
                )


def answers(person: Reached, section: str, side: Party, night: Night) -> bool:
    """Whether somebody speaks for that side and sees that section."""
    theirs = "venue" if person.role is Role.VENUE else night.side
    return theirs == side and (person.role in ORGANISERS or not is_private(section))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # one that the machine has no more
        return ZoneInfo("UTC")
