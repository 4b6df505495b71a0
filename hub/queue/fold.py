"""How each fact changes the queue, and what each lane sees of it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal

from msgspec.structs import replace

from hub.kernel import Fact, Id, Lane, Millis
from hub.queue.messages import (
    CalledUp,
    Configured,
    Held,
    Played,
    Reordered,
    Skipped,
    Started,
    Submitted,
    Withdrawn,
)
from hub.queue.state import Entry, Past, Queue

#: How many of the latest that were played or skipped the state keeps.
HISTORY_MAX = 50
#: How many people rotation remembers. Whose last turn is farther back than that counts as not having sung.
SUNG_MAX = 2000


def _without(order: tuple[Id, ...], entry: Id) -> tuple[Id, ...]:
    return tuple(i for i in order if i != entry)


def _inserted(order: tuple[Id, ...], entry: Id, before: Id | None) -> tuple[Id, ...]:
    place = len(order) if before is None else order.index(before)
    return (*order[:place], entry, *order[place:])


def _configured(queue: Queue, fact: Configured) -> Queue:
    return replace(queue, rules=fact.rules)


def _submitted(queue: Queue, fact: Submitted) -> Queue:
    entry = Entry(fact.id, fact.person, fact.name, fact.title, fact.artist, fact.note, fact.at_ms)
    return replace(
        queue,
        entries={**queue.entries, fact.id: entry},
        waiting=_inserted(queue.waiting, fact.id, fact.before),
    )


def _withdrawn(queue: Queue, fact: Withdrawn) -> Queue:
    return _gone(queue, fact.id)


def _reordered(queue: Queue, fact: Reordered) -> Queue:
    return replace(queue, waiting=_inserted(_without(queue.waiting, fact.id), fact.id, fact.before))


def _called_up(queue: Queue, fact: CalledUp) -> Queue:
    return replace(
        _marked(queue, fact.id, held=False),
        waiting=_without(queue.waiting, fact.id),
        up_next=(*queue.up_next, fact.id),
    )


def _started(queue: Queue, fact: Started) -> Queue:
    singer = queue.entries[fact.id].person
    return replace(
        _marked(queue, fact.id, held=False),
        waiting=_without(queue.waiting, fact.id),
        up_next=_without(queue.up_next, fact.id),
        playing=fact.id,
        playing_since_ms=fact.at_ms,
        sung=(*_without(queue.sung, singer)[1 - SUNG_MAX :], singer),
    )


def _played(queue: Queue, fact: Played) -> Queue:
    return _past(queue, fact.id, "played", fact.at_ms)


def _skipped(queue: Queue, fact: Skipped) -> Queue:
    return _past(queue, fact.id, "skipped", fact.at_ms)


def _held(queue: Queue, fact: Held) -> Queue:
    return _marked(queue, fact.id, held=fact.on)


def _marked(queue: Queue, entry: Id, *, held: bool) -> Queue:
    marked = replace(queue.entries[entry], held=held)
    return replace(queue, entries={**queue.entries, entry: marked})


def _past(queue: Queue, entry: Id, how: Literal["played", "skipped"], at_ms: Millis) -> Queue:
    past = Past(queue.entries[entry], how, at_ms)
    return replace(_gone(queue, entry), history=(*queue.history[1 - HISTORY_MAX :], past))


def _gone(queue: Queue, entry: Id) -> Queue:
    playing = entry == queue.playing
    return replace(
        queue,
        entries={i: e for i, e in queue.entries.items() if i != entry},
        waiting=_without(queue.waiting, entry),
        up_next=_without(queue.up_next, entry),
        playing=None if playing else queue.playing,
        playing_since_ms=0 if playing else queue.playing_since_ms,
    )


_APPLY: Mapping[type[Fact], Callable[[Queue, Any], Queue]] = MappingProxyType(
    {
        Configured: _configured,
        Submitted: _submitted,
        Withdrawn: _withdrawn,
        Reordered: _reordered,
        CalledUp: _called_up,
        Started: _started,
        Played: _played,
        Skipped: _skipped,
        Held: _held,
    }
)


def apply(queue: Queue, fact: Fact) -> Queue:
    """Fold one fact in."""
    return _APPLY[type(fact)](queue, fact)


def view(fact: Fact, lane: Lane) -> Fact | None:
    """The public sees every request without its note."""
    if lane is Lane.PUBLIC and isinstance(fact, Submitted) and fact.note:
        return replace(fact, note="")
    return fact


def show(queue: Queue, lane: Lane) -> Queue:
    """The public sees every request without its note."""
    if lane is not Lane.PUBLIC:
        return queue
    return replace(
        queue,
        entries={i: _public(e) for i, e in queue.entries.items()},
        history=tuple(replace(past, entry=_public(past.entry)) for past in queue.history),
    )


def _public(entry: Entry) -> Entry:
    return replace(entry, note="") if entry.note else entry
