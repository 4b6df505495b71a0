"""Who publishes: as fast as a listener has it, with a window, or at a pace. It finds what a server can bear."""

import asyncio
import time
from collections.abc import Callable, Sequence
from itertools import count

from load.bots.waiting import until
from load.peers.caller import Caller
from load.peers.peer import Served, text_of

#: A window is this much time's worth of messages, so that a slow server is not buried and a fast one is not idle.
WINDOW_S = 0.25
WINDOW_MIN, WINDOW_MAX = 8, 1_024
LOOK_S = 0.1
PACE_S = 0.002
QUIET_S_MAX = 30.0

#: No number comes twice: a hub takes a command that it knows for a repetition.
_numbers = count(1)


class Window:
    """How many messages may be on the way: grows with the rate at which they come."""

    def __init__(self, fixed: int = 0) -> None:
        self.size = fixed or WINDOW_MIN
        self._fixed = bool(fixed)
        self._at_s = -1.0
        self._had = 0

    def came(self, had: int, now_s: float) -> None:
        """So many have come until now."""
        if self._fixed:
            return
        if self._at_s < 0:
            self._at_s, self._had = now_s, had
        elif (took_s := now_s - self._at_s) >= LOOK_S:
            rate = (had - self._had) / took_s
            # Never more than twice of what it was: one lucky look is no rate.
            self.size = max(WINDOW_MIN, min(WINDOW_MAX, 2 * self.size, int(rate * WINDOW_S)))
            self._at_s, self._had = now_s, had


class Publisher:
    """Some writers that take turns, and a listener that says what has come.

    `said` counts its messages, `last` is the number of the last one.
    """

    def __init__(self, served: Served, writers: Sequence[Caller], probe: Caller) -> None:
        self.said = 0
        self.last = 0
        self._served = served
        self._writers = writers
        self.probe = probe
        self._base = probe.seen
        self._others_have: int | None = None
        self._fill: Callable[[], None] | None = None

    @property
    def upto(self) -> int:
        """Where the listener is: so many deliveries, or the seq of a hub's room."""
        return self.probe.seen

    @property
    def waiting(self) -> int:
        """Messages that the listener does not have yet."""
        return self.said - (self.probe.seen - self._base)

    def others(self, have: int | None) -> None:
        """What the other listeners have on average, as somebody found; None when nobody looks any more."""
        self._others_have = have
        if self._fill is not None:
            self._fill()

    async def keep_full(self, window: Window, seconds: float = 0.0, messages: int = 0) -> int:
        """Publish for so long, or so many, with as much on the way as the window has; how many that were.

        Raises:
            TimeoutError: the listener does not get them.
        """
        first = self.said
        last = first + messages if messages else None
        ends_s = time.monotonic() + seconds

        def fill() -> None:
            now_s = time.monotonic()
            window.came(self.probe.seen, now_s)
            while self._free(window) and (self.said < last if last is not None else now_s < ends_s):
                self._say()

        self.probe.told = self._fill = fill
        fill()
        if last is None:
            await asyncio.sleep(seconds)
        else:
            await until(lambda: self.said >= last, QUIET_S_MAX * 2)
        self.probe.told = self._fill = None
        await self.quiet()
        return self.said - first

    async def keep_pace(self, per_s: float, seconds: float) -> int:
        """Publish at a pace, whether the server keeps up or not; how many that were.

        Raises:
            TimeoutError: the listener does not get them.
        """
        began_s, said = time.monotonic(), 0
        while (passed_s := time.monotonic() - began_s) < seconds:
            while said < per_s * passed_s:
                self._say()
                said += 1
            await asyncio.sleep(PACE_S)
        await self.quiet()
        return said

    async def quiet(self) -> None:
        """Wait until the listener has everything.

        Raises:
            TimeoutError: it does not get it.
        """
        await until(lambda: self.waiting <= 0 or self.probe.gone, QUIET_S_MAX)
        if self.probe.gone:
            raise TimeoutError("the listener was cut off")

    def _free(self, window: Window) -> bool:
        behind = 0 if self._others_have is None else self.said - self._others_have
        return self.waiting < window.size and behind < 2 * window.size

    def _say(self) -> None:
        self.said += 1
        self.last = next(_numbers)
        message = self._served.say(self.last, text_of(self.last, time.monotonic_ns()))
        self._writers[self.said % len(self._writers)].say(message, binary=self._served.binary)
