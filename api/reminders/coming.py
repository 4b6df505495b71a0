"""Whom the next reminder of a show goes to, and why there is none: for whoever sets when people are reminded."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

from api.reminders.due import QUIET_FROM, answers, deadline, due_on, local
from hub.kernel import PARTIES, Id, Millis, Party, Role
from persistence.reminders import Night, Reached, Reminder

#: Why nobody is reminded: the show is off; never, as the plan says; no deadline; all answered; those who have to answer
#: have no account here; all deadlines are over; everything was sent. Nothing when somebody is.
Why: TypeAlias = Literal["", "show_off", "never", "no_deadlines", "answered", "nobody", "over", "sent"]


class Due(Struct, frozen=True):
    """A section, what it is called, and the day on which it is due."""

    section: str
    label: str
    day: str


class Addressed(Struct, frozen=True):
    """Somebody who gets a mail, and about what."""

    account: Id
    name: str
    role: Role
    sections: list[Due]


class Coming(Struct, frozen=True):
    """The next mails: the day on which they go out, at the venue, if nobody answers before."""

    day: str
    people: list[Addressed]


def coming(
    night: Night,
    people: Sequence[Reached],
    settled: Collection[Reminder],
    now_ms: Millis,
    resting: Collection[tuple[str, Id]] = (),
) -> Coming | None:
    """The next mails of a show by the rule of `due`; None when there are none.

    `settled` are sent already; `resting` are sections that an account was reminded of just now: not today again.
    """
    now = local(night, now_ms)
    first = now.date() + timedelta(days=now.hour >= QUIET_FROM)
    for day in sorted({first, first + timedelta(days=1), *_steps(night, first)}):
        rests = resting if day == now.date() else ()
        found = [
            each
            for each in due_on(night, people, day)
            if each not in settled and (each.section, each.account) not in rests
        ]
        if found:
            return Coming(day.isoformat(), [each for each in _addressed(night, people, found) if each.sections])
    return None


def why_none(night: Night, people: Sequence[Reached], now_ms: Millis) -> Why:
    """Why no mail is to come where `coming` found none."""
    open_parts = [*_open(night)]
    today = local(night, now_ms).date()
    if all(part.due is None for part in night.parts.values()):
        return "no_deadlines"
    if not open_parts:
        return "answered"
    if not night.plan:
        return "never"
    if all(on < today for _, on, _ in open_parts):
        return "over"
    asked = any(answers(each, key, side, night) for key, _, side in open_parts for each in people)
    return "sent" if asked else "nobody"


def _open(night: Night) -> Iterator[tuple[str, date, Party]]:
    """Section, deadline and side of everything that has one and is waited for."""
    for key, part in night.parts.items():
        for side in PARTIES:
            if part.due is not None and part.half(side).waits:
                yield key, deadline(night, part.due), side


def _steps(night: Night, first: date) -> set[date]:
    """The days of the plan that are still to come."""
    days = {deadline(night, part.due) for part in night.parts.values() if part.due is not None}
    return {on - timedelta(days=step) for on in days for step in night.plan if on - timedelta(days=step) >= first}


def _addressed(night: Night, people: Sequence[Reached], found: Sequence[Reminder]) -> list[Addressed]:
    return [
        Addressed(
            person.account,
            person.name,
            person.role,
            [
                Due(each.section, night.parts[each.section].label, each.due_day)
                for each in found
                if each.account == person.account
            ],
        )
        for person in people
    ]
