"""When the garbage collector walks what: a full walk over ten thousand sockets stops the worker for a quarter second.

A socket lives for hours and is let go of without the collector, so what has come to stay is taken out of its sight,
and what is young is looked at less often.
"""

import gc
import time
from typing import Any

from hub.rooms.meters import Spread

#: Of each generation: new objects until it is walked, then walks of the one before.
THRESHOLDS = (5_000, 20, 100)
#: So many more sockets have come to stay.
SOCKETS_GROWN = 1_000


class Collector:
    """The collector of this process, from `start` to `stop`. `pauses` counts how long it held everything up."""

    def __init__(self, pauses: Spread) -> None:
        self._pauses = pauses
        self._began_s = 0.0
        self._sockets = 0
        self._before = gc.get_threshold()

    def start(self) -> None:
        """What is there now stays."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
        gc.callbacks.append(self._timed)

    def stop(self) -> None:
        """Leave things as they were, but for what is frozen."""
        gc.callbacks.remove(self._timed)
        gc.set_threshold(*self._before)

    def look(self, sockets: int) -> bool:
        """So many sockets are open now; when many came since the last time, they are out of sight from now on."""
        if sockets < self._sockets + SOCKETS_GROWN:
            self._sockets = min(self._sockets, sockets)
            return False
        self._sockets = sockets
        gc.collect(1)
        gc.freeze()
        return True

    def _timed(self, phase: str, _about: dict[str, Any]) -> None:
        if phase == "start":
            self._began_s = time.perf_counter()
        else:
            self._pauses.add((time.perf_counter() - self._began_s) * 1000)
