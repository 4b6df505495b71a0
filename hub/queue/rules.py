"""What the queue allows: who may ask, who goes when, who may take a request back.

A request is `waiting` until it is called up, `up next` (locked: its singer is on the way) until it plays, and
over when it was played, skipped or withdrawn. A held one keeps its place among those who wait.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec.structs import asdict

from hub.errors import Rejected
from hub.kernel import DESK, Command, Id, Millis, Moment, Outcome, Role
from hub.queue.messages import (
    CalledUp,
    CallUp,
    Configure,
    Configured,
    Finish,
    Held,
    Hold,
    KeptRules,
    Play,
    Played,
    Reorder,
    Reordered,
    Skip,
    Skipped,
    Started,
    Submit,
    Submitted,
    Withdraw,
    Withdrawn,
)
from hub.queue.order import Claim, place_by_priority, place_by_rotation
from hub.queue.state import Entry, Queue

#: Who runs the queue.
RUNNERS = DESK | {Role.SYSTEM}


def _configure(_queue: Queue, command: Configure, _moment: Moment) -> Outcome:
    """New rules move nobody: they count for what is asked, called up and played from now on."""
    return (Configured(rules=KeptRules(**asdict(command.rules))),)


def _submit(queue: Queue, command: Submit, moment: Moment) -> Outcome:
    """The desk asks for guests without a phone too, so it may have any number of open requests."""
    actor = moment.actor
    if len(queue.waiting) >= queue.rules.length_max:
        raise Rejected("queue.full")
    if actor.role not in RUNNERS and _open(queue, actor.person) >= queue.rules.open_max:
        raise Rejected("queue.too_many", max=queue.rules.open_max)
    submitted = Submitted(
        id=moment.fresh_id(),
        person=actor.person,
        name=actor.name,
        title=command.title,
        artist=command.artist,
        note=command.note,
        at_ms=moment.now_ms,
        before=_place(queue, actor.person, moment.now_ms),
    )
    return (submitted,)


def _withdraw(queue: Queue, command: Withdraw, moment: Moment) -> Outcome:
    entry = _entry(queue, command.entry)
    if moment.actor.role not in RUNNERS:
        if entry.person != moment.actor.person:
            raise Rejected("queue.not_yours")
        if queue.standing(entry.id) != "waiting":
            raise Rejected("queue.locked")
    return (Withdrawn(id=entry.id, by=moment.actor.person),)


def _reorder(queue: Queue, command: Reorder, _moment: Moment) -> Outcome:
    entry = _waiting(queue, command.entry)
    if command.before is None:
        return (Reordered(id=entry.id),)
    before = _waiting(queue, command.before)
    return () if before.id == entry.id else (Reordered(id=entry.id, before=before.id),)


def _call_up(queue: Queue, command: CallUp, _moment: Moment) -> Outcome:
    """The desk may name a held one: calling it up lets it go."""
    if len(queue.up_next) >= queue.rules.locked_max:
        raise Rejected("queue.locked_full", max=queue.rules.locked_max)
    if command.entry is not None:
        return (CalledUp(id=_waiting(queue, command.entry).id),)
    ready = queue.ready()
    if not ready:
        raise Rejected("queue.empty")
    return (CalledUp(id=ready[0]),)


def _play(queue: Queue, command: Play, moment: Moment) -> Outcome:
    starting = _next(queue) if command.entry is None else _entry(queue, command.entry).id
    if starting == queue.playing:
        raise Rejected("queue.wrong_state", state="playing", remedy="finish or skip it")
    over = () if queue.playing is None else (Played(id=queue.playing, at_ms=moment.now_ms),)
    locked = [entry for entry in queue.up_next if entry != starting]
    ready = [entry for entry in queue.ready() if entry != starting]
    refill = ready[: max(queue.rules.locked_max - len(locked), 0)]
    return (*over, Started(id=starting, at_ms=moment.now_ms), *(CalledUp(id=entry) for entry in refill))


def _finish(queue: Queue, _command: Finish, moment: Moment) -> Outcome:
    if queue.playing is None:
        raise Rejected("queue.not_playing")
    return (Played(id=queue.playing, at_ms=moment.now_ms),)


def _skip(queue: Queue, command: Skip, moment: Moment) -> Outcome:
    return (Skipped(id=_entry(queue, command.entry).id, at_ms=moment.now_ms),)


def _hold(queue: Queue, command: Hold, _moment: Moment) -> Outcome:
    entry = _waiting(queue, command.entry)
    return () if entry.held == command.on else (Held(id=entry.id, on=command.on),)


def _entry(queue: Queue, entry: Id) -> Entry:
    found = queue.entries.get(entry)
    if found is None:
        raise Rejected("queue.gone")
    return found


def _waiting(queue: Queue, entry: Id) -> Entry:
    found = _entry(queue, entry)
    standing = queue.standing(entry)
    if standing != "waiting":
        raise Rejected("queue.wrong_state", state=standing, remedy="choose one that waits")
    return found


def _next(queue: Queue) -> Id:
    ready = queue.up_next or queue.ready()
    if not ready:
        raise Rejected("queue.empty")
    return ready[0]


def _open(queue: Queue, person: Id) -> int:
    return sum(entry.person == person for entry in queue.entries.values())


def _place(queue: Queue, person: Id, now_ms: Millis) -> Id | None:
    """The waiting entry before which a new request goes, None for last."""
    waiting = [queue.entries[entry] for entry in queue.waiting]
    if queue.rules.mode == "rotation":
        past = (*queue.sung, *(queue.entries[entry].person for entry in queue.up_next))
        place = place_by_rotation(past, [entry.person for entry in waiting], person)
    else:
        claims = [Claim(boost=0, votes=0, at_ms=entry.at_ms) for entry in waiting]
        place = place_by_priority(claims, Claim(boost=0, votes=0, at_ms=now_ms))
    return queue.waiting[place] if place < len(waiting) else None


_DECIDE: Mapping[type[Command], Callable[[Queue, Any, Moment], Outcome]] = MappingProxyType(
    {
        Configure: _configure,
        Submit: _submit,
        Withdraw: _withdraw,
        Reorder: _reorder,
        CallUp: _call_up,
        Play: _play,
        Finish: _finish,
        Skip: _skip,
        Hold: _hold,
    }
)


def decide(queue: Queue, command: Command, moment: Moment) -> Outcome:
    """Answer a command.

    Raises:
        Rejected: a `queue.` code of the catalogue.
    """
    return _DECIDE[type(command)](queue, command, moment)
