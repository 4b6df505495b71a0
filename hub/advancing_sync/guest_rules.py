"""The rules of the guest list: when it is closed, how many fit, and what is counted at the door."""

from hub.advancing_sync import rows
from hub.advancing_sync.form import Form
from hub.advancing_sync.guests import (
    ALLOTMENT,
    CUTOFF_DATE,
    CUTOFF_TIME,
    DAY,
    ZONE,
    Tally,
    closes_ms,
    expected,
    inside,
    taken,
)
from hub.advancing_sync.guests_messages import GUESTS, CheckedIn, CheckIn
from hub.advancing_sync.stamp import next_stamp
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Command, Moment, Role, party_of

#: What nobody of the band's side changes any more when the list is closed.
CLOSING = frozenset({GUESTS, ALLOTMENT, CUTOFF_DATE, CUTOFF_TIME})
_ASKED = (CUTOFF_DATE, CUTOFF_TIME, DAY, ZONE)


def must_be_open(form: Form, command: Command, moment: Moment) -> None:
    """Refuse a change of a list that is closed. Raises `Rejected`: `advance.guests_closed`."""
    if getattr(command, "field", "") not in CLOSING or _keeps(moment):
        return
    answers = {key: form.fields[key].value for key in _ASKED if key in form.fields}
    ends_ms = closes_ms(answers)
    if ends_ms is not None and moment.now_ms >= ends_ms:
        raise Rejected("advance.guests_closed")


def must_fit(before: Form, after: Form) -> None:
    """Refuse what takes more places than there are. Raises `Rejected`: `advance.over_allotment`."""
    register = before.fields.get(ALLOTMENT)
    allotment = register.value if register is not None else None
    if not isinstance(allotment, float | int):
        return
    had, wants = (taken(form.lists.get(GUESTS, {})) for form in (before, after))
    if wants > had and wants > allotment:
        raise Rejected("advance.over_allotment", left=max(0, int(allotment) - had), allotment=int(allotment))


def decide(form: Form, command: CheckIn, moment: Moment) -> tuple[CheckedIn, ...]:
    """The fact of a count; none when nobody came.

    Raises:
        Rejected: `advance.unknown_row`, `advance.all_in` or `advance.nobody_in`.
    """
    row = form.lists.get(GUESTS, {}).get(command.row)
    if row is None or not rows.stands(row):
        raise Rejected("advance.unknown_row")
    there, people, count = inside(form.arrivals, row.id), expected(row), command.count
    if count > people - there and count > 0:
        raise Rejected("advance.all_in", inside=there, people=people)
    if there + count < 0:
        raise Rejected("advance.nobody_in", inside=there)
    if not count:
        return ()
    mine = form.arrivals.get(row.id, {}).get(moment.actor.person, Tally(0, 0, 0))
    return (
        CheckedIn(
            field=GUESTS,
            row=row.id,
            count=count,
            ins=mine.ins + max(count, 0),
            outs=mine.outs + max(-count, 0),
            by=moment.actor.person,
            name=moment.actor.name,
            at_ms=moment.now_ms,
            stamp=next_stamp(form.last, moment.now_ms, moment.actor.person),
        ),
    )


def _keeps(moment: Moment) -> bool:
    actor = moment.actor
    return actor.role in ORGANISERS | {Role.SYSTEM} or party_of(actor) == "venue"
