"""Who asks for a socket is let in a few at a turn of the loop, in the order they came.

Thousands who come back at once would otherwise take each step of the way in together and be in together, at the end:
later than they wait, so that all of them begin again while the rooms go on.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

#: About ten milliseconds' work.
PER_TURN = 16


@dataclass(slots=True)
class Turnstile:
    """One for all connections of a worker."""

    _waiting: deque[Callable[[], None]] = field(default_factory=deque[Callable[[], None]])
    _turning: bool = False

    @property
    def crowded(self) -> bool:
        """Whether more wait than one turn lets in."""
        return len(self._waiting) > PER_TURN

    def queue(self, enter: Callable[[], None]) -> None:
        """Call this when it is their turn, not before the next turn of the loop."""
        self._waiting.append(enter)
        if not self._turning:
            self._turning = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        try:
            for _ in range(min(PER_TURN, len(self._waiting))):
                self._waiting.popleft()()
        finally:
            self._turning = bool(self._waiting)
            if self._turning:
                asyncio.get_running_loop().call_soon(self._turn)
