"""The machine's own time."""

import time

from hub.kernel import Millis


class SystemClock:
    """`hub.rooms.ports.Clock` of the real world."""

    def now_ms(self) -> Millis:
        """Wall time, milliseconds since the epoch."""
        return time.time_ns() // 1_000_000

    def steady_ms(self) -> int:
        """Monotonic milliseconds, for deadlines."""
        return time.monotonic_ns() // 1_000_000
