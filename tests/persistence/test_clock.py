import time

from hub.rooms.ports import Clock
from persistence.clock import SystemClock


def test_wall_time_is_in_milliseconds() -> None:
    clock: Clock = SystemClock()
    before = time.time() * 1000
    assert before - 1 <= clock.now_ms() <= time.time() * 1000 + 1


def test_steady_time_is_in_milliseconds_and_does_not_go_back() -> None:
    clock: Clock = SystemClock()
    before = time.monotonic() * 1000
    told = [clock.steady_ms() for _ in range(1000)]
    assert before - 1 <= told[0]
    assert told[-1] <= time.monotonic() * 1000
    assert told == sorted(told)
