"""`python -m load.crowd.process`, part of a crowd: orders on stdin, reports on stdout; it ends when stdin does."""

import gc
import os
import resource
import sys
import time
from typing import assert_never

from load.crowd.orders import Ask, Begin, Cut, Join, Leave, Order, Report, Said, Slow, decode_order, packed, unpacked
from load.crowd.receivers import Receivers

REPORT_S = 0.5
#: How long a turn waits for something to come: newcomers and slow ones have their time.
TURN_S = 0.01
PIPE_BYTES = 1 << 16
STDIN, STDOUT = 0, 1


class Process:
    """A process's receivers, and its two pipes."""

    def __init__(self) -> None:
        self._receivers: Receivers | None = None
        self._rest = b""
        self._told = 0
        self._open = True

    def run(self) -> None:
        """Until stdin ends."""
        while self._receivers is None and self._open:
            self._orders()
        if self._receivers is None:
            return
        self._receivers.watch(STDIN, self._orders)
        tally = self._receivers.tally
        report_s, whole = 0.0, True
        while self._open:
            self._receivers.turn(TURN_S)
            # Whoever waits for all of them need not wait half a second more.
            whole, before = tally.joined == tally.wanted, whole
            if whole > before or time.monotonic() >= report_s + REPORT_S:
                report_s = time.monotonic()
                self._report(self._receivers)
        self._receivers.close()

    def _orders(self) -> None:
        data = os.read(STDIN, PIPE_BYTES)
        self._open = bool(data)
        messages, self._rest = unpacked(self._rest + data)
        for each in messages:
            self._obey(decode_order(each))

    def _obey(self, order: Order) -> None:
        if isinstance(order, Begin):
            self._receivers = Receivers(order)
            return
        assert self._receivers is not None
        match order:
            case Join():
                self._receivers.join(order)
            case Leave():
                self._receivers.leave(order.count)
            case Cut():
                self._receivers.cut(order.count)
            case Slow():
                self._receivers.slow(order.count, order.bytes_per_s)
            case Ask():
                self._report(self._receivers)
                _say(self._receivers.standing(order.upto))
            case _:
                assert_never(order)

    def _report(self, receivers: Receivers) -> None:
        """All sums, but only the seconds that may have changed since the last time."""
        tally = receivers.count()
        tally.cpu_s = time.process_time()
        second = time.monotonic_ns() // 1_000_000_000
        whole = tally.seconds
        tally.seconds = {each: whole[each] for each in whole if each >= self._told}
        _say(Report(tally))
        tally.seconds, self._told = whole, second


def _say(said: Said) -> None:
    data = memoryview(packed(said))
    while data:
        data = data[os.write(STDOUT, data) :]


def main() -> int:
    """Run it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # Lines live as long as the process, and nothing here makes cycles worth looking for.
    gc.disable()
    try:
        Process().run()
    except (KeyboardInterrupt, BrokenPipeError):
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
