"""The exact, ordered stream of a room out of an unreliable doorbell and the log.

Pure: it hears entries in any order, repeated or with holes, and hands on each once, in order. What is missing it names;
fetching it from the log is the caller's work.
"""

from collections.abc import Iterable

from hub.rooms.ports import Entry

#: Entries kept while a hole before them is being repaired; beyond it they are dropped, the log still has them.
EARLY_MAX = 2_000


class Follower:
    """Where one worker stands in one room's log. `seq` is the last entry handed on, `head` the highest heard of."""

    __slots__ = ("_early", "head", "seq")

    seq: int
    head: int

    def __init__(self, seq: int) -> None:
        self.seq = self.head = seq
        self._early: dict[int, Entry] = {}

    def hear(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries that now follow `seq` without a hole, in order, each for the first time."""
        ready: list[Entry] = []
        for entry in entries:
            if entry.seq == self.seq + 1:
                self.seq = entry.seq
                ready.append(entry)
            elif entry.seq > self.seq and len(self._early) < EARLY_MAX:
                self._early[entry.seq] = entry
            self.head = max(self.head, entry.seq)
        if self._early:
            ready.extend(self._caught_up())
        return ready

    def told(self, head: int) -> None:
        """The log's last seq, as a heads check found it."""
        self.head = max(self.head, head)

    @property
    def behind(self) -> bool:
        """Whether the log has entries that were not handed on."""
        return self.head > self.seq

    def _caught_up(self) -> list[Entry]:
        ready: list[Entry] = []
        while (entry := self._early.pop(self.seq + 1, None)) is not None:
            self.seq = entry.seq
            ready.append(entry)
        for stale in [seq for seq in self._early if seq <= self.seq]:
            del self._early[stale]
        return ready
