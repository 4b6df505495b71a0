"""What groups of processes cost from one look to the next: cores used, and memory that is really there."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import psutil
from msgspec import Struct

#: These come with all their children; the others are single processes, and may be ours, who started everything.
FAMILIES = frozenset({"postgres"})
#: Looking for children means reading all of /proc.
CHILDREN_EVERY_S = 2.0
_MIB = 1024 * 1024


class Cost(Struct, frozen=True):
    """Of one group: cores since the look before, and MiB resident, with what its processes share counted once."""

    cores: float
    memory_mib: float


@dataclass(slots=True)
class Ledger:
    """Remembers what each process had used. A process that is gone between two looks costs what it did until then."""

    clock: Callable[[], float] = time.monotonic
    _used_s: dict[int, float] = field(default_factory=dict[int, float])
    _known: set[str] = field(default_factory=set[str])
    _trees: dict[int, list[int]] = field(default_factory=dict[int, list[int]])
    _looked_s: float = 0.0
    _trees_s: float = -CHILDREN_EVERY_S

    def look(self, groups: Mapping[str, Iterable[int]]) -> dict[str, Cost]:
        """The cost of every group, by name."""
        now_s = self.clock()
        passed_s = max(now_s - self._looked_s, 1e-6)
        self._looked_s = now_s
        if now_s - self._trees_s >= CHILDREN_EVERY_S:
            self._trees.clear()
            self._trees_s = now_s
        return {name: self._cost(name, list(pids), passed_s) for name, pids in groups.items()}

    def _cost(self, name: str, pids: list[int], passed_s: float) -> Cost:
        # What a group used before it is first looked at is not of this time; a process that joins it later is new.
        first = name not in self._known
        self._known.add(name)
        spent_s, own, shared = 0.0, 0, 0
        for pid in [each for top in pids for each in self._tree(top)] if name in FAMILIES else pids:
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                process = psutil.Process(pid)
                times, memory = process.cpu_times(), process.memory_info()
                used_s = times.user + times.system
                # Somebody who is older than the time looked at was only noticed late.
                late = first or time.time() - process.create_time() > passed_s
                spent_s += used_s - self._used_s.get(pid, used_s if late else 0.0)
                self._used_s[pid] = used_s
                common: int = getattr(memory, "shared", 0)
                own += memory.rss - common
                shared = max(shared, common)
        return Cost(max(spent_s, 0.0) / passed_s, (own + shared) / _MIB)

    def _tree(self, top: int) -> list[int]:
        if top not in self._trees:
            try:
                children = [each.pid for each in psutil.Process(top).children(recursive=True)]
            except psutil.NoSuchProcess:
                children = []
            self._trees[top] = [top, *children]
        return self._trees[top]


@dataclass(slots=True)
class Slots:
    """Gives each worker a number that its successor inherits: `worker 1` stays a line of its own in a plot."""

    _taken: list[int] = field(default_factory=list[int])

    def named(self, pids: Iterable[int]) -> dict[str, list[int]]:
        """The workers there are, oldest first, by the name of their slot."""
        now = list(pids)
        fresh = [pid for pid in now if pid not in self._taken]
        for number, pid in enumerate(self._taken):
            if pid not in now and fresh:
                self._taken[number] = fresh.pop(0)
        self._taken.extend(fresh)
        return {f"worker {number}": [pid] for number, pid in enumerate(self._taken, start=1)}
