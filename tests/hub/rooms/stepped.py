"""A loop whose time stands still while there is work, and jumps to the next timer when there is none."""

import asyncio
import selectors
from typing import Any


class Stuck(Exception):  # noqa: N818  names the state of the test
    """Everybody waits, and nothing is on its way that could wake them."""


class _Selector(selectors.DefaultSelector):
    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise Stuck
        self.skipped += timeout
        return []


class SteppedLoop(asyncio.SelectorEventLoop):
    """Nothing takes time on it but what was asked to: `asyncio.sleep(60)` is over at once, and 60 s have gone by."""

    def __init__(self) -> None:
        self._own = _Selector()
        super().__init__(self._own)

    def time(self) -> float:
        """Seconds since the loop was made, as far as they were skipped."""
        return self._own.skipped

    def takes(self, seconds: float) -> None:
        """What runs now takes so long."""
        self._own.skipped += seconds


class LoopClock:
    """`hub.rooms.ports.Clock` that goes as the stepped loop does."""

    def __init__(self, now_ms: int) -> None:
        self._began_ms = now_ms

    def now_ms(self) -> int:
        """Wall time."""
        return self._began_ms + self.steady_ms()

    def steady_ms(self) -> int:
        """The loop's time."""
        return round(asyncio.get_running_loop().time() * 1000)


async def passes(seconds: float) -> None:
    """Let time go by: all that is due meanwhile happens."""
    await asyncio.sleep(seconds)


async def turns(number: int = 1) -> None:
    """Let the loop go round without any time going by."""
    for _ in range(number):
        await asyncio.sleep(0)
