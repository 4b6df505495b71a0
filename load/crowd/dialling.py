"""Whose turn it is to dial: newcomers at a pace and so many at a time, those who come back when their pause is over."""

import heapq
from collections import deque

from load.crowd.line import Line

#: Handshakes begun between two looks at the network, so that it is looked at.
BATCH_MAX = 100
#: From dialling to being in; as long as the hub's own client waits.
DIAL_NS_MAX = 10_000_000_000


class Dialling:
    """Times are `time.monotonic_ns()`. `back_at_once` 0: those who come back do not wait for each other."""

    def __init__(self, back_at_once: int) -> None:
        self._back_at_once = back_at_once
        self._at_once = 0
        self._gap_ns = 0
        self._next_ns = 0
        self._fresh: deque[Line] = deque()
        self._back: list[tuple[int, int, Line]] = []
        self._begun: dict[Line, int] = {}

    def newcomers(self, lines: list[Line], *, per_s: float, at_once: int) -> None:
        """These dial too, at this pace and this many at a time; it counts for all newcomers from now on."""
        self._fresh.extend(lines)
        self._gap_ns = int(1e9 / per_s) if per_s else 0
        self._at_once = at_once

    def later(self, line: Line, at_ns: int) -> None:
        """This one dials then."""
        heapq.heappush(self._back, (at_ns, line.number, line))

    def over(self, line: Line) -> None:
        """This one is in, or did not get in."""
        self._begun.pop(line, None)

    def due(self, now_ns: int) -> list[Line]:
        """Who dials now."""
        found: list[Line] = []
        while len(found) < BATCH_MAX and (line := self._next(now_ns)) is not None:
            self._begun[line] = now_ns + DIAL_NS_MAX
            found.append(line)
        return found

    def late(self, now_ns: int) -> list[Line]:
        """Who has dialled for too long."""
        found: list[Line] = []
        for line, until_ns in self._begun.items():
            if until_ns > now_ns:
                break
            found.append(line)
        return found

    def _next(self, now_ns: int) -> Line | None:
        if self._fresh and len(self._begun) < self._at_once and now_ns >= self._next_ns:
            # Not later than now: a pace that could not be kept is not made up for by a burst.
            self._next_ns = max(self._next_ns, now_ns - self._gap_ns) + self._gap_ns
            return self._fresh.popleft()
        if self._back and self._back[0][0] <= now_ns and not 0 < self._back_at_once <= len(self._begun):
            return heapq.heappop(self._back)[2]
        return None
