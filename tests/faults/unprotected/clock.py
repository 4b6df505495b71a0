"""A process whose wall clock is off by as many seconds as the file of its pid says; its monotonic clock is right."""

import os
import time
from contextlib import suppress
from pathlib import Path

#: The file is looked at again after so long.
LOOK_S = 0.02


class Shift:
    """How wrong the clock is."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / str(os.getpid())
        self._looked_s = 0.0
        self._ns = 0

    def ns(self) -> int:
        now_s = time.monotonic()
        if now_s - self._looked_s >= LOOK_S:
            self._looked_s = now_s
            with suppress(OSError):  # nobody wrote it yet
                self._ns = int(self._file.read_text()) * 1_000_000_000
        return self._ns


def follow(directory: str) -> None:
    """From now on `time.time` and `time.time_ns` of this process are off."""
    shift, right_ns = Shift(Path(directory)), time.time_ns
    time.time_ns = lambda: right_ns() + shift.ns()
    time.time = lambda: time.time_ns() / 1_000_000_000
