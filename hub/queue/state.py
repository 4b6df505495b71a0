"""A request queue at one moment."""

from typing import Literal, TypeAlias

from msgspec import Struct

from hub.kernel import Millis
from hub.queue.messages import KeptRules

#: Where an open request stands.
Standing: TypeAlias = Literal["waiting", "up next", "playing"]


class Entry(Struct, frozen=True):
    """A request. `held`: it keeps its place, and is not called up until let go."""

    id: str
    person: str
    name: str
    title: str
    artist: str
    note: str
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

    rules: KeptRules = KeptRules()
    entries: dict[str, Entry] = {}
    waiting: tuple[str, ...] = ()
    up_next: tuple[str, ...] = ()
    playing: str | None = None
    playing_since_ms: Millis = 0
    history: tuple[Past, ...] = ()
    sung: tuple[str, ...] = ()

    def standing(self, entry: str) -> Standing:
        """Where an open request stands."""
        if entry == self.playing:
            return "playing"
        return "up next" if entry in self.up_next else "waiting"

    def ready(self) -> list[str]:
        """Who can be called up, in order: those who wait and are not held."""
        return [entry for entry in self.waiting if not self.entries[entry].held]
