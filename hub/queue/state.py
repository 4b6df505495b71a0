"""A request queue at one moment."""

from typing import Literal, TypeAlias

from msgspec import Struct

from hub.kernel import Id, Millis, Name
from hub.queue.messages import Rules, Title, Words

#: Where an open request stands.
Standing: TypeAlias = Literal["waiting", "up next", "playing"]


class Entry(Struct, frozen=True):
    """A request. `held`: it keeps its place, and is not called up until let go."""

    id: Id
    person: Id
    name: Name
    title: Title
    artist: Words
    note: Words
    at_ms: Millis
    held: bool = False


class Past(Struct, frozen=True):
    """A request that is over, and how it ended."""

    entry: Entry
    how: Literal["played", "skipped"]
    at_ms: Millis


class Queue(Struct, frozen=True):
    """The open requests, where each stands, and what rotation must remember.

    `entries` has every open request by id; each is in `waiting`, in `up_next` (the locked part) or `playing`.
    `playing_since_ms` is 0 when nothing plays. `history` has the latest that ended, oldest first.
    `sung` names everybody who had a turn, each once, the one whose last turn is farthest back first.
    """

    rules: Rules = Rules()
    entries: dict[Id, Entry] = {}
    waiting: tuple[Id, ...] = ()
    up_next: tuple[Id, ...] = ()
    playing: Id | None = None
    playing_since_ms: Millis = 0
    history: tuple[Past, ...] = ()
    sung: tuple[Id, ...] = ()

    def standing(self, entry: Id) -> Standing:
        """Where an open request stands."""
        if entry == self.playing:
            return "playing"
        return "up next" if entry in self.up_next else "waiting"

    def ready(self) -> list[Id]:
        """Who can be called up, in order: those who wait and are not held."""
        return [entry for entry in self.waiting if not self.entries[entry].held]
